"""Seats for likes that a list would leave unheard."""

from __future__ import annotations

import numpy as np

from ranking.arrays import Floats
from ranking.selection.day import select
from ranking.selection.voices import FEWEST, HEARD, ONE_IN, seats_of_voices
from ranking.selection.wanted import Wanted
from tests.unit.ranking.days import apart, day, rated

LOUD, QUIET = 45, 5


def heard(small: dict[int, int], papers: int = 60) -> Floats:
    """45 likes that every paper of the first thirty speaks for, and so many of 5 others that `small` papers do."""
    spoken = np.zeros((LOUD + QUIET, papers))
    spoken[:LOUD, :30] = HEARD + 1
    for paper, likes in small.items():
        spoken[LOUD : LOUD + likes, paper] = HEARD
    return spoken


def top(spoken: Floats, length: int = 10, **facets: object) -> list[int]:
    candidates = day(apart(spoken.shape[1]), heard=spoken, **facets)  # type: ignore[arg-type]
    return [pick.index for pick in select(candidates, Wanted(length), rated(0, spoken.shape[1]))]


def test_a_tenth_of_the_likes_without_a_facet_gets_the_paper_that_most_of_them_agree_on() -> None:
    assert top(heard({20: 2, 21: 4, 22: 3})) == [*range(9), 21]


def test_once_it_is_heard_the_next_seats_go_to_the_best() -> None:
    assert top(heard({21: 5, 22: 5, 23: 5})) == [*range(9), 21]


def test_likes_that_the_best_papers_speak_for_need_no_seat() -> None:
    assert top(heard({3: 5, 21: 5})) == list(range(10))


def test_one_like_alone_is_no_voice() -> None:
    assert FEWEST > 1
    assert top(heard({21: 1})) == list(range(10))


def test_no_voice_brings_in_a_paper_of_the_worse_half() -> None:
    assert top(heard({40: 5})) == list(range(10))


def test_of_very_many_likes_two_are_too_few() -> None:
    many = np.vstack([heard({21: 2}), np.repeat(heard({})[:1], 150, axis=0)])
    assert top(many) == list(range(10))


def test_what_a_facet_is_owed_goes_before_voices() -> None:
    facet = [0] * 20 + [-1] * 40
    assert top(heard({21: 5}), facet=facet, names=("main",), shares=(1.0,)) == list(range(10))
    assert top(heard({21: 5}), facet=facet, names=("main",), shares=(0.5,)) == [*range(9), 21]


def test_a_list_too_short_has_no_seat_for_voices() -> None:
    assert seats_of_voices(ONE_IN - 1) == 0
    assert top(heard({21: 5}), ONE_IN - 1) == list(range(ONE_IN - 1))


def test_a_rival_hears_no_voices() -> None:
    candidates = day(apart(60), heard=heard({21: 5}))
    picks = select(candidates, Wanted(6, 3), rated(5, 60), rival=("centroid", candidates.scores))
    assert [pick.index for pick in picks if pick.team == "centroid"] == [5]
