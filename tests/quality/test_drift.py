"""A taste that changes: what a simulated reader wants now must come before what they wanted in the year before."""

from __future__ import annotations

import numpy as np

from ranking.arrays import Floats
from ranking.measures import auc
from ranking.model import RelevanceModel
from tests.simulated.curve import wanted_later
from tests.simulated.habits import FULL_SCALE, PICKER
from tests.simulated.measures import bootstrapped
from tests.simulated.readers import Ratings, SimulatedReader, Taste, draw_taste, simulate
from tests.simulated.world import World

READERS = 24
_TWO_YEARS = 730


def _drifting(world: World, seed: int) -> tuple[SimulatedReader, Taste]:
    """Two of three liked topics gave way to others after a year; the last one and the dislikes stayed."""
    rng = np.random.default_rng(seed)
    old = draw_taste(world, rng)
    kept = list(old.liked)[2]
    free = np.setdiff1d(np.flatnonzero(world.tellable), [*old.liked, *old.disliked])
    new = Taste({kept: old.liked[kept]} | dict.fromkeys(rng.permutation(free)[:2].tolist(), 1.0), old.disliked)
    days = (world.papers[world.early[-1]].published - world.papers[0].published).days + 1
    habit = (FULL_SCALE, PICKER)[seed % 2]
    return simulate(world, seed, habit, taste=new, before=old, pace=_TWO_YEARS / days), old


def _scores(world: World, given: Ratings) -> Floats:
    model = RelevanceModel(world.space).fit(world.matrix[given.rows], given.stars, given.at)
    return model.decision_function(world.matrix[world.later])


def test_the_recent_taste_is_found(around: World) -> None:
    """And what was wanted before and is not any more does not come before it."""
    found, ahead = [], []
    for seed in range(READERS):
        reader, old = _drifting(around, 300 + seed)
        scores, main = _scores(around, reader.rated), around.topics[around.later].argmax(axis=1)
        came = set(reader.taste.liked) - set(old.liked)
        went = set(old.liked) - set(reader.taste.liked)
        found.append(auc(scores, wanted_later(around, reader)))
        ahead.append(scores[np.isin(main, list(came))].mean() - scores[np.isin(main, list(went))].mean())
    assert np.mean(found) > 0.7
    assert bootstrapped(np.array(ahead)).low > 0


def test_knowing_when_papers_were_rated_helps_and_old_ratings_cost_little(around: World) -> None:
    """Little: .08 of AUC for a reader of whom half of all ratings speak for another taste.

    Forgetting twice as fast halves that here, and costs real researchers, whose old papers still tell of them.
    """
    gains, costs = [], []
    for seed in range(READERS):
        reader, _ = _drifting(around, 300 + seed)
        given, wanted = reader.rated, wanted_later(around, reader)
        recent = given.rows >= around.early[len(around.early) // 2]
        last = Ratings(given.rows[recent], given.stars[recent], given.at[-int(recent.sum()) :])
        dated = auc(_scores(around, given), wanted)
        undated = RelevanceModel(around.space).fit(around.matrix[given.rows], given.stars)
        gains.append(dated - auc(undated.decision_function(around.matrix[around.later]), wanted))
        costs.append(dated - auc(_scores(around, last), wanted))
    assert bootstrapped(np.array(gains)).low > 0
    assert np.mean(costs) > -0.08
