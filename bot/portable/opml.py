"""OPML in and out: the list of feeds that every reader of feeds can write and read (http://opml.org/spec2.opml).

Versions 1.0, 1.1 and 2.0 are read alike. No entity that a document declares is ever put in, and lists that it includes
are not followed. Not known here: what a feed holds, and who reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html.entities import html5
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from bot.address import usable
from bot.domain import SourceSpec
from bot.errors import BadInput
from bot.portable.skipped import Skipped

MOST = 5_000
"""Feeds of one list."""
LONGEST_TITLE = 500
_LONGEST = 5_000_000
"""Characters of a list."""
_MOST_REFERENCES = 200_000
"""Ampersands: each is looked at before the parser is."""
TITLE = "Bandu"

_LISTS = ("link", "include")
_FEEDS = ("", "rss", "atom", "feed")
"""Types of outlines whose `url`, where they have no `xmlUrl`, is a feed's."""
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7}|[xX][0-9A-Fa-f]{1,6});|([A-Za-z][A-Za-z0-9]{1,30};))?")
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""
_TURNING = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Controls, and the marks that turn the direction of whatever follows: a title stands in lists and on terminals."""
_POINTS = 0x110000
_SPACES = {'"': "&quot;", "'": "&apos;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n<head>'


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed of a list, and where it stands (line 1 is the first). `title` is "" where none is given."""

    url: str
    title: str = ""
    line: int = 0
    file: str = ""


@dataclass(frozen=True, slots=True)
class Outlines:
    """Feeds in the order of the list, each once, and what could not be used."""

    feeds: tuple[Outline, ...]
    skipped: tuple[Skipped, ...]


def write(feeds: Iterable[SourceSpec], at: datetime, title: str = TITLE) -> str:
    """The list as OPML 2.0, in the order given, made at that moment. A feed without a title is called its address."""
    lines = [_outline(feed) for feed in feeds]
    head = f"<title>{_ILLEGAL.sub('', title)}</title><dateCreated>{format_datetime(at)}</dateCreated></head>\n<body>"
    return "\n".join([f"{_HEAD}{head}", *lines, "</body>\n</opml>\n"])


def read(text: str, file: str = "") -> Outlines:
    """The feeds of a list, in folders or not. What cannot be used is skipped with its line; nothing is raised.

    Of a document that breaks off, what stands before the break is read.
    """
    reading = _Reading(file)
    reading.take(text)
    return Outlines(tuple(reading.feeds.values()), tuple(reading.skipped))


class _Reading:
    """One pass over a list. Attributes are known in any case; the same address twice is one feed."""

    def __init__(self, file: str) -> None:
        self.feeds: dict[str, Outline] = {}
        self.skipped: list[Skipped] = []
        self._file = file
        self._parser = expat.ParserCreate(encoding="utf-8")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._element
        self._parser.EntityDeclHandler = self._declared
        self._root = ""

    def take(self, text: str) -> None:
        if len(text) > _LONGEST or text.count("&") > _MOST_REFERENCES:
            self._skip("the file is larger than a list of feeds is", 0)
            return
        known = _REFERENCE.sub(_resolved, _ILLEGAL.sub("", text))
        try:
            self._parser.Parse(known.encode("utf-8"), True)  # noqa: FBT003 - expat takes no keywords
        except _Stop as stop:
            self._skip(str(stop))
        except expat.ExpatError as error:
            if self._root:
                self._skip("from here on the list is not well-formed", error.lineno)
            else:
                self._skip("the file is not an OPML list", 0)

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2].lower()
        if not self._root:
            self._root = tag
            if tag != "opml":
                raise _Stop("the file is not an OPML list")
        elif tag == "outline":
            self._outline({key.rpartition(":")[2].lower(): value.strip() for key, value in attributes.items()})

    def _declared(self, *_: object) -> None:
        raise _Stop("the list declares entities, as no list of feeds does")

    def _outline(self, said: dict[str, str]) -> None:
        kind = said.get("type", "").lower()
        address = said.get("xmlurl") or (said.get("url", "") if kind in _FEEDS else "")
        if kind in _LISTS and not said.get("xmlurl"):
            self._skip("another list is included here, which is not followed")
        elif address:
            self._feed(address, said.get("text") or said.get("title") or "")
        elif "xmlurl" in said or kind in ("rss", "atom"):
            self._skip("a feed without an address")

    def _feed(self, address: str, title: str) -> None:
        try:
            url = usable(address)
        except BadInput:
            self._skip("this is not an address that feeds are read from")
            return
        if len(self.feeds) == MOST and url not in self.feeds:
            raise _Stop(f"more than {MOST} feeds are in the list; the rest was not read")
        known = "" if title == address else " ".join(_TURNING.sub("", title).split())[:LONGEST_TITLE]
        self.feeds.setdefault(url, Outline(url, known, self._parser.CurrentLineNumber, self._file))

    def _skip(self, why: str, line: int | None = None) -> None:
        self.skipped.append(Skipped(self._parser.CurrentLineNumber if line is None else line, why, self._file))


class _Stop(Exception):
    """The rest is not read; its text is the reason."""


def _resolved(found: re.Match[str]) -> str:
    """A reference to a character as that character, escaped, also by a name of HTML's; any other as it was written."""
    number, name = found.groups()
    if number is not None:
        point = int(number[1:], 16) if number[0] in "xX" else int(number)
        return escape(_ILLEGAL.sub("", chr(point)), _SPACES) if point < _POINTS else ""
    if name is not None and name in html5:
        return escape(html5[name], _SPACES)
    return f"&amp;{name or ''}"


def _outline(feed: SourceSpec) -> str:
    title = quoteattr(_ILLEGAL.sub("", feed.title or feed.url))
    return f'<outline type="rss" text={title} title={title} xmlUrl={quoteattr(feed.url)}/>'
