"""Probabilities and intervals against the held-out ratings of readers who use the scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ranking.arrays import Bools, Floats, Ints
from ranking.domain import LIKE_STARS
from ranking.measures import brier, calibration_bins, coverage, expected_calibration_error
from tests.simulated.curve import fitted
from tests.simulated.measures import Mean, bootstrapped
from tests.simulated.readers import SimulatedReader
from tests.simulated.world import World

SIZES = (5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True, eq=False)
class Honesty:
    """All held-out ratings of all readers together; `reader` (n,) says whose each is.

    `said` is the model's probability of four stars or more, `true` the simulator's own, `usual` the share among the
    ratings learnt from; `low` and `high` are the ends of the interval of nominal 80 %, `stars` what was given.
    """

    reader: Floats
    said: Floats
    true: Floats
    usual: Floats
    low: Floats
    high: Floats
    stars: Ints

    @property
    def happened(self) -> Bools:
        return self.stars >= LIKE_STARS

    @property
    def error(self) -> float:
        return _known(expected_calibration_error(self.said, self.happened))

    @property
    def bins(self) -> tuple[tuple[float, float, int], ...]:
        """Probability said, share that happened and ratings of each bin."""
        return calibration_bins(self.said, self.happened)

    @property
    def coverage(self) -> float:
        """As a reader would check it: the star given lies between the ends."""
        return _known(coverage(self.low, self.high, self.stars))

    @property
    def coverage_of_halves(self) -> float:
        """Where a star stands for the half stars about it."""
        return _known(coverage(self.low, self.high, self.stars, around=0.5))

    @property
    def brier(self) -> float:
        return _known(brier(self.said, self.happened))

    @property
    def base_brier(self) -> float:
        return _known(brier(self.usual, self.happened))

    @property
    def least_brier(self) -> float:
        """What nobody can be under: the simulator's own probabilities."""
        return _known(brier(self.true, self.happened))

    @property
    def own_brier(self) -> float:
        """Of each reader's true share among the held-out ratings, which nobody knows beforehand."""
        shares = np.array([self.happened[self.reader == one].mean() for one in np.unique(self.reader)])
        return _known(brier(shares[np.searchsorted(np.unique(self.reader), self.reader)], self.happened))

    @property
    def saved(self) -> Mean:
        """By how much of the base rate's the Brier score is smaller, readers resampled."""
        ours, base = ((p - self.happened) ** 2 for p in (self.said, self.usual))
        each = np.array([[s[self.reader == one].mean() for s in (ours, base)] for one in np.unique(self.reader)])
        return bootstrapped((each[:, 1] - each[:, 0]) / each[:, 1].mean())


def honesty(world: World, readers: Sequence[SimulatedReader], ratings: int) -> Honesty:
    """After so many ratings of each reader."""
    parts = [_of_reader(world, n, reader, ratings) for n, reader in enumerate(readers)]
    return Honesty(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _of_reader(world: World, number: int, reader: SimulatedReader, ratings: int) -> tuple[Floats | Ints, ...]:
    model = fitted(world, reader, ratings, interests=False)
    given = reader.held_out
    papers = world.matrix[given.rows]
    bounds = model.interval(papers)
    count = len(given.rows)
    return (
        np.full(count, float(number)),
        model.p_like(papers),
        reader.p_like[given.rows],
        np.full(count, (reader.rated.first(ratings).stars >= LIKE_STARS).mean()),
        bounds[:, 0],
        bounds[:, 1],
        given.stars,
    )


def _known(figure: float | None) -> float:
    assert figure is not None, "there are no held-out ratings"
    return figure
