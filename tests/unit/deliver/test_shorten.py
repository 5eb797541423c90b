"""Shortening a text without spoiling it."""

from __future__ import annotations

import pytest

from bot.deliver.shorten import shorten, utf16_units


@pytest.mark.parametrize(
    ("text", "limit", "left"),
    [
        ("short", 5, "short"),
        ("several words here", 14, "several words…"),
        ("several words here", 13, "several…"),
        ("unbreakablelongword", 8, "unbreak…"),
        ("每日论文精选", 4, "每日论…"),
        ("text", 1, "…"),
        ("text", 0, ""),
        ("text", -3, ""),
    ],
)
def test_a_text_is_cut_after_a_word_where_there_is_one(text: str, limit: int, left: str) -> None:
    assert shorten(text, limit) == left


@pytest.mark.parametrize(
    ("text", "limit", "left"),
    [
        ("😀😀", 3, "😀…"),
        ("xe\u0301z", 3, "x…"),
        ("x👩\u200d💻z", 5, "x…"),
        ("x👍🏽z", 4, "x…"),
        ("🇩🇪🇫🇷x", 7, "🇩🇪…"),
        ("x❤\ufe0fz", 3, "x…"),
    ],
)
def test_what_is_seen_as_one_character_stays_whole(text: str, limit: int, left: str) -> None:
    assert shorten(text, limit) == left


def test_a_character_beyond_the_first_plane_counts_twice() -> None:
    assert utf16_units("a读😀") == 4
