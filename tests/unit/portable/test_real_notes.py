"""The real notes of one reader, all of them, against a count that shares no code with the parser.

An item is counted by one regular expression: a line that begins with a number, a full stop or 、, and a bracket. One
item of the 70 notes has stars but no number; it is counted by a second expression, a line that begins with a bracket
and ends in stars. Stars are counted as occurrences of `:star:` in the whole file.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from bot.identity import paper_id
from bot.portable import History, read_history

pytestmark = pytest.mark.shared

NUMBERED = re.compile(r"^\s*\d+[.、]\s*\[", re.MULTILINE)
UNNUMBERED = re.compile(r"^\s*\[.*:star:\s*$", re.MULTILINE)
PAPER_LINE = re.compile(
    r"^.*?(?:paper|论文)[^:：\n]{0,4}[:：].*?arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{5})", re.MULTILINE | re.I
)


@pytest.fixture
def folder(shared_data: Path) -> Path:
    return shared_data / "notes"


@pytest.fixture
def history(folder: Path) -> History:
    return read_history(folder)


@pytest.fixture
def texts(folder: Path) -> dict[str, str]:
    return {f"notes/{p.relative_to(folder).as_posix()}": p.read_text("utf-8") for p in sorted(folder.rglob("*.md"))}


def test_no_item_of_any_note_is_lost(history: History, texts: dict[str, str]) -> None:
    counted = {name: len(NUMBERED.findall(text)) + len(UNNUMBERED.findall(text)) for name, text in texts.items()}
    assert Counter(item.file for item in history.items) == counted
    assert len(texts) == 70
    assert history.read == sum(counted.values()) == 455


def test_every_star_is_read(history: History, texts: dict[str, str]) -> None:
    stars: Counter[str] = Counter()
    for item in history.items:
        stars[item.file] += item.rating or 0
    assert stars == {name: text.count(":star:") for name, text in texts.items()}
    assert stars.total() == 935


def test_the_one_item_without_stars_is_the_one_that_is_skipped(history: History) -> None:
    assert [(one.file, one.line, one.why) for one in history.skipped] == [("notes/202103/0326.md", 48, "no stars")]


def test_every_item_has_title_source_and_the_day_of_its_file(history: History) -> None:
    for item in history.items:
        assert item.entry.title
        assert any(link.url.startswith("http") for link in item.entry.links)
        assert item.rated_at is not None
        assert item.file == f"notes/{item.rated_at:%Y%m/%m%d}.md"
        assert item.rated_at.utcoffset() == timedelta(0)


def test_every_arxiv_link_of_a_paper_line_is_found_in_its_note(history: History, texts: dict[str, str]) -> None:
    lines = {(name, number) for name, text in texts.items() for number in PAPER_LINE.findall(text)}
    found = {
        (item.file, number)
        for item in history.items
        for link in item.entry.links
        for number in re.findall(r"\d{4}\.\d{5}", link.url)
    }
    assert len(lines) > 150
    assert lines <= found


def test_few_papers_are_rated_twice(history: History) -> None:
    """What a store keeps: one rating a paper. Repeated articles, and articles about one paper, fall together."""
    rated = [item for item in history.items if item.rating]
    papers = {paper_id(item.entry) for item in rated}
    assert len(papers) >= 0.97 * 454


def test_nothing_but_words_is_left_in_titles_and_texts(history: History) -> None:
    for item in history.items:
        for text in (item.entry.title, item.entry.abstract):
            assert not re.search(r":star:|\]\(http|<img|\u200b|\*\*", text), text
