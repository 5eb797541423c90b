"""A mean over simulated readers, and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ranking.arrays import Floats
from ranking.measures import bootstrap_interval


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over readers and the ends of its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def bootstrapped(values: Floats) -> Mean:
    """The mean of one value a reader; of differences within readers this is the paired bootstrap."""
    ends = bootstrap_interval(values, seed=0)
    assert ends is not None, "a mean of readers needs two of them"
    return Mean(float(np.mean(values)), *ends)
