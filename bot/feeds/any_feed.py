"""Whatever lives at an address that a reader pasted: XML or JSON is told by the document itself, not by what the server
calls it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import Entry, Found, ParsedFeed
from bot.feeds import feed, hf_daily, json_feed

_BLANKS = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""Byte-order marks, and zeros because of the encodings in which every letter has some."""


def parse(data: bytes, url: str, charset: str = "") -> ParsedFeed:
    """The entries of a feed in XML or JSON, or of a list of daily papers. Raises ParseError where it is neither."""
    match data[:100].lstrip(_BLANKS)[:1]:
        case b"{":
            return json_feed.parse(data, url, charset)
        case b"[":
            papers = hf_daily.parse(data, url, charset)
            return replace(papers, entries=tuple(map(_of_a_mirror, papers.entries)))
        case _:
            return feed.parse(data, url, charset)


def _of_a_mirror(entry: Entry) -> Entry:
    """Hugging Face's form from elsewhere: what it names is a feed's word, and not Hugging Face's."""
    return replace(entry, links=tuple(replace(link, found_in=Found.FEED) for link in entry.links))
