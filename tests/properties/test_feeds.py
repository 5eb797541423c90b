"""Whatever a server sends, a parser gives entries that hold together, or says in a sentence why not."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import ParsedFeed
from bot.errors import ParseError
from bot.feeds import KINDS, feed, parse
from bot.feeds.names import split_names
from bot.feeds.text import LONGEST_TEXT, fold, plain
from tests.fakes.feed_writer import Said, atom, rdf, rss
from tests.golden.feeds.pairs import SPECIMENS
from tests.properties.feed_mutations import CHARSETS, FRAGMENTS, mutated
from tests.properties.feed_shape import assert_holds_together

BASE = "https://kettle.example.org/feeds/all.xml"
kinds = st.sampled_from([kind.name for kind in KINDS])
specimens = st.sampled_from([s.read_bytes() for s in SPECIMENS])
PIECES = [
    b"<a>",
    b"<item>",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"& ",
    b"&#0;",
    b"&x;",
    b"<!ENTITY ",
    b"<description>&lt;iframe&gt;",
    b"<description>&lt;script&gt;</description>",
    b"<author>a@",
    b"<skipDays>",
    b"<link>http://x:y@",
    b"\n",
    b"<",
    b"a" * 50,
]
"""Repeated in an item that never ends."""
_READ_AS_WINDOWS_1252 = "".join(map(chr, range(0x80, 0xA0)))
_SIGNS = ["<", ">", "&", "&amp;", "a", "]]>", "<![CDATA[", "-", '"', " ", "<b>", "</b>", ";", "&#60;", "<!--"]


def heard(text: str) -> str:
    """What a reader hears of a text: one line, without what XML cannot say."""
    return fold(text.replace("\ufffe", "").replace("\uffff", ""))


def is_encoded_once(text: str) -> bool:
    """Whether it cannot be taken for UTF-8 that was encoded twice, which feedparser puts right."""
    try:
        return heard(text).encode("latin-1").decode() == heard(text)
    except UnicodeError:
        return True


letters = st.characters(exclude_categories=["Cs"], exclude_characters=_READ_AS_WINDOWS_1252)
written = (st.text(letters, max_size=60) | st.lists(st.sampled_from(_SIGNS)).map("".join)).filter(heard)
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
said = st.builds(
    Said,
    title=written.filter(is_encoded_once),
    link=st.text(max_size=30).map(lambda path: f"https://kettle.example.org/{quote(path)}"),
    moment=st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30), timezones=zones).map(  # noqa: DTZ001
        lambda at: at.replace(microsecond=0)
    ),
    text=written.filter(is_encoded_once),
)


def read(kind: str, data: bytes, charset: str = "") -> ParsedFeed | None:
    try:
        read_feed = parse(kind, data, BASE, charset)
    except ParseError:
        return None
    assert_holds_together(read_feed)
    return read_feed


@given(kinds, st.binary(max_size=200))
def test_no_bytes_break_a_parser(kind: str, data: bytes) -> None:
    read(kind, data)


@given(kinds, st.lists(st.sampled_from(FRAGMENTS), max_size=30), st.sampled_from(["utf-8", "utf-16", "utf-7"]))
def test_no_heap_of_fragments_breaks_a_parser(kind: str, pieces: list[bytes], encoding: str) -> None:
    read(kind, b"".join(pieces).decode("utf-8", "replace").encode(encoding, "replace"))


@given(kinds, specimens, st.data())
def test_no_cut_and_no_flipped_byte_breaks_a_parser(kind: str, specimen: bytes, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(specimen)))
    at = data.draw(st.integers(0, len(specimen) - 1))
    flipped = specimen[:at] + bytes([specimen[at] ^ data.draw(st.integers(1, 255))]) + specimen[at + 1 :]
    read(kind, specimen[:end])
    read(kind, flipped)


@given(st.data())
def test_a_feed_cut_anywhere_never_has_more_entries_and_says_that_it_is_cut(data: st.DataObject) -> None:
    specimen = next(s for s in SPECIMENS if s.stem == "day").read_bytes().rstrip()
    whole = read("arxiv_rss", specimen)
    part = read("arxiv_rss", specimen[: data.draw(st.integers(1_000, len(specimen) - 1))])
    assert whole is not None
    assert part is not None
    assert len(part.entries) <= len(whole.entries)
    assert part.trouble is not None
    assert "ends in the middle" in part.trouble


@given(kinds, specimens, st.sampled_from(CHARSETS), st.randoms(use_true_random=False))
def test_no_damage_breaks_a_parser(kind: str, specimen: bytes, charset: str, random: Random) -> None:
    read(kind, mutated(specimen, random), charset)


@pytest.mark.parametrize("form", [atom, rss, rdf], ids=["Atom", "RSS", "RDF"])
@given(st.lists(said, max_size=3))
def test_what_a_publisher_said_is_what_is_read(form: Callable[[Sequence[Said]], str], entries: list[Said]) -> None:
    got = feed.parse(form(entries).encode(), BASE)
    assert got.trouble is None
    assert [(e.title, e.url, e.published, e.abstract) for e in got.entries] == [
        (heard(s.title), s.link, s.moment.astimezone(UTC), heard(s.text)) for s in entries
    ]


@pytest.mark.timeout(120)
@pytest.mark.parametrize("piece", PIECES)
def test_twice_the_document_takes_no_more_than_a_few_times_as_long(piece: bytes) -> None:
    """Quadratic would be 64 times as long for eight times the size; only what takes long enough to tell is judged."""
    few, many = (_seconds(b"<rss version='2.0'><channel><item><title>T</title>" + piece * n) for n in (3_000, 24_000))
    assert many < 0.25 or many < 30 * few


def _seconds(data: bytes) -> float:
    start = time.process_time()
    with contextlib.suppress(ParseError):
        feed.parse(data, BASE)
    return time.process_time() - start


@given(st.text() | st.lists(st.sampled_from(["<", ">", "&", "a", "/", "!", "-", '"', " ", "script", ";"])).map("".join))
def test_no_markup_breaks_the_reading_of_text(markup: str) -> None:
    text = plain(markup)
    assert text == fold(text)
    assert len(text) <= LONGEST_TEXT


@given(st.text("Aa ,;()&and.", max_size=60))
def test_names_are_never_empty_and_never_hold_a_comma_but_for_a_suffix(line: str) -> None:
    for name in split_names(line):
        assert name == name.strip()
        assert name
        assert "(" not in name
