"""Answers of arXiv's search interface (export.arxiv.org/api/query), an Atom feed with arXiv's own elements.

Errors come as a feed of one entry that is named "Error". https://info.arxiv.org/help/api/user-manual.html
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain import Entry, Found, Link, LinkKind, ParsedFeed
from bot.errors import ParseError
from bot.feeds.affiliations import affiliations
from bot.feeds.channel import parsed_feed
from bot.feeds.dates import published
from bot.feeds.document import Raw, dicts, read, string, without_id
from bot.feeds.text import LONGEST_TITLE
from bot.identity import parse_arxiv, parse_doi


def parse(data: bytes, url: str, charset: str = "") -> ParsedFeed:
    """The papers found, in the answer's order. Raises ParseError, in arXiv's own words where it has any."""
    document = read(data, url, charset)
    for raw in document.entries:
        if "/api/errors" in string(raw, "id"):
            raise ParseError(f"arXiv answers: {string(raw, 'summary') or 'error'}.")
    given = affiliations(data)
    papers = tuple(e for raw in document.entries if (e := _entry(raw, given)) is not None)
    return parsed_feed(document, papers, document.trouble or without_id(len(document.entries) - len(papers)))


def _entry(raw: Raw, given: Mapping[str, tuple[str, ...]]) -> Entry | None:
    key = string(raw, "id")
    arxiv = parse_arxiv(key)
    title, abstract = string(raw, "title", LONGEST_TITLE), string(raw, "summary")
    if arxiv is None or not (title or abstract):
        return None
    notes = (string(raw, "arxiv_comment"), string(raw, "arxiv_journal_ref"))
    return Entry(
        title=title,
        url=arxiv.url,
        abstract=abstract,
        authors=tuple(filter(None, (string(a, "name") for a in dicts(raw, "authors")))),
        categories=_categories(raw),
        published=published(raw),
        comment="; ".join(filter(None, notes)),
        arxiv=arxiv,
        doi=parse_doi(string(raw, "arxiv_doi")),
        links=(Link(LinkKind.PAPER, f"https://arxiv.org/pdf/{arxiv}", Found.FEED),),
        key=key,
        affiliations=given.get(key, ()),
    )


def _categories(raw: Raw) -> tuple[str, ...]:
    """The primary category first, then the others as listed."""
    primary = dict.get(raw, "arxiv_primary_category")
    first = string(primary, "term") if isinstance(primary, dict) else ""
    terms = (first, *(string(tag, "term") for tag in dicts(raw, "tags")))
    return tuple(dict.fromkeys(t for t in terms if t))
