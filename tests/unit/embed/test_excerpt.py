from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.embed.excerpt import LONGEST, excerpt


def test_an_ordinary_text_is_sent_as_it_is() -> None:
    assert excerpt("Seeing in the dark. 我们提出一种方法。") == "Seeing in the dark. 我们提出一种方法。"


def test_a_million_characters_are_cut_between_words() -> None:
    cut = excerpt("seven words " * 100_000)
    assert LONGEST - 12 <= len(cut) <= LONGEST
    assert cut.endswith(("seven", "words"))


def test_a_text_without_spaces_is_cut_where_it_must_be() -> None:
    assert excerpt("深" * 5_000) == "深" * LONGEST
    assert excerpt("a " + "深" * 5_000) == "a " + "深" * (LONGEST - 2)


@given(st.text(st.characters(exclude_categories=()), max_size=50), st.integers(1, 100))
def test_whatever_comes_is_short_and_can_be_written(text: str, times: int) -> None:
    cut = excerpt(text * times)
    assert len(cut) <= LONGEST
    assert "\0" not in cut
    cut.encode("utf-8")
