"""The alarm: ratings that stopped fitting, told apart from the usual ups and downs. All readers are simulated."""

from __future__ import annotations

import numpy as np
import pytest

from ranking.arrays import Floats
from ranking.evaluation.drift import find_drift
from ranking.evaluation.verdict import Drift
from ranking.model import RelevanceModel
from ranking.space import PaperSpace
from tests.unit.ranking.specimens import papers

PAPERS = papers(160)
SPACE = PaperSpace().fit(PAPERS)
ALL = SPACE.transform(PAPERS)


def stars_of(seed: int, likes: tuple[int, ...]) -> Floats:
    """A noisy reader who likes these of the four subjects."""
    rng = np.random.default_rng(seed)
    usual = np.array([4 if n % 4 in likes else 2 for n in range(len(PAPERS))])
    return np.clip(usual + rng.integers(-1, 2, len(PAPERS)), 1, 5).astype(float)


def look(stars: Floats) -> Drift | None:
    return find_drift(RelevanceModel(SPACE).fit(ALL[slice(0, len(stars))], stars), stars)


def test_before_a_habit_is_known_nothing_is_told() -> None:
    assert look(stars_of(0, (0,))[:39]) is None


@pytest.mark.parametrize("seed", range(5))
def test_a_steady_reader_raises_no_alarm(seed: int) -> None:
    stars = stars_of(seed, (0, 1))
    assert not any(look(stars[:count]).clear for count in range(40, 161, 20))


@pytest.mark.parametrize("seed", range(5))
def test_a_reader_who_turns_round_raises_it_within_thirty_ratings(seed: int) -> None:
    stars = np.r_[stars_of(seed, (0, 1))[:100], stars_of(seed, (2, 3))[100:]]
    alarms = [found for found in map(look, (stars[:count] for count in range(104, 131, 2))) if found.clear]
    assert alarms
    assert all(found.newest > found.earlier for found in alarms)
