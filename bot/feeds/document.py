"""Bytes to feedparser's reading of them, made safe: what is no feed is refused, and nothing but ParseError escapes.

The one place that imports feedparser. It is handed bytes in memory only, because a string may make it open a file or an
address. Its own sanitizing is off, which halves the time: `bot.feeds.text` keeps no markup at all.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any
from xml.sax import SAXException, SAXParseException

import feedparser

from bot.errors import ParseError
from bot.feeds.encoding import as_utf8
from bot.feeds.guard import refuse_what_would_never_end
from bot.feeds.mending import mended
from bot.feeds.text import CUT, LONGEST_TEXT, fold, plain

Raw = dict[str, Any]
"""An entry or a channel as feedparser gives it; values of any type. Never asked through feedparser's own `get`, which
answers for other keys too and warns."""

_OVERLONG = re.compile(rb"(?<![\w.+-])([\w.+-]{1000})[\w.+-]++")
"""feedparser looks for addresses in names, in time that grows with the square of a word's length. What is cut is
marked, so that no link is taken for whole."""
_BLANKS = re.compile(rb"\s\s++")
"""And for a document type in time that grows with the square of the blank lines before it."""
_ROOT = re.compile(rb"<([A-Za-z_][\w:.-]*)")
_ENTRY = re.compile(rb"<(?:[A-Za-z][\w.-]{0,30}:)?(?:item|entry)[\s>]")
_SKIP_DAYS = re.compile(rb"<skipDays>(.{0,2000}?)</skipDays>", re.IGNORECASE | re.DOTALL)
_DAY = re.compile(rb"<day>\s{0,99}([a-z]{6,9})\s{0,99}</day>", re.IGNORECASE)
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_PROLOG = 50_000
"""Bytes within which the first element must begin."""
_NO_FEED = "The document is no feed of any form that is read here."
_TAIL = 400
_MARKUP = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as read: its channel, its entries in order, and what was wrong with it.

    `skip_days` are the names, in lower case, of the days on which it says nothing comes.
    """

    channel: Raw
    entries: tuple[Raw, ...]
    skip_days: frozenset[str]
    trouble: str | None


def read(data: bytes, url: str, charset: str = "") -> Document:
    """The feed in `data`; `url` is what its relative addresses are relative to, `charset` what the server said.

    Raises ParseError.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise ParseError("The document is empty.")
    xml = as_utf8(data, charset)
    refuse_what_would_never_end(xml)
    xml = _OVERLONG.sub(rb"\1" + CUT.encode(), mended(xml))
    root = _ROOT.search(xml, 0, _PROLOG)
    if root is None:
        raise ParseError(_NO_FEED)
    xml = _BLANKS.sub(b"\n", xml[: root.start()]) + xml[root.start() :]
    found = _parsed(xml, url)
    entries = tuple(e for e in found["entries"] if isinstance(e, dict))
    if not found.get("version") and not entries:
        raise ParseError("The document is a web page, not a feed." if _HTML.search(xml, 0, _PROLOG) else _NO_FEED)
    return Document(
        channel=found["feed"],
        entries=entries,
        skip_days=_skip_days(xml),
        trouble=_trouble(found.get("bozo_exception"), xml, len(entries)),
    )


def text(raw: Raw, key: str, longest: int = LONGEST_TEXT) -> str:
    """A text of an entry or channel on one line, with its markup, where it is declared to have any, read away."""
    value = dict.get(raw, key)
    if not isinstance(value, str):
        return ""
    return (plain if _declared_type(raw, key, value) in _MARKUP else fold)(value, longest)


def content(raw: Raw, longest: int = LONGEST_TEXT) -> str:
    """The first content of an entry that is any text: feedparser makes a summary of one, but not of every type."""
    for part in dicts(raw, "content"):
        value = dict.get(part, "value")
        if isinstance(value, str) and (
            found := (fold if dict.get(part, "type") == "text/plain" else plain)(value, longest)
        ):
            return found
    return ""


def string(raw: Raw, key: str, longest: int = LONGEST_TEXT) -> str:
    """A value as it was written, on one line and never read as markup; "" where there is none."""
    value = dict.get(raw, key)
    return fold(value, longest) if isinstance(value, str) else ""


def dicts(raw: Raw, key: str) -> tuple[Raw, ...]:
    """The dictionaries in a list of an entry: links, tags, authors."""
    value = dict.get(raw, key)
    return tuple(x for x in value if isinstance(x, dict)) if isinstance(value, list) else ()


def without_id(count: int) -> str | None:
    """What is wrong with a feed of arXiv's where `count` entries name no paper of arXiv's."""
    return f"{_entries(count)} without an arXiv id could not be used." if count else None


def _entries(count: int) -> str:
    return f"{count} entry" if count == 1 else f"{count} entries"


def _declared_type(raw: Raw, key: str, value: str) -> object:
    """The type of a text. Without a summary feedparser copies the content there, and leaves its type behind."""
    detail = dict.get(raw, f"{key}_detail")
    if isinstance(detail, dict):
        return dict.get(detail, "type")
    return next((dict.get(c, "type") for c in dicts(raw, "content") if dict.get(c, "value") == value), None)


def _parsed(xml: bytes, url: str) -> Raw:
    try:
        found: Raw = feedparser.parse(
            io.BytesIO(xml),
            response_headers={"content-location": url, "content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # feedparser raises what it likes on hostile input
        raise ParseError("The document cannot be read as a feed.") from error
    return found


def _skip_days(xml: bytes) -> frozenset[str]:
    """Read here because feedparser keeps the last of repeated elements alone."""
    found = _SKIP_DAYS.search(xml)
    return frozenset(day.decode().lower() for day in _DAY.findall(found[1])) if found else frozenset()


def _trouble(error: object, xml: bytes, entries: int) -> str | None:
    """What is wrong with a document that is not well-formed; nothing, where it is whole and every entry was read."""
    if not isinstance(error, SAXException):
        return None
    root = _ROOT.search(xml, 0, _PROLOG)
    if root and not re.search(rb"</" + re.escape(root[1]) + rb"\s*>", xml[-_TAIL:]):
        return f"The document ends in the middle; {_entries(entries)} could be read."
    if entries >= len(_ENTRY.findall(xml)):
        return None
    where = f" in line {error.getLineNumber()}" if isinstance(error, SAXParseException) else ""
    return f"The document is not well-formed{where}; {_entries(entries)} could be read."
