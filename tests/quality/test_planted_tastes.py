"""The ranking must find a taste that was planted: simulated readers, early papers rated, later ones ranked.

Floors are well under what is measured (in brackets, mean over the readers), far over newest-first and random.
"""

from __future__ import annotations

import numpy as np
import pytest

from ranking.arrays import Floats
from ranking.measures import auc
from ranking.model import RelevanceModel
from tests.quality.planted import SUBJECTS, World, graded, likings, make_world

READERS = range(8)
EARLY = np.arange(300)
LATER = np.arange(300, 600)


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(seed=1)


def _taste(rng: np.random.Generator) -> Floats:
    """Two subjects liked, two disliked, the others indifferent."""
    return np.asarray(rng.permutation([1.0, 1.0, -1.0, -1.0] + [0.0] * (SUBJECTS - 4)))


def _mean_auc_of_graders(world: World, ratings: int) -> dict[str, float]:
    found: dict[str, list[float]] = {"model": [], "newest": [], "random": []}
    for reader in READERS:
        rng = np.random.default_rng(reader)
        liking = likings(world, _taste(rng), rng)
        stars, rated = graded(liking), rng.choice(EARLY, ratings, replace=False)
        wanted = stars[LATER] >= 4
        model = RelevanceModel(world.space).fit(world.matrix[rated], stars[rated])
        found["model"].append(auc(model.decision_function(world.matrix[LATER]), wanted))
        found["newest"].append(auc(LATER.astype(float), wanted))
        found["random"].append(auc(rng.random(len(LATER)), wanted))
    return {name: float(np.mean(values)) for name, values in found.items()}


@pytest.mark.parametrize(("ratings", "floor"), [(10, 0.72), (40, 0.82), (150, 0.87)])  # [0.772, 0.862, 0.900]
def test_a_taste_told_in_graded_stars_is_found(world: World, ratings: int, floor: float) -> None:
    found = _mean_auc_of_graders(world, ratings)
    assert found["model"] > floor
    assert found["model"] > max(found["newest"], found["random"]) + 0.15


def _picked(world: World, reader: int, stars: int) -> tuple[float, float]:
    rng = np.random.default_rng(100 + reader)
    liking = likings(world, _taste(rng), rng)
    rated = EARLY[np.argsort(-liking[EARLY])[:20]]
    wanted = liking[LATER] > np.quantile(liking[LATER], 0.85)
    model = RelevanceModel(world.space).fit(world.matrix[rated], np.full(len(rated), stars))
    scores = model.decision_function(world.matrix[LATER])
    return auc(scores, wanted), float(wanted[np.argsort(-scores)[:10]].mean())


@pytest.mark.parametrize("stars", [2, 3, 5])
def test_a_reader_who_only_picks_is_served_by_the_picks(world: World, stars: int) -> None:
    found = np.array([_picked(world, reader, stars) for reader in READERS]).mean(axis=0)
    assert found[0] > 0.90  # [0.935]
    assert found[1] > 0.75  # [0.90]


def test_what_is_disliked_falls_below_what_is_unknown(world: World) -> None:
    """Readers who rate one subject high and a second one low, and say nothing of the others."""
    for reader in READERS:
        rng = np.random.default_rng(200 + reader)
        liked, disliked, *unknown = rng.permutation(SUBJECTS)
        main = world.subject.argmax(axis=1)
        rated = np.concatenate([EARLY[main[EARLY] == subject][:12] for subject in (liked, disliked)])
        stars = np.where(main[rated] == liked, rng.integers(4, 6, len(rated)), rng.integers(1, 3, len(rated)))
        model = RelevanceModel(world.space).fit(world.matrix[rated], stars)
        scores = model.decision_function(world.matrix[LATER])
        mean = [float(scores[np.isin(main[LATER], subject)].mean()) for subject in (liked, unknown, disliked)]
        assert mean[0] > mean[1] + 0.5
        assert mean[1] > mean[2] + 0.5


def test_the_chance_of_liking_is_nearer_the_truth_than_the_readers_own_rate(world: World) -> None:
    model_error, rate_error = [], []
    for reader in READERS:
        rng = np.random.default_rng(300 + reader)
        stars = graded(likings(world, _taste(rng), rng))
        rated = rng.choice(EARLY, 60, replace=False)
        liked = stars[LATER] >= 4
        model = RelevanceModel(world.space).fit(world.matrix[rated], stars[rated])
        model_error.append(np.mean((model.p_like(world.matrix[LATER]) - liked) ** 2))
        rate_error.append(np.mean((np.mean(stars[rated] >= 4) - liked) ** 2))
    assert np.mean(model_error) < 0.85 * np.mean(rate_error)
