"""Lessons: what a model was learnt from comes back as it was, or is refused in one sentence."""

from __future__ import annotations

import zlib
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.lessons import Lesson, pack, unpack
from ranking.domain import Interest, Paper, Rating
from ranking.errors import ArtifactRefused
from tests.fakes.papers import NOON

times = st.none() | st.datetimes(timezones=st.just(UTC))
rated = st.builds(Rating, st.text(), st.integers(1, 5), times)
stated = st.builds(Interest, st.sampled_from(["words", "author", "category", "paper"]), st.text(), st.floats(-5, 5))


@given(st.lists(rated), st.lists(stated))
def test_a_lesson_comes_back_as_it_was(ratings: list[Rating], interests: list[Interest]):
    lesson = Lesson(tuple(ratings), tuple(interests))
    assert unpack(pack(lesson)) == lesson


def test_of_a_seed_paper_only_the_id_is_kept():
    seed = Interest("paper", "p1", 1.0, Paper("p1", "A title"))
    assert unpack(pack(Lesson((), (seed,)))).interests == (Interest("paper", "p1", 1.0),)


def test_only_a_lesson_of_nothing_is_false():
    assert not Lesson()
    assert Lesson((Rating("a", 1),))
    assert Lesson((), (Interest("words", "sea ice"),))


def test_five_thousand_ratings_take_less_than_a_megabyte_with_ten_of_them():
    ratings = tuple(Rating(f"arxiv:26{n % 12:02}.{n * 7919 % 100_000:05}", n % 5 + 1, NOON) for n in range(5_000))
    assert 10 * len(pack(Lesson(ratings))) < 1_000_000


@given(st.binary())
def test_what_is_no_lesson_is_refused(data: bytes):
    with pytest.raises(ArtifactRefused, match=r"^What this model was learnt from cannot be read any more\.$"):
        unpack(data)


@pytest.mark.parametrize(
    "text", ["[]", "{}", "1", '[[["a", 9, null]], []]', '[[["a", 1, "tuesday"]], []]', "[[1], []]"]
)
def test_a_lesson_that_says_something_else_is_refused(text: str):
    with pytest.raises(ArtifactRefused):
        unpack(zlib.compress(text.encode()))


def test_a_lesson_cut_short_is_refused():
    with pytest.raises(ArtifactRefused):
        unpack(pack(Lesson((Rating("a", 5, NOON),)))[:-6])
