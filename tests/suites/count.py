"""How much of what the suites claim our general parser reads; per suite and field, with what is not right named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from bot.domain import Entry
from bot.errors import ParseError
from bot.feeds import any_feed, document
from bot.feeds.reference import web_address
from bot.feeds.text import LONGEST_TEXT, fold, plain
from tests.suites import of_feedparser, of_gofeed, of_rss_parser
from tests.suites.claims import Claim, Field, Said

SUITES: tuple[tuple[str, Callable[[Path], Said]], ...] = (
    ("feedparser_tests", of_feedparser.read),
    ("gofeed_testdata", of_gofeed.read),
    ("rss_parser", of_rss_parser.read),
)
_OPENING = re.compile(rb"<((?:[A-Za-z][\w.-]*:)?)(item|entry)((?:\s[^<>]*)?)>", re.IGNORECASE)
_LONGEST_COMPARED = LONGEST_TEXT // 2
"""Beyond it texts are cut by each in its own way."""


@dataclass(frozen=True, slots=True)
class Miss:
    claim: Claim
    got: str


@dataclass(frozen=True, slots=True)
class Count:
    """Of one suite: claims that hold, that can be compared, and that cannot, by field; and those that do not hold."""

    right: Counter[Field]
    comparable: Counter[Field]
    apart: Counter[str]
    misses: tuple[Miss, ...]


def count(said: Said) -> Count:
    """Every claim against what `bot.feeds.any_feed` reads from the same bytes."""
    right, comparable, apart = Counter[Field](), Counter[Field](), Counter[str]({"not understood": len(said.unread)})
    misses: list[Miss] = []
    for claim in said.claims:
        entry = _entry(claim)
        if isinstance(entry, str):
            apart[entry] += 1
            continue
        comparable[claim.field] += 1
        got = _ours(entry, claim.field)
        if _same(claim, got):
            right[claim.field] += 1
        else:
            misses.append(Miss(claim, got))
    return Count(right, comparable, +apart, tuple(misses))


def _entry(claim: Claim) -> Entry | str:
    """The entry that a claim is about, or why there is none to compare."""
    if claim.field in (Field.TITLE, Field.TEXT) and not plain(claim.value):
        return "nothing but markup"
    entries, raw = _read(claim.file, claim.base, claim.charset)
    if claim.index >= len(entries):
        return Entry(title="")
    if claim.content and "summary_detail" in raw[claim.index]:
        return "a second text beside the first"
    return entries[claim.index]


@cache
def _read(file: Path, base: str, charset: str) -> tuple[tuple[Entry, ...], tuple[document.Raw, ...]]:
    """The entries in order, and what they were made of.

    One without title and text is not kept; to compare the rest of it, it gets a title.
    """
    data = file.read_bytes()
    try:
        entries = any_feed.parse(data, base, charset).entries
        raw = _raw(data, base, charset, len(entries))
        if len(entries) == len(raw):
            return entries, raw
        named = _named(data, raw)
        return any_feed.parse(named, base, charset).entries, document.read(named, base, charset).entries
    except ParseError:
        return (), ()


def _raw(data: bytes, base: str, charset: str, entries: int) -> tuple[document.Raw, ...]:
    """What feedparser gives; nothing in particular for JSON, which it does not read."""
    return ({},) * entries if data.lstrip()[:1] == b"{" else document.read(data, base, charset).entries


def _named(data: bytes, raw: tuple[document.Raw, ...]) -> bytes:
    """The document with a title for each entry that says nothing."""
    silent = iter([not (document.string(r, "title") or document.string(r, "summary")) for r in raw])
    title = rb"<%stitle>.</%stitle>"
    return _OPENING.sub(lambda m: m[0] + (title % (m[1], m[1]) if next(silent, False) else b""), data)


def _ours(entry: Entry, field: Field) -> str:
    if field is Field.DATE:
        return entry.published.isoformat() if entry.published else ""
    return {Field.TITLE: entry.title, Field.LINK: entry.url, Field.TEXT: entry.abstract}[field]


def _same(claim: Claim, got: str) -> bool:
    if claim.field is Field.LINK:
        return got == claim.value or got == web_address(claim.value, claim.base)
    if claim.field is Field.DATE:
        return bool(got) and datetime.fromisoformat(got) == datetime.fromisoformat(claim.value)
    return got[:_LONGEST_COMPARED] in {f(claim.value)[:_LONGEST_COMPARED] for f in (plain, fold)}
