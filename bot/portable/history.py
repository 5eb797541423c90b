"""What a reader rated elsewhere, in the product's words, and how an item of a note becomes that.

An item that names exactly one paper, one of arXiv, is that paper: its Chinese article then is text to learn from.
Every other item is the article itself. Files and their formats are not known here, nor how papers are stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from bot.domain import ArxivId, Entry, Found, Link, LinkKind
from bot.identity import canonical_url, parse_arxiv
from bot.portable.draft import NamedPaper, NoteItem
from bot.portable.opml import Outline
from bot.portable.skipped import Skipped


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One item of a history. `rating` is None where no stars were given, `rated_at` None where no day is known.

    `line` counts from 1 in `file`; `source` says where the rating was first given, in the words of an export.
    """

    entry: Entry
    rating: int | None
    rated_at: datetime | None
    line: int
    file: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """Items in the order of files and lines, how many were read (starred or not), and what could not be used.

    `feeds` are sources that somebody subscribed to; they are counted as read.
    """

    items: tuple[HistoryItem, ...]
    read: int
    skipped: tuple[Skipped, ...]
    feeds: tuple[Outline, ...] = ()


def from_note(item: NoteItem, file: str) -> HistoryItem:
    """The item as a rated entry; the day of the note, at midnight UTC, is when it was rated."""
    one = _only_paper(item)
    return HistoryItem(
        entry=_paper(item, *one) if one else _article(item),
        rating=item.stars or None,
        rated_at=datetime.combine(item.day, time(), UTC) if item.day else None,
        line=item.line,
        file=file,
        source="note",
    )


def articles_apart(items: Sequence[HistoryItem]) -> tuple[HistoryItem, ...]:
    """Of several articles about one paper the one rated first stands for the paper, the others for themselves.

    Each was rated in its own right; as one paper the later rating would overrule the earlier and be lost with it.
    """
    first: dict[str, str] = {}
    for item in sorted(items, key=lambda i: (i.rated_at is None, i.rated_at or datetime.min.replace(tzinfo=UTC))):
        if item.entry.arxiv and (article := item.entry.link(LinkKind.ARTICLE)):
            first.setdefault(item.entry.arxiv.text, canonical_url(article.url))
    return tuple(_apart(item, first) for item in items)


def _apart(item: HistoryItem, first: Mapping[str, str]) -> HistoryItem:
    article = item.entry.link(LinkKind.ARTICLE)
    if item.entry.arxiv is None or article is None or first[item.entry.arxiv.text] == canonical_url(article.url):
        return item
    return replace(item, entry=replace(item.entry, arxiv=None, url=article.url, key=article.url))


def _only_paper(item: NoteItem) -> tuple[ArxivId, str] | None:
    """The one arXiv paper that the item names, and its title where given; None where it names none or several."""
    named = [*item.papers, NamedPaper("", item.url)]
    ids = {number.text for paper in named if (number := parse_arxiv(paper.url))}
    if len(ids) != 1:
        return None
    titles = {t.casefold(): t for paper in item.papers if parse_arxiv(paper.url) and (t := paper.title)}
    elsewhere = {_key(paper) for paper in item.papers if parse_arxiv(paper.url) is None}
    if elsewhere - set(titles):
        return None
    return ArxivId(ids.pop()), next(iter(titles.values()), "")


def _key(paper: NamedPaper) -> str:
    return paper.title.casefold() or paper.url


def _paper(item: NoteItem, arxiv: ArxivId, title: str) -> Entry:
    """A version in the link says nothing of the words beside it, so the id comes without one."""
    return Entry(
        title=title or item.title or arxiv.text,
        url=arxiv.url,
        abstract=_text(item.title if title else "", item.abstract, item.tips),
        arxiv=arxiv,
        links=_links(item),
        image=_image(item),
        key=arxiv.text,
    )


def _article(item: NoteItem) -> Entry:
    return Entry(
        title=item.title or item.url,
        url=item.url,
        abstract=_text(item.abstract, item.tips, *(paper.title for paper in item.papers)),
        links=_links(item),
        image=_image(item),
        key=item.url,
    )


def _text(*parts: str) -> str:
    """The parts that say something, each once, a line each."""
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _links(item: NoteItem) -> tuple[Link, ...]:
    return tuple(dict.fromkeys(_each_link(item)))


def _each_link(item: NoteItem) -> Iterator[Link]:
    if item.url:
        kind = LinkKind.PAPER if parse_arxiv(item.url) else LinkKind.ARTICLE
        yield Link(kind, item.url, Found.NOTE)
    yield from (Link(LinkKind.PAPER, paper.url, Found.NOTE) for paper in item.papers if paper.url)
    yield from (Link(LinkKind.CODE, url, Found.NOTE) for url in item.code)
    yield from (Link(LinkKind.ADDRESS, url, Found.NOTE) for url in item.addresses)


def _image(item: NoteItem) -> str:
    """The first image that lies on the web: a path beside the note leads nowhere from here."""
    return next((url for url in item.images if url.lower().startswith(("https://", "http://"))), "")
