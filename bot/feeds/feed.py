"""Any RSS, Atom or RDF feed to entries. Knows no source in particular.

Repository and project links in a text are not read here: one place finds links, for every source alike.
"""

from __future__ import annotations

from bot.domain import ArxivId, Entry, ParsedFeed
from bot.feeds.announcement import Announcement, read_announcement
from bot.feeds.body import read_body
from bot.feeds.channel import parsed_feed
from bot.feeds.dates import published
from bot.feeds.declared import declared_language
from bot.feeds.document import Raw, content, dicts, read, string, text
from bot.feeds.language import language_of
from bot.feeds.names import names_in
from bot.feeds.reference import web_address, without_credentials
from bot.feeds.text import LONGEST_TITLE
from bot.identity import parse_arxiv, parse_doi

_MOST_NAMES = 500


def parse(data: bytes, url: str, charset: str = "") -> ParsedFeed:
    """The entries that have a title or a text, in the document's order. Raises ParseError where it is no feed."""
    document = read(data, url, charset)
    entries = tuple(_entry(raw, document.channel, url) for raw in document.entries if _says_something(raw))
    return parsed_feed(document, entries, document.trouble)


def _says_something(raw: Raw) -> bool:
    return bool(string(raw, "title") or string(raw, "summary") or content(raw))


def _entry(raw: Raw, channel: Raw, base: str) -> Entry:
    page = _page(raw, base)
    abstract = text(raw, "summary") or content(raw)
    announced = read_announcement(abstract)
    key = without_credentials(string(raw, "id"))
    body = read_body(raw, _base(raw) or base)
    title = text(raw, "title", LONGEST_TITLE) or ("" if abstract else page or _as_written(raw))
    return Entry(
        title=title,
        url=page,
        abstract=announced.abstract if announced else abstract,
        authors=_names(raw),
        categories=_categories(raw),
        published=published(raw),
        arxiv=_arxiv(announced, page, key),
        doi=_doi(raw, page, key),
        announce=announced.announce if announced else None,
        image=_image(raw, base) or body.image,
        key=key,
        language=language_of(abstract or title, declared_language(raw, channel)),
        words=body.words,
        outward=body.outward,
    )


def _base(raw: Raw) -> str:
    """What the addresses in the entry's texts are relative to, where xml:base says it."""
    detail = dict.get(raw, "summary_detail")
    details = (*dicts(raw, "content"), *([detail] if isinstance(detail, dict) else []))
    return next((base for d in details if (base := string(d, "base"))), "")


def _as_written(raw: Raw) -> str:
    """For an entry whose markup leaves no text and that links nowhere."""
    return string(raw, "title", LONGEST_TITLE) or string(raw, "summary", LONGEST_TITLE)


def _arxiv(announced: Announcement | None, *references: str) -> ArxivId | None:
    """The paper an entry is about. Which version the text is of counts in arXiv's own feeds alone: anybody may write
    the line of arXiv's, and the text of the highest version is the one that is shown."""
    named = announced.arxiv if announced else next((found for r in references if (found := parse_arxiv(r))), None)
    return ArxivId(named.text) if named else None


def _page(raw: Raw, base: str) -> str:
    """The page the entry links to, absolute; the first that a reader can open.

    Where a feed goes through a counter of clicks, the page behind it. feedparser's own choice may be an attachment.
    """
    chosen, key = string(raw, "link"), string(raw, "id")
    pages = [string(link, "href") for link in dicts(raw, "links") if dict.get(link, "rel") == "alternate"]
    candidates = [string(raw, "feedburner_origlink"), chosen if chosen in pages else "", *pages, chosen]
    candidates.append(key if "://" in key else "")
    return next((page for c in candidates if (page := web_address(c, base))), "")


def _names(raw: Raw) -> tuple[str, ...]:
    people = [string(a, "name") for a in dicts(raw, "authors")[:_MOST_NAMES]]
    if len(people) < 2:
        people = [*names_in(next(filter(None, (*people, string(raw, "author"), string(raw, "authors"))), ""))]
    return tuple(dict.fromkeys(filter(None, people[:_MOST_NAMES])))


def _categories(raw: Raw) -> tuple[str, ...]:
    terms = (string(tag, "term") or string(tag, "label") for tag in dicts(raw, "tags")[:_MOST_NAMES])
    return tuple(dict.fromkeys(t for t in terms if t))


def _doi(raw: Raw, *references: str) -> str:
    named = (string(raw, key) for key in ("prism_doi", "dc_identifier", "arxiv_doi", "doi"))
    return next((doi for r in (*named, *references) if (doi := parse_doi(r))), "")


def _image(raw: Raw, base: str) -> str:
    """The first picture that the entry declares, apart from those inside its text."""
    candidates = [string(x, "url") for x in dicts(raw, "media_thumbnail")]
    candidates += [string(x, "url") for x in dicts(raw, "media_content") if _is_image(x)]
    candidates += [string(x, "href") for x in dicts(raw, "links") if _is_image(x)]
    own = dict.get(raw, "image")
    candidates.append(string(own, "href") if isinstance(own, dict) else "")
    return next((url for c in candidates if (url := web_address(c, base))), "")


def _is_image(raw: Raw) -> bool:
    return string(raw, "medium") == "image" or string(raw, "type").startswith("image/")
