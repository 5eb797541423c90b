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
from bot.feeds.text import LONGEST_TEXT, fold, plain

Raw = dict[str, Any]
"""An entry or a channel as feedparser gives it; values of any type. Never asked through feedparser's own `get`, which
answers for other keys too and warns."""

_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r")
_ENTITY = re.compile(rb"<!ENTITY[^\"'>]*+(?:\"[^\"]*+|'[^']*+)?")
_NESTED = re.compile(rb"&[A-Za-z_]")
_MOST_ENTITIES = 300
"""The three standard sets of XHTML declare 253."""
_MOST_GROWTH = 10_000_000
_MOST_TAGS = 400_000
"""About ten times what the largest feeds have; feedparser takes some 20 s for them."""
_OVERLONG = re.compile(rb"(?<![\w.+-])([\w.+-]{1000})[\w.+-]++")
"""feedparser looks for addresses in names, in time that grows with the square of a word's length."""
_BLANKS = re.compile(rb"\s\s++")
"""And for a document type in time that grows with the square of the blank lines before it."""
_ROOT = re.compile(rb"<([A-Za-z_][\w:.-]*)")
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_PROLOG = 50_000
"""Bytes within which the first element must begin."""
_NO_FEED = "The document is something else, not a feed."
_TAIL = 400
_MARKUP = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as read: its channel, its entries in order, its namespaces, and what was wrong with it."""

    channel: Raw
    entries: tuple[Raw, ...]
    namespaces: frozenset[str]
    trouble: str | None


def read(data: bytes, url: str) -> Document:
    """The feed in `data`; `url` is what its relative addresses are relative to. Raises ParseError."""
    if not data.strip(b"\0 \t\r\n"):
        raise ParseError("The document is empty.")
    xml = _OVERLONG.sub(rb"\1", as_utf8(data).translate(None, _CONTROLS))
    _refuse_what_would_never_end(xml)
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
        namespaces=frozenset(str(n) for n in found.get("namespaces", {}).values()),
        trouble=_trouble(found.get("bozo_exception"), xml, len(entries)),
    )


def text(raw: Raw, key: str, longest: int = LONGEST_TEXT) -> str:
    """A text of an entry or channel on one line, with its markup, where it is declared to have any, read away."""
    value = dict.get(raw, key)
    if not isinstance(value, str):
        return ""
    return (plain if _declared_type(raw, key, value) in _MARKUP else fold)(value, longest)


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


def _refuse_what_would_never_end(xml: bytes) -> None:
    """Documents that are small to send and endless to read: entities in entities, elements by the million."""
    declared = _ENTITY.findall(xml)
    nested = any(map(_NESTED.search, declared))
    growth = max(map(len, declared), default=0) * xml.count(b"&")
    if nested or len(declared) > _MOST_ENTITIES or growth > _MOST_GROWTH:
        raise ParseError("The document declares entities that would make it far larger than it is.")
    if xml.count(b"<") > _MOST_TAGS:
        raise ParseError("The document has more elements than a feed has.")


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


def _trouble(error: object, xml: bytes, entries: int) -> str | None:
    if not isinstance(error, SAXException):
        return None
    root = _ROOT.search(xml, 0, _PROLOG)
    if root and not re.search(rb"</" + re.escape(root[1]) + rb"\s*>", xml[-_TAIL:]):
        return f"The document ends in the middle; {_entries(entries)} could be read."
    where = f" in line {error.getLineNumber()}" if isinstance(error, SAXParseException) else ""
    return f"The document is not well-formed{where}; {_entries(entries)} could be read."
