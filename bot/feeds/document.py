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
from feedparser.encodings import convert_to_utf8

from bot.errors import ParseError
from bot.feeds.text import LONGEST_TEXT, fold, plain

Raw = dict[str, Any]
"""An entry or a channel as feedparser gives it; values of any type. Never asked through feedparser's own `get`, which
answers for other keys too and warns."""

_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r")
_ENTITY = re.compile(rb"<!ENTITY[^>]*>")
_NESTED = re.compile(rb"&[A-Za-z_]")
_MOST_ENTITIES = 300
"""The three standard sets of XHTML declare 253."""
_MOST_GROWTH = 10_000_000
_ROOT = re.compile(rb"<([A-Za-z_][\w:.-]*)")
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_HEAD = 4_000
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
    xml = _as_utf8(data)
    _refuse_entity_bombs(xml)
    found = _parsed(xml, url)
    entries = tuple(e for e in found["entries"] if isinstance(e, dict))
    if not found.get("version") and not entries:
        what = "a web page" if _HTML.search(xml[:_HEAD]) else "something else"
        raise ParseError(f"The document is {what}, not a feed.")
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


def _as_utf8(data: bytes) -> bytes:
    """The document in UTF-8, whatever it came in, so that all that follows sees the same characters."""
    try:
        xml: bytes = convert_to_utf8({}, data, {})
    except Exception as error:  # feedparser raises what it likes on hostile input
        raise ParseError("The document's encoding cannot be read.") from error
    return xml.translate(None, _CONTROLS)


def _refuse_entity_bombs(xml: bytes) -> None:
    declared = _ENTITY.findall(xml)
    if not declared:
        return
    nested = any(map(_NESTED.search, declared))
    if nested or len(declared) > _MOST_ENTITIES or max(map(len, declared)) * xml.count(b"&") > _MOST_GROWTH:
        raise ParseError("The document declares entities that would make it far larger than it is.")


def _parsed(xml: bytes, url: str) -> Raw:
    try:
        found: Raw = feedparser.parse(
            io.BytesIO(xml),
            response_headers={"content-location": url},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # feedparser raises what it likes on hostile input
        raise ParseError("The document cannot be read as a feed.") from error
    return found


def _trouble(error: object, xml: bytes, entries: int) -> str | None:
    if not isinstance(error, SAXException):
        return None
    root = _ROOT.search(xml)
    if root and b"</" + root[1] not in xml[-_TAIL:]:
        return f"The document ends in the middle; {_entries(entries)} could be read."
    where = f" in line {error.getLineNumber()}" if isinstance(error, SAXParseException) else ""
    return f"The document is not well-formed{where}; {_entries(entries)} could be read."
