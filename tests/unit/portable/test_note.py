"""Where items of a note begin and end, and which day they are of."""

from __future__ import annotations

from datetime import date

import pytest

from bot.portable.note import NO_STARS, NO_TITLE, parse
from bot.portable.skipped import Skipped


def titles(text: str) -> list[tuple[str, int]]:
    return [(item.title, item.stars) for item in parse(text).items]


@pytest.mark.parametrize(
    "line",
    [
        "1. [t](https://a.example) :star::star:",
        "1、[t](https://a.example)⭐⭐",
        "1) [t](https://a.example) ★★",
        "１．[t](https://a.example) ★★",
        "1.[t](https://a.example)★★☆☆☆",
        "  1. [t](https://a.example) ★★",
        "1\\. [t](https://a.example) ★★",
        "**1. [t](https://a.example)** ★★",
        "1. ★★ [t](https://a.example)",
        "1. [t](https://a.example:star::star:",
        "- [t](https://a.example) ★★",
        "[t](https://a.example) ★★",
        "### 1. [t](https://a.example) ★★",
        "1. t ★★",
        "- t ★★",
    ],
)
def test_an_item_is_known_by_its_number_its_link_or_its_stars(line: str) -> None:
    assert titles(line) == [("t", 2)]


@pytest.mark.parametrize(
    "line", ["   - Tips: worth ★★", "     - worth ★★", "★★", "## ★★", "plain", "- [t](https://a.example)"]
)
def test_other_lines_begin_no_item(line: str) -> None:
    assert titles(line) == []


def test_an_item_without_stars_is_read_and_reported() -> None:
    parsed = parse("1. [a](https://a.example)\n2. [b](https://b.example) ★")
    assert [item.stars for item in parsed.items] == [0, 1]
    assert parsed.skipped == (Skipped(1, NO_STARS),)


def test_an_item_without_title_and_link_is_reported() -> None:
    parsed = parse("1. []() ★★\n2. [b](https://b.example) ★")
    assert len(parsed.items) == 1
    assert parsed.skipped == (Skipped(1, NO_TITLE),)


def test_a_title_without_link_and_stars_is_an_item_only_where_its_number_comes_next() -> None:
    first = "1. [a](https://a.example) ★\n   - Tips:\n1. first\n2. second\n\n"
    items = parse(first + "2. B\n   - Paper: P\n3. [c](https://c.example) ★").items
    assert [item.title for item in items] == ["a", "B", "c"]
    assert items[0].tips == "1. first; 2. second"
    assert items[1].papers[0].title == "P"


def test_a_heading_ends_the_list_but_items_below_it_are_still_read() -> None:
    parsed = parse("1. [a](https://a.example) ★\n## 拓展\n- text of nobody\n7. [b](https://b.example) ★★")
    assert [(item.title, item.abstract) for item in parsed.items] == [("a", ""), ("b", "")]


def test_stars_within_a_title_count_only_where_no_others_are_given() -> None:
    assert [stars for _, stars in titles("1. [★★★ t](https://a.example) ★")] == [1]
    assert [stars for _, stars in titles("1. [★★★ t](https://a.example)")] == [3]


def test_stars_on_the_line_below_belong_to_the_item() -> None:
    assert titles("1. [t](https://a.example)\n  ⭐⭐⭐") == [("t", 3)]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_numbers_are_those_of_an_editor(ending: str) -> None:
    text = ending.join(["\ufeff# note", "", "1. [a](https://a.example) ★", "2. [b](https://b.example) ★"])
    assert [item.line for item in parse(text).items] == [3, 4]


@pytest.mark.parametrize(
    ("text", "name", "day"),
    [
        ("# 笔记（2026.5.3）", "202605/0511.md", date(2026, 5, 3)),
        ("# 2026年5月3日", "", date(2026, 5, 3)),
        ("", "x/202605/0511.md", date(2026, 5, 11)),
        ("# 2026.13.45", "202605/0511.md", date(2026, 5, 11)),
        ("", "20260511.md", date(2026, 5, 11)),
        ("", "2026-5-11 notes.md", date(2026, 5, 11)),
        ("", "202613/1345.md", None),
        ("", "notes.md", None),
    ],
)
def test_the_day_comes_from_the_heading_and_else_from_the_name(text: str, name: str, day: date | None) -> None:
    assert parse(text + "\n1. [t](https://a.example) ★", name).day == day


def test_each_dated_heading_gives_its_day_to_the_items_below() -> None:
    text = "# 2026.5.1\n1. [a](https://a.example) ★\n# 2026.5.2\n1. [b](https://b.example) ★\n"
    assert [item.day for item in parse(text).items] == [date(2026, 5, 1), date(2026, 5, 2)]


def test_text_under_a_label_goes_on_below_it_and_the_abstract_is_one_line() -> None:
    text = (
        "1. [t](https://a.example) ★\n   - 主要内容：\n     - one\n     - two。\n     - three\n   - Tips: x\n\n   - y\n"
    )
    item = parse(text).items[0]
    assert (item.abstract, item.tips) == ("one; two。 three", "x; y")


def test_prose_below_a_paper_is_not_its_title() -> None:
    item = parse("1. [t](https://a.example) ★\n   - Paper: P\n\n   It is about x.\n").items[0]
    assert [paper.title for paper in item.papers] == ["P"]
    assert item.abstract == "It is about x."


def test_papers_listed_below_their_label_are_papers() -> None:
    text = "1. [t](https://a.example) ★\n- Paper:\n  - [A](https://a.example/a.pdf)\n  - B\n- Code: soon\n"
    item = parse(text).items[0]
    assert [(paper.title, paper.url) for paper in item.papers] == [("A", "https://a.example/a.pdf"), ("B", "")]
    assert (item.code, item.abstract) == ((), "soon")


def test_a_title_before_a_bare_address_is_the_papers() -> None:
    item = parse("1. [t](https://a.example) ★\n- Paper: On Ropes, https://arxiv.org/abs/2605.93004\n").items[0]
    assert [(paper.title, paper.url) for paper in item.papers] == [("On Ropes", "https://arxiv.org/abs/2605.93004")]


def test_a_very_long_line_and_a_very_long_text_are_cut() -> None:
    item = parse("1. [" + "t" * 30_000 + "](https://a.example) ★\n- Tips: " + "x" * 30_000).items[0]
    assert len(item.title) == 1_000
    assert len(item.tips) == 8_000
