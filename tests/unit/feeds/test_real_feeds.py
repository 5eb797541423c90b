"""Real feeds and other parsers' suites: everything is read, nothing but ParseError escapes, and the counts agree."""

from __future__ import annotations

import gzip
import io
import json
import warnings
from pathlib import Path
from typing import Any

import feedparser
import pytest

from bot.errors import ParseError
from bot.feeds import arxiv_api, arxiv_rss, feed
from bot.identity import paper_id

pytestmark = pytest.mark.shared

DAY = "2025-03-19"
SUITES = [
    "arxiv_rss_serialized",
    "arxiv_rss_real",
    "arxiv_api",
    "blogs",
    "rss_parser",
    "feedparser_tests",
    "gofeed_testdata",
    "lemon24_reader",
    "rss_cn_chat_arxiv",
]


def files(folder: Path) -> list[Path]:
    return [f for f in sorted(folder.rglob("*")) if f.is_file() and f.suffix != ".url"]


def count_by_feedparser(data: bytes) -> int:
    """The entries with a title or a text, as feedparser alone reads the document."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return len([e for e in feedparser.parse(io.BytesIO(data)).entries if e.get("title") or e.get("summary")])


def count(data: bytes) -> int:
    try:
        return len(feed.parse(data, "https://kettle.example.org/").entries)
    except ParseError:
        return 0


def read_day(shared_data: Path, form: str) -> tuple[Any, ...]:
    document = shared_data / f"feeds/arxiv_rss_serialized/cs.CV_{DAY}.{form}.xml"
    return arxiv_rss.parse(document.read_bytes(), "https://rss.arxiv.org/").entries


@pytest.mark.parametrize("suite", SUITES)
def test_every_entry_of_a_suite_is_read(shared_data: Path, suite: str) -> None:
    specimens = files(shared_data / "feeds" / suite)
    assert specimens
    short = {}
    for specimen in specimens:
        data = specimen.read_bytes()
        got, wanted = count(data), count_by_feedparser(data)
        if got < wanted:
            short[specimen.name] = (got, wanted)
    assert short == {}


@pytest.mark.parametrize("parse", [arxiv_rss.parse, arxiv_api.parse], ids=["arxiv_rss", "arxiv_api"])
def test_arxivs_parsers_refuse_or_read_what_is_not_arxivs(shared_data: Path, parse: Any) -> None:
    for specimen in files(shared_data / "feeds" / "rss_parser"):
        try:
            entries = parse(specimen.read_bytes(), "").entries
        except ParseError:
            continue
        assert all(e.arxiv for e in entries)


def test_rss_and_atom_of_a_day_give_the_same_papers(shared_data: Path) -> None:
    assert len(read_day(shared_data, "rss")) == 172
    assert read_day(shared_data, "rss") == read_day(shared_data, "atom")


def test_a_day_agrees_with_the_papers_announced_on_it(shared_data: Path) -> None:
    (corpus,) = (shared_data / "papers").glob("*.jsonl.gz")
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        announced = {f"arxiv:{p['id']}": p for p in map(json.loads, lines) if p["announced"].startswith(DAY)}
    read = {paper_id(e): e for e in read_day(shared_data, "rss")}
    assert read.keys() == announced.keys()
    for id, entry in read.items():
        assert entry.abstract.split() == announced[id]["abstract"].split()
        assert list(entry.authors) == announced[id]["authors"]
        assert entry.title.split() == announced[id]["title"].split()


def test_every_answer_of_the_search_interface_is_read(shared_data: Path) -> None:
    answers = sorted((shared_data / "feeds/arxiv_api").glob("*.200.xml"))
    read = [e for a in answers for e in arxiv_api.parse(a.read_bytes(), "").entries]
    assert len(read) == sum(a.read_bytes().count(b"<entry>") for a in answers) == 221
    assert all(e.abstract and e.authors and e.categories and e.published and e.arxiv.version for e in read if e.arxiv)
    (refusal,) = (shared_data / "feeds/arxiv_api").glob("*.400.xml")
    with pytest.raises(ParseError, match="incorrect id format for abc"):
        arxiv_api.parse(refusal.read_bytes(), "")
