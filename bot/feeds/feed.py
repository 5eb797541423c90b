"""Any RSS, Atom or RDF feed to entries. Knows no source in particular.

Repository and project links in a text are not read here: one place finds links, for every source alike.
"""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from bot.domain import ArxivId, Entry, ParsedFeed
from bot.feeds.announcement import Announcement, read_announcement
from bot.feeds.dates import published
from bot.feeds.document import Raw, dicts, read, string, text
from bot.feeds.text import LONGEST_TITLE
from bot.identity import parse_arxiv, parse_doi

_MOST_NAMES = 500
_LONGEST_URL = 2_000


def parse(data: bytes, url: str) -> ParsedFeed:
    """The entries that have a title or a text, in the document's order. Raises ParseError where it is no feed."""
    document = read(data, url)
    entries = tuple(_entry(raw, url) for raw in document.entries if _says_something(raw))
    return ParsedFeed(entries, document.trouble)


def _says_something(raw: Raw) -> bool:
    return bool(string(raw, "title") or string(raw, "summary"))


def _entry(raw: Raw, base: str) -> Entry:
    page = _page(raw, base)
    abstract = text(raw, "summary")
    announced = read_announcement(abstract)
    key = string(raw, "id")
    return Entry(
        title=text(raw, "title", LONGEST_TITLE) or ("" if abstract else page or _as_written(raw)),
        url=page,
        abstract=announced.abstract if announced else abstract,
        authors=_names(raw),
        categories=_categories(raw),
        published=published(raw),
        arxiv=_arxiv(announced, page, key),
        doi=_doi(raw, page, key),
        announce=announced.announce if announced else None,
        image=_image(raw, base),
        key=key,
    )


def _as_written(raw: Raw) -> str:
    """For an entry whose markup leaves no text and that links nowhere."""
    return string(raw, "title", LONGEST_TITLE) or string(raw, "summary", LONGEST_TITLE)


def _arxiv(announced: Announcement | None, *references: str) -> ArxivId | None:
    """The paper an entry is about. Only arXiv's own announcement says which version the text belongs to."""
    if announced:
        return announced.arxiv
    named = next((found for r in references if (found := parse_arxiv(r))), None)
    return ArxivId(named.text) if named else None


def _page(raw: Raw, base: str) -> str:
    """The page the entry links to, absolute; the first that a reader can open."""
    candidates = [string(raw, "link")]
    candidates += [string(link, "href") for link in dicts(raw, "links") if dict.get(link, "rel") == "alternate"]
    candidates.append(string(raw, "id") if "://" in string(raw, "id") else "")
    return next((page for c in candidates if (page := web_address(c, base))), "")


def web_address(reference: str, base: str) -> str:
    """The absolute http or https address that a reference in a feed names, or ""."""
    if not reference or len(reference) > _LONGEST_URL:
        return ""
    try:
        url = urljoin(base, reference)
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    return url.replace(" ", "%20") if usable else ""


def _names(raw: Raw) -> tuple[str, ...]:
    names = [string(a, "name") for a in dicts(raw, "authors")[:_MOST_NAMES]]
    return tuple(dict.fromkeys(n for n in names if n)) or tuple(filter(None, (string(raw, "author"),)))


def _categories(raw: Raw) -> tuple[str, ...]:
    terms = (string(tag, "term") or string(tag, "label") for tag in dicts(raw, "tags")[:_MOST_NAMES])
    return tuple(dict.fromkeys(t for t in terms if t))


def _doi(raw: Raw, *references: str) -> str:
    named = (string(raw, key) for key in ("prism_doi", "dc_identifier", "arxiv_doi", "doi"))
    return next((doi for r in (*named, *references) if (doi := parse_doi(r))), "")


def _image(raw: Raw, base: str) -> str:
    """The first picture that the entry declares; pictures inside its text are not looked for."""
    candidates = [string(x, "url") for x in dicts(raw, "media_thumbnail")]
    candidates += [string(x, "url") for x in dicts(raw, "media_content") if _is_image(x)]
    candidates += [string(x, "href") for x in dicts(raw, "links") if _is_image(x)]
    return next((url for c in candidates if (url := web_address(c, base))), "")


def _is_image(raw: Raw) -> bool:
    return string(raw, "medium") == "image" or string(raw, "type").startswith("image/")
