"""The work that a worker process does for the bot: frozen questions, frozen answers, one `run`, one file each.

The bot sends bytes and values, never estimators. Its own process imports these questions only to send them, and must
not pay for scikit-learn: what learns is imported when a job runs.
"""

from __future__ import annotations

from ranking.jobs.fit_space import FitSpace
from ranking.jobs.rank import Rank
from ranking.jobs.train import Train

__all__ = ["FitSpace", "Rank", "Train"]
