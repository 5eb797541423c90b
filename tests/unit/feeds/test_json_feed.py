"""JSON Feed: what the specimens leave out, pages, and a feed that is recognised by what it holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ParseError
from bot.feeds import any_feed, json_feed

URL = "https://kettle.example.org/feeds/all.json"
VERSION = "https://jsonfeed.org/version/1.1"


def document(*items: Any, **channel: Any) -> bytes:
    return json.dumps({"version": VERSION, "title": "Kettles", "items": list(items), **channel}).encode()


def test_the_next_page_is_told_as_a_whole_address() -> None:
    assert json_feed.parse(document(next_url="?page=2"), URL).onwards == f"{URL}?page=2"


@pytest.mark.parametrize("onwards", ["", URL, "javascript:pour()", 2, None, ["x"]])
def test_there_is_no_next_page_where_none_can_be_read(onwards: Any) -> None:
    assert json_feed.parse(document(next_url=onwards), URL).onwards == ""


def test_the_feeds_title_is_kept() -> None:
    assert json_feed.parse(document(title=" The\nKettle "), URL).title == "The Kettle"


@pytest.mark.parametrize("version", [VERSION, "https://jsonfeed.org/version/1", "http://jsonfeed.org/version/9"])
def test_a_version_alone_makes_a_feed(version: str) -> None:
    assert json_feed.parse(json.dumps({"version": version}).encode(), URL).entries == ()


def test_a_feed_without_a_version_is_known_by_its_title_and_items() -> None:
    data = json.dumps({"title": "Kettles", "items": [{"title": "One"}]}).encode()
    assert [e.title for e in json_feed.parse(data, URL).entries] == ["One"]


@pytest.mark.parametrize("value", [{"items": [{"title": "x"}]}, {"title": "Answer"}, {"total": 3}, [], ["x"]])
def test_json_that_is_no_feed_is_refused(value: Any) -> None:
    with pytest.raises(ParseError, match="not a JSON Feed"):
        json_feed.parse(json.dumps(value).encode(), URL)


def test_json_that_ends_in_the_middle_is_refused_with_its_line() -> None:
    with pytest.raises(ParseError, match=r"broken \(line 3\)"):
        json_feed.parse(b'{"version": "https://jsonfeed.org/version/1",\n"items": [\n{"id": ', URL)


def test_json_nested_without_end_is_refused() -> None:
    with pytest.raises(ParseError, match="nested"):
        json_feed.parse(b'{"items":' + b"[" * 200_000, URL)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_letters_come_through_in_every_encoding_of_json(encoding: str) -> None:
    data = document({"title": "Voilà 壶"}).decode().replace("\\u00e0", "à").replace("\\u58f6", "壶")
    assert [e.title for e in any_feed.parse(data.encode(encoding), URL).entries] == ["Voilà 壶"]


def test_the_servers_word_on_the_encoding_counts_where_the_text_is_no_utf_8() -> None:
    data = '{"title": "壶", "items": [{"title": "茶壶"}]}'.encode("gb18030")
    assert [e.title for e in json_feed.parse(data, URL, "GB2312").entries] == ["茶壶"]


def test_whatever_was_pasted_is_read_by_what_the_document_is() -> None:
    rss = b"<rss version='2.0'><channel><item><title>From XML</title></item></channel></rss>"
    assert [e.title for e in any_feed.parse(rss, URL).entries] == ["From XML"]
    assert [e.title for e in any_feed.parse(b"\n " + document({"title": "From JSON"}), URL).entries] == ["From JSON"]


def test_control_characters_in_a_text_do_not_cost_the_feed() -> None:
    data = b'{"title": "T", "items": [{"title": "One\x00\x07\nline"}]}'
    assert [e.title for e in json_feed.parse(data, URL).entries] == ["One line"]


def test_an_item_that_only_points_elsewhere_links_there() -> None:
    data = document({"id": "1", "title": "Look", "external_url": "https://arxiv.org/abs/2603.00001v3"})
    (entry,) = json_feed.parse(data, URL).entries
    assert (entry.url, str(entry.arxiv), entry.outward) == ("https://arxiv.org/abs/2603.00001v3", "2603.00001", ())


def test_a_password_in_an_id_is_not_kept() -> None:
    (entry,) = json_feed.parse(document({"id": "https://ada:tea@kettle.example.org/1", "title": "One"}), URL).entries
    assert "tea" not in f"{entry.key} {entry.url}"


@pytest.mark.shared
def test_other_parsers_specimens_are_read(shared_data: Path) -> None:
    suites = shared_data / "feeds"
    counts = {
        "feedparser_tests/json/example.json": 2,
        "lemon24_reader/10.json": 0,
        "lemon24_reader/empty.json": 1,
        "lemon24_reader/full.json": 2,
        "lemon24_reader/invalid.json": 2,
        "lemon24_reader/unknown.json": 0,
    }
    read = {name: json_feed.parse((suites / name).read_bytes(), URL).entries for name in counts}
    assert {name: len(entries) for name, entries in read.items()} == counts
    second, first = read["lemon24_reader/full.json"]
    assert (second.title, second.abstract, second.authors) == ("Title", "A summary", ("Joe", "Jane"))
    assert (second.url, str(second.published)) == ("https://example.org/second-item", "2020-01-02 21:00:00+00:00")
    assert (first.abstract, first.authors, first.language) == ("Hello, world!", ("Jane",), "en")
    assert [e.title for e in read["lemon24_reader/invalid.json"]] == ["1000", "float id"]
