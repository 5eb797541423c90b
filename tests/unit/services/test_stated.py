"""What a reader types about interests: lists of words, authors, categories and papers."""

from __future__ import annotations

import pytest

from bot.errors import BadInput
from bot.services.stated import parse_interests
from ranking.domain import Interest


def parsed(text: str) -> list[tuple[str, str]]:
    return [(interest.kind, interest.text) for interest in parse_interests(text, 1.0)]


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("diffusion models", [("words", "diffusion models")]),
        ("diffusion models, point clouds", [("words", "diffusion models"), ("words", "point clouds")]),
        ("one\ntwo；three、four，five", [("words", w) for w in ("one", "two", "three", "four", "five")]),
        ("author: Ada Example", [("author", "Ada Example")]),
        ("AU:Ada Example, 作者：李雷", [("author", "Ada Example"), ("author", "李雷")]),
        ('au: "Example, Ada"', [("author", "Example, Ada")]),
        (
            "cat: cs.CV, eess.IV, category: hep-th",
            [("category", "cs.CV"), ("category", "eess.IV"), ("category", "hep-th")],
        ),
        ("2503.14485", [("paper", "arxiv:2503.14485")]),
        (
            "https://arxiv.org/abs/2503.14485v2, paper: 2503.14486",
            [("paper", "arxiv:2503.14485"), ("paper", "arxiv:2503.14486")],
        ),
        ('"lanterns, at night", “sea ice”', [("words", "lanterns, at night"), ("words", "sea ice")]),
        ("a  b\tc", [("words", "a b c")]),
        ("Words, words, WORDS", [("words", "WORDS")]),
        ("re: vision", [("words", "re: vision")]),
        (" , ,\n; ", []),
        ('""', []),
        ("扩散模型", [("words", "扩散模型")]),
        ("e.g. this", [("words", "e.g. this")]),
    ],
)
def test_a_list_is_taken_apart(typed: str, understood: list[tuple[str, str]]) -> None:
    assert parsed(typed) == understood


def test_the_weight_is_that_of_the_command() -> None:
    assert parse_interests("cats", -2.0) == (Interest("words", "cats", -2.0),)


def test_what_cannot_be_seen_is_left_out() -> None:
    assert parsed("ev\u202eil\x00 \ud83dwords\u200b") == [("words", "evil words")]


def test_three_hundred_characters_are_the_most() -> None:
    assert parsed("x" * 300) == [("words", "x" * 300)]
    with pytest.raises(BadInput, match="300 characters"):
        parsed("fine, " + "x" * 301)


def test_a_paper_without_an_arxiv_id_is_refused() -> None:
    with pytest.raises(BadInput, match="arXiv"):
        parsed("paper: my thesis")
