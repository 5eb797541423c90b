"""What speaks for a paper, each signal as a sum of parts, one file each; all are built in `scoring`'s table."""

from __future__ import annotations

from ranking.signals.linear import Filtered, Profile
from ranking.signals.nearest import Nearest
from ranking.signals.rated import Rated
from ranking.signals.signal import Signal
from ranking.signals.topical import Topical

__all__ = ["Filtered", "Nearest", "Profile", "Rated", "Signal", "Topical"]
