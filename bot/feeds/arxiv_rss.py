"""arXiv's daily announcement, RSS 2.0 or Atom, as rss.arxiv.org serves it since 2024.

A weekend's feed has no entries and nothing is wrong with it. An unknown category is answered with a feed too, whose
title says that it is an error. https://info.arxiv.org/help/rss_specifications.html
"""

from __future__ import annotations

from bot.domain import Entry, ParsedFeed
from bot.errors import ParseError
from bot.feeds.announcement import announce_type, read_announcement
from bot.feeds.channel import parsed_feed
from bot.feeds.dates import published
from bot.feeds.document import Raw, dicts, read, string, without_id
from bot.feeds.names import split_names
from bot.feeds.text import LONGEST_LINE, LONGEST_TITLE
from bot.identity import parse_arxiv, parse_doi


def parse(data: bytes, url: str, charset: str = "") -> ParsedFeed:
    """The announced papers in arXiv's order. Raises ParseError, in arXiv's own words where it has any."""
    document = read(data, url, charset)
    if string(document.channel, "title").startswith("Feed error"):
        raise ParseError(f"arXiv answers: {string(document.channel, 'subtitle') or 'feed error'}.")
    papers = tuple(e for e in map(_entry, document.entries) if e is not None)
    return parsed_feed(document, papers, document.trouble or without_id(len(document.entries) - len(papers)))


def _entry(raw: Raw) -> Entry | None:
    summary = string(raw, "summary")
    announced = read_announcement(summary)
    key = string(raw, "id")
    arxiv = parse_arxiv(key) or (announced.arxiv if announced else parse_arxiv(string(raw, "link")))
    title = string(raw, "title", LONGEST_TITLE)
    if arxiv is None or not (title or summary):
        return None
    return Entry(
        title=title,
        url=arxiv.url,
        abstract=announced.abstract if announced else summary,
        authors=split_names(string(raw, "author", LONGEST_LINE)),
        categories=tuple(dict.fromkeys(filter(None, (string(t, "term") for t in dicts(raw, "tags"))))),
        published=published(raw),
        comment=string(raw, "arxiv_journal_reference"),
        arxiv=arxiv,
        doi=parse_doi(string(raw, "arxiv_doi")),
        announce=announce_type(string(raw, "arxiv_announce_type")) or (announced.announce if announced else None),
        key=key,
    )
