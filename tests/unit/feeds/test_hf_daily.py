"""Hugging Face's daily papers: only what the record itself says, and the captured day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.domain import Entry, Found, Link, LinkKind
from bot.errors import ParseError
from bot.feeds import any_feed, hf_daily

URL = "https://huggingface.co/api/daily_papers"


def read(record: dict[str, Any] | None = None, **paper: Any) -> Entry:
    whole = {**(record or {}), "paper": {"id": "2603.00001", "title": "Pots", **paper}}
    (entry,) = hf_daily.parse(json.dumps([whole]).encode(), URL).entries
    return entry


def test_a_repository_is_code_and_named_by_its_front_page() -> None:
    links = read(githubRepo="https://github.com/kettle-lab/pots/blob/main/README.md").links
    assert links == (Link(LinkKind.CODE, "https://github.com/kettle-lab/pots", Found.HUGGING_FACE),)


@pytest.mark.parametrize("page", ["https://kettle-lab.github.io/pots", "https://github.com/kettle-lab/awesome-pots"])
def test_what_is_no_repository_of_code_is_an_address(page: str) -> None:
    assert [(x.kind, x.url) for x in read(githubRepo=page).links] == [(LinkKind.ADDRESS, page)]


@pytest.mark.parametrize(
    "value", [None, "", "kettle-lab/pots", "javascript:x", 7, ["https://github.com/a/b"], "http://["]
)
def test_a_link_that_is_no_web_address_is_left_out(value: Any) -> None:
    assert read(githubRepo=value, projectPage=value).links == ()


def test_the_card_drawn_of_a_title_is_no_picture() -> None:
    card = "https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2603.00001.png"
    assert read({"thumbnail": card}).image == ""
    assert read({"thumbnail": "https://cdn-uploads.example.org/pot.webp"}).image.endswith("pot.webp")


def test_a_film_is_no_picture() -> None:
    assert read(mediaUrls=["https://cdn.example.org/a.mp4", 3, "https://cdn.example.org/b.GIF"]).image.endswith("b.GIF")


def test_the_version_of_the_paper_is_not_taken_from_its_id() -> None:
    assert read(id="2603.00001v4").arxiv == read(id="2603.00001").arxiv


def test_a_day_without_papers_is_empty_and_no_trouble() -> None:
    got = hf_daily.parse(b"[]", URL)
    assert (got.entries, got.trouble) == ((), None)


@pytest.mark.parametrize("data", [b'{"papers": []}', b'{"error": 7}', b'{"error": ["x"]}'])
def test_json_that_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError, match="no list of papers"):
        hf_daily.parse(data, URL)


@pytest.mark.shared
def test_a_captured_day_is_read_whole(shared_data: Path) -> None:
    captured = sorted((shared_data / "feeds/hf_daily_papers").glob("*.json"))
    assert captured
    for document in captured:
        records = json.loads(document.read_bytes())
        got = hf_daily.parse(document.read_bytes(), URL)
        assert got.trouble is None
        assert len(got.entries) == len(records)
        assert all(e.title and e.abstract and e.authors and e.arxiv and e.published for e in got.entries)
        named = sum(1 for r in records if r["paper"].get("githubRepo"))
        assert sum(1 for e in got.entries if e.link(LinkKind.CODE)) == named
        pages = sum(1 for r in records if r["paper"].get("projectPage"))
        assert sum(1 for e in got.entries if e.link(LinkKind.ADDRESS)) == pages
        assert sum(1 for e in got.entries if e.affiliations) == sum(1 for r in records if r.get("organization"))


def test_a_list_of_daily_papers_from_another_host_is_read_and_not_taken_for_hugging_faces_word() -> None:
    record = {"paper": {"id": "2603.00001", "title": "Pots", "githubRepo": "https://github.com/kettle-lab/pots"}}
    (entry,) = any_feed.parse(json.dumps([record]).encode(), "https://mirror.example/daily.json").entries
    assert entry.arxiv is not None
    assert entry.links == (Link(LinkKind.CODE, "https://github.com/kettle-lab/pots", Found.FEED),)
