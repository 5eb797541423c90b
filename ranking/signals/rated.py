"""What a reader has shown of their taste: papers with signed weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranking.arrays import Bools, Floats
from ranking.space import PaperMatrix


@dataclass(frozen=True, slots=True, eq=False)
class Rated:
    """Papers, their stars and their signed weights, in the order given, oldest first.

    What was not rated but stated, or shown and passed over, has 0 stars: it has a weight and says nothing of the
    reader's use of the scale.
    """

    papers: PaperMatrix
    stars: Floats
    weights: Floats

    @property
    def graded(self) -> Bools:
        return np.asarray(self.stars > 0, dtype=np.bool_)

    @property
    def total(self) -> float:
        """The sum of the weights' sizes; 1 where there are none."""
        return float(np.abs(self.weights).sum()) or 1.0

    def first(self, count: int) -> Rated:
        """The first `count` of them."""
        if count == len(self.papers):
            return self
        return Rated(self.papers[:count], self.stars[:count], self.weights[:count])

    def without_first(self, count: int) -> Rated:
        """All but the first `count`."""
        if count == 0:
            return self
        return Rated(self.papers[count:], self.stars[count:], self.weights[count:])
