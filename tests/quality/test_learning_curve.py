"""More ratings never make it worse than the step below: simulated readers of every habit, judged on later papers."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from tests.simulated.curve import Curve, learning_curve
from tests.simulated.habits import HABITS, Habit
from tests.simulated.measures import bootstrapped
from tests.simulated.readers import readers_of
from tests.simulated.world import World

READERS = 40


@cache
def _curve(world: World, *, interests: bool) -> Curve:
    return learning_curve(world, readers_of(world, READERS), interests=interests)


@pytest.mark.parametrize("interests", [False, True], ids=["ratings alone", "interests and ratings"])
def test_no_step_of_the_ladder_leads_down(around: World, *, interests: bool) -> None:
    """A step leads down where the whole 95 % interval of its gain, readers resampled, lies below 0."""
    curve = _curve(around, interests=interests)
    for figure in (curve.auc, curve.ndcg):
        assert [str(gain) for gain in curve.gains(figure) if gain.high < 0] == []
        assert (np.diff(figure.mean(axis=0)) > -0.01).all(), figure.mean(axis=0)
    # What was stated is worth some thirty ratings, so less is left to learn.
    assert curve.auc[:, -1].mean() > curve.auc[:, 0].mean() + (0.05 if interests else 0.3)


def test_stated_interests_serve_from_the_first_minute(around: World) -> None:
    curve = _curve(around, interests=True)
    assert bootstrapped(curve.auc[:, 0]).low > 0.6
    assert bootstrapped(curve.ndcg[:, 0]).low > 0.25


def test_interests_do_no_harm_once_there_are_ratings(around: World) -> None:
    told, without = _curve(around, interests=True), _curve(around, interests=False)
    gains = [bootstrapped(column) for column in (told.auc - without.auc).T]
    assert [str(gain) for gain in gains if gain.value < -0.01] == []
    assert gains[1].low > 0


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_readers_of_each_habit_are_served_better_by_more_ratings(invented: World, habit: Habit) -> None:
    readers = readers_of(invented, 20, (habit,))
    curve = learning_curve(invented, readers, interests=False, steps=(5, 20, 100))
    assert [str(gain) for gain in curve.gains(curve.auc) if gain.value < 0] == []
    assert curve.auc[:, -1].mean() > 0.85
