"""Whatever lives at an address that a reader pasted: XML or JSON is told by the document itself, not by what the server
calls it."""

from __future__ import annotations

from bot.domain import ParsedFeed
from bot.feeds import feed, json_feed

_BLANKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""Byte-order marks, and zeros because of the encodings in which every letter has some."""


def parse(data: bytes, url: str, charset: str = "") -> ParsedFeed:
    """The entries of an RSS, Atom, RDF or JSON feed. Raises ParseError where it is none."""
    reads = json_feed.parse if data[:100].lstrip(_BLANKS)[:1] == b"{" else feed.parse
    return reads(data, url, charset)
