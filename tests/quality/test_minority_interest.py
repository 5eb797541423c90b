"""An interest with a tenth of the likes is not drowned by the other nine tenths: simulated readers of two topics."""

from __future__ import annotations

from functools import cache

import numpy as np

from ranking.arrays import Ints
from ranking.jobs import Select
from ranking.measures import auc
from ranking.model import RelevanceModel
from tests.simulated.measures import bootstrapped
from tests.simulated.world import World

READERS = 20
LIKES = 50
TOP = 10
DAY = 100


def _enough(world: World) -> Ints:
    """Topics with papers enough to like 45 and to find some later."""
    early, later = (
        np.bincount(world.topics[rows].argmax(axis=1), minlength=world.topics.shape[1])
        for rows in (world.early, world.later)
    )
    return np.flatnonzero((early >= LIKES) & (later >= 2 * TOP) & world.tellable)


def _likes(world: World, seed: int) -> tuple[int, int, Ints]:
    """The topic with nine tenths of the likes, the one with a tenth, and the liked rows in random order."""
    rng = np.random.default_rng(700 + seed)
    major, minor = rng.permutation(_enough(world))[:2].tolist()
    main = world.topics[world.early].argmax(axis=1)
    counts = {major: LIKES - LIKES // 10, minor: LIKES // 10}
    drawn = [rng.choice(world.early[main == topic], count, replace=False) for topic, count in counts.items()]
    return major, minor, rng.permutation(np.concatenate(drawn))


def _model(world: World, rows: Ints) -> RelevanceModel:
    return RelevanceModel(world.space).fit(world.matrix[rows], np.full(len(rows), 5))


def test_papers_of_the_minority_interest_come_before_what_is_of_no_interest(around: World) -> None:
    main = around.topics[around.later].argmax(axis=1)
    found: dict[str, list[float | None]] = {"major": [], "minor": []}
    for seed in range(READERS):
        major, minor, rows = _likes(around, seed)
        scores = _model(around, rows).decision_function(around.matrix[around.later])
        for name, topic, other in (("major", major, minor), ("minor", minor, major)):
            judged = main != other
            found[name].append(auc(scores[judged], main[judged] == topic))
    assert np.mean(found["major"]) > 0.85
    assert bootstrapped(np.array(found["minor"])).low > 0.5


@cache
def _bytes(world: World) -> bytes:
    return world.space.to_bytes()


def test_the_minority_interest_keeps_its_share_of_the_top_ten(around: World) -> None:
    """On days that bring as much of it as of the other. Not kept would be less by more than the bootstrap's noise."""
    main = around.topics[around.later].argmax(axis=1)
    seen, kept = [], []
    for seed in range(READERS):
        major, minor, rows = _likes(around, seed)
        rng = np.random.default_rng(seed)
        others = around.later[~np.isin(main, [major, minor])]
        day = [rng.choice(around.later[main == topic], TOP, replace=False) for topic in (major, minor)]
        day = np.concatenate([*day, rng.choice(others, DAY - 2 * TOP, replace=False)])
        papers = tuple(around.papers[row] for row in day)
        chosen = Select(_bytes(around), _model(around, rows).to_bytes(), papers, TOP, reasons=0).run().chosen
        is_minor = {around.papers[row].id for row in day[TOP : 2 * TOP]}
        seen.append(sum(scored.paper_id in is_minor for scored in chosen))
        kept.append(seen[-1] >= TOP // 10)
    assert bootstrapped(np.array(seen)).high >= TOP / 10
    assert np.mean(kept) >= 0.7
