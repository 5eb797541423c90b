"""What is read of a paper, block by block. A new block is one new file and one more entry in FEATURES.

A changed tuple changes the fingerprint of every space, and so retires models made before.
"""

from __future__ import annotations

from ranking.features.authors import Authors
from ranking.features.block import Block
from ranking.features.categories import Categories
from ranking.features.text import Text

FEATURES: tuple[type[Block], ...] = (Text, Authors, Categories)

__all__ = ["FEATURES", "Block"]
