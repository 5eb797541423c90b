"""The day that ships inside the package: it is read like a real one, and nothing in it is real."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bot import specimen
from bot.domain import Announce, Entry
from bot.feeds.arxiv_rss import parse
from bot.portable import read_note


@pytest.fixture(scope="module")
def entries() -> tuple[Entry, ...]:
    parsed = parse(specimen.feed(), "https://rss.arxiv.org/rss/cs.CV")
    assert parsed.trouble is None
    return parsed.entries


def test_a_days_worth_of_entries_is_read_each_with_its_own_id(entries: tuple[Entry, ...]) -> None:
    ids = [entry.arxiv.text for entry in entries if entry.arxiv]
    assert len(entries) == len(set(ids)) == 41
    assert all(re.fullmatch(r"2611\.9\d{4}", one) for one in ids)


def test_every_entry_has_what_a_digest_shows(entries: tuple[Entry, ...]) -> None:
    for entry in entries:
        assert 80 <= len(entry.abstract.split()) <= 160, entry.title
        assert entry.authors
        assert "cs.CV" in entry.categories
        assert entry.published is not None
    assert len({entry.title for entry in entries}) == len(entries)


def test_the_day_holds_new_papers_cross_lists_and_a_replacement(entries: tuple[Entry, ...]) -> None:
    kinds = Counter(entry.announce for entry in entries)
    assert kinds == {Announce.NEW: 36, Announce.CROSS: 4, Announce.REPLACE: 1}


def test_some_abstracts_name_code_and_some_hold_latex(entries: tuple[Entry, ...]) -> None:
    abstracts = [entry.abstract for entry in entries]
    assert sum("https://github.com/" in text for text in abstracts) >= 10
    assert sum("$" in text for text in abstracts) >= 3


def test_the_history_is_read_without_a_loss_and_shows_a_taste() -> None:
    history = read_note(specimen.history(), specimen.HISTORY_NAME)
    assert history.read == 14
    assert history.skipped == ()
    assert {item.rating for item in history.items} == {1, 2, 3, 4, 5}
    assert all(item.rated_at for item in history.items)
    stars = {word: [i.rating or 0 for i in history.items if word in i.entry.title] for word in ("Gaussian", "Tumour")}
    assert min(stars["Gaussian"]) >= 4
    assert max(stars["Tumour"]) == 1


def test_no_rated_paper_is_in_the_days_feed(entries: tuple[Entry, ...]) -> None:
    rated = {item.entry.arxiv for item in read_note(specimen.history(), "").items if item.entry.arxiv}
    assert len(rated) == 13
    assert not {one.text for one in rated} & {entry.arxiv.text for entry in entries if entry.arxiv}


@pytest.mark.shared
def test_no_title_of_the_specimen_stands_in_the_real_data(shared_data: Path) -> None:
    titles = [item.findtext("title", "").casefold() for item in ET.fromstring(specimen.feed()).iter("item")]
    titles += [item.entry.title.casefold() for item in read_note(specimen.history(), "").items]
    assert len(titles) == 55
    for path in (p for p in shared_data.rglob("*") if p.is_file()):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        text = data.decode("utf-8", "ignore").casefold()
        assert [title for title in titles if title in text] == [], path.name
