"""Chances for rankers that only order."""

from __future__ import annotations

import numpy as np
import pytest

from ranking.evaluation.chances import base_rate, chances, places


def test_places_run_from_the_worst_to_the_best_and_equal_scores_share_theirs() -> None:
    assert places(np.array([5.0, -1.0, 2.0, 2.0])).tolist() == [0.875, 0.125, 0.5, 0.5]
    assert places(np.zeros(7)).tolist() == [0.5] * 7


def test_before_any_outcome_every_place_has_the_usual_chance() -> None:
    found = chances(np.array([0.1, 0.9]), np.zeros(0), np.zeros(0), usual=0.3)
    assert found == pytest.approx([0.3, 0.3])


def test_where_better_places_were_liked_more_often_they_get_a_higher_chance() -> None:
    rng = np.random.default_rng(1)
    earlier = rng.random(800)
    liked = (rng.random(800) < earlier).astype(float)
    found = chances(np.array([0.1, 0.5, 0.9]), earlier, liked, usual=0.5)
    assert found == pytest.approx([0.1, 0.5, 0.9], abs=0.12)
    assert (np.diff(found) > 0.2).all()


def test_places_that_mislead_are_not_turned_around() -> None:
    earlier = np.linspace(0, 1, 50)
    assert chances(np.array([0.0, 1.0]), earlier, (earlier < 0.5).astype(float), usual=0.4).tolist() == [0.4, 0.4]


def test_a_clean_split_gives_no_certainty() -> None:
    earlier = np.linspace(0, 1, 20)
    found = chances(np.array([0.0, 1.0]), earlier, (earlier > 0.5).astype(float), usual=0.5)
    assert 0 < found[0] < found[1] < 1


def test_the_base_rate_is_never_certain() -> None:
    assert base_rate(np.zeros(0)) == 0.5
    assert base_rate(np.ones(9)) == pytest.approx(0.95)
    assert 0 < base_rate(np.zeros(9)) < 0.1
