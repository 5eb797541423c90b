"""The learning curve: how well the later papers are ordered after so many ratings, the same readers at every step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ranking.arrays import Bools, Floats
from ranking.measures import auc, ndcg_at
from ranking.model import RelevanceModel
from tests.simulated.measures import Mean, bootstrapped
from tests.simulated.readers import SimulatedReader
from tests.simulated.world import World

STEPS = (0, 1, 2, 5, 10, 20, 50, 100)
WANTED = 0.9
"""The later papers that a reader enjoys more than this share of them are wanted."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Figures (readers, steps) of the order of the later papers against the true liking."""

    steps: tuple[int, ...]
    auc: Floats
    ndcg: Floats

    def means(self, figure: Floats) -> list[Mean]:
        return [bootstrapped(column) for column in figure.T]

    def gains(self, figure: Floats) -> list[Mean]:
        """What each step adds to the one before, within readers."""
        return [bootstrapped(after - before) for before, after in pairwise(figure.T)]


def wanted_later(world: World, reader: SimulatedReader) -> Bools:
    """Which of the later papers the reader truly wants."""
    utility = reader.utility[world.later]
    return np.asarray(utility > np.quantile(utility, WANTED))


def fitted(world: World, reader: SimulatedReader, ratings: int, *, interests: bool) -> RelevanceModel:
    """The model that the reader's first ratings make, with what was stated where `interests` says so."""
    given = reader.rated.first(ratings)
    told = reader.interests if interests else ()
    return RelevanceModel(world.space).fit(world.matrix[given.rows], given.stars, given.at, interests=told)


def learning_curve(
    world: World, readers: Sequence[SimulatedReader], *, interests: bool, steps: Sequence[int] = STEPS
) -> Curve:
    """Every reader at every step."""
    later = world.matrix[world.later]
    figures = np.zeros((len(readers), len(steps), 2))
    for n, reader in enumerate(readers):
        wanted = wanted_later(world, reader)
        for step, ratings in enumerate(steps):
            scores = fitted(world, reader, ratings, interests=interests).decision_function(later)
            figures[n, step] = auc(scores, wanted), ndcg_at(scores, wanted)
    return Curve(tuple(steps), figures[..., 0], figures[..., 1])
