"""Probabilities and intervals against held-out ratings of simulated readers who use the scale.

The targets are the product's promise; they are not fitted to what the model reaches.
"""

from __future__ import annotations

from functools import cache

import pytest

from tests.simulated.habits import GRADING
from tests.simulated.honesty import SIZES, Honesty, honesty
from tests.simulated.readers import readers_of
from tests.simulated.world import World

READERS = 40


@cache
def _found(world: World, ratings: int) -> Honesty:
    return honesty(world, readers_of(world, READERS, GRADING, seed=5000), ratings)


def test_with_a_hundred_ratings_the_chance_of_a_like_is_what_happens(around: World) -> None:
    assert _found(around, 100).error <= 0.05


def test_with_a_hundred_ratings_the_chance_says_more_than_the_base_rate(around: World) -> None:
    assert _found(around, 100).saved.value >= 0.07


@pytest.mark.parametrize("ratings", SIZES)
def test_the_chance_is_never_further_off_than_the_base_rate(around: World, ratings: int) -> None:
    assert _found(around, ratings).saved.value >= 0


@pytest.mark.parametrize("ratings", [20, 100])
def test_an_interval_of_four_in_five_holds_about_four_in_five(around: World, ratings: int) -> None:
    assert 0.75 <= _found(around, ratings).coverage <= 0.90
