"""The proof shown to a reader must be true: a planted taste is found by the replay, and luck is not called a win.

Simulated readers. Each rates a fifth of the papers in the order of their days, half a day after they came up.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from ranking.domain import Rating
from ranking.evaluation.evidence import BASELINES, METRICS, Came, Evidence, Metric
from ranking.evaluation.replay import replay
from tests.quality.planted import SUBJECTS, World, graded, likings, make_world

READERS = range(6)
RATED = 120


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(seed=1)


def replayed(world: World, reader: int, noise: float) -> Evidence:
    """A reader of two liked and two disliked subjects; with much noise the stars have little to do with the papers."""
    rng = np.random.default_rng(500 + reader)
    taste = rng.permutation([1.0, 1.0, -1.0, -1.0] + [0.0] * (SUBJECTS - 4))
    stars = graded(likings(world, taste, rng, noise))
    rated = set(rng.choice(len(world.papers), RATED, replace=False).tolist())
    came = [(paper, paper.published) for paper in world.papers]
    half_a_day = timedelta(hours=12)
    ratings = [
        Rating(paper.id, int(stars[i]), at + half_a_day) for i, (paper, at) in enumerate(came) if i in rated and at
    ]
    others = [Came(paper.id, at) for i, (paper, at) in enumerate(came) if i not in rated]
    return replay(world.space, world.papers, ratings, others=others, seed=reader)


def verdicts(found: list[Evidence], metric: Metric) -> list[str]:
    return [c.verdict for evidence in found for c in evidence.against if c.metric == metric]


def mean(found: list[Evidence], model: str, metric: Metric) -> float:
    return float(np.mean([evidence.figure(model, metric).value for evidence in found]))


@pytest.fixture(scope="module")
def with_taste(world: World) -> list[Evidence]:
    return [replayed(world, reader, noise=0.35) for reader in READERS]


@pytest.fixture(scope="module")
def without_taste(world: World) -> list[Evidence]:
    return [replayed(world, reader, noise=1e6) for reader in READERS]


def test_a_planted_taste_is_found(with_taste: list[Evidence]) -> None:
    for baseline in BASELINES:
        assert mean(with_taste, "current", "auc") > mean(with_taste, baseline, "auc")
        assert mean(with_taste, "current", "brier") < 0.9 * mean(with_taste, baseline, "brier")
    assert verdicts(with_taste, "brier").count("better") >= 15  # of 18
    assert "worse" not in verdicts(with_taste, "auc")


def test_a_reader_without_taste_shows_no_win(without_taste: list[Evidence]) -> None:
    """Of 54 intervals of 95 % some miss 0 by chance, but never many."""
    said = [word for metric in METRICS for word in verdicts(without_taste, metric)]
    assert len(said) == 54
    assert said.count("better") <= 3
    assert mean(without_taste, "current", "auc") == pytest.approx(0.5, abs=0.04)


def test_the_calibration_error_stands_next_to_what_chance_alone_would_make(with_taste: list[Evidence]) -> None:
    for evidence in with_taste:
        assert evidence.calibration_error is not None
        assert evidence.error_by_chance is not None
        assert evidence.calibration_error < evidence.error_by_chance + 0.08
