"""The spans that the digest, the card and the explanation share: title, prediction, links."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.digest.links import link_of, links_of
from bot.digest.particulars import reading
from bot.digest.readable import readable
from bot.digest.tips import cut
from bot.domain import DigestItem, LinkKind, PaperRecord
from bot.message import Span, Style
from bot.texts import Texts

TITLE_LENGTH = 300


def title_of(record: PaperRecord, t: Texts) -> str:
    """The readable title, shortened to 300 characters; never empty."""
    return cut(readable(record.paper.title), TITLE_LENGTH) or t("(no title)")


def source_of(record: PaperRecord) -> str:
    """The article that brought the paper, else the item's own address, else the paper's, else any; "" where none is."""
    own = (record.url, record.arxiv.url if record.arxiv else "", *(link.url for link in links_of(record)))
    return next((url for url in (*_articles(record), *own) if is_web(url)), "")


def predicted(item: DigestItem) -> str:
    """Stars expected, with the interval that holds the truth four times out of five: `4.3★ (3.6–4.9)`."""
    stars, (low, high) = rounded(item)
    return f"{stars:.1f}★ ({low:.1f}–{high:.1f})"


def rounded(item: DigestItem) -> tuple[float, tuple[float, float]]:
    """Stars and interval to one decimal; the interval still contains the stars."""
    stars = round(item.stars, 1)
    return stars, (min(round(item.interval[0], 1), stars), max(round(item.interval[1], 1), stars))


def heading(item: DigestItem, t: Texts) -> tuple[Span, ...]:
    """`3. Title  4.3★ (3.6–4.9)`, the title linked to the item's source."""
    title = Span(title_of(item.record, t), Style.BOLD, source_of(item.record))
    return (Span(f"{item.rank}. "), title, Span(f"  {predicted(item)}"))


def labelled(label: str, text: str, t: Texts) -> tuple[Span, ...]:
    """A new line with a bold label before the text."""
    return (Span("\n"), Span(label, Style.BOLD), Span(t(": ") + text))


def links(item: DigestItem, t: Texts) -> tuple[Span, ...]:
    """A new line with `Paper · Code · Address` as far as they are known, and how long a whole text takes to read.

    The article that the title leads to is not linked again; a second one is. Nothing where nothing is known.
    """
    record = item.record
    named = (
        (t("Paper"), _paper_url(record)),
        (t("Code"), _url(record, LinkKind.CODE)),
        (t("Address"), _url(record, LinkKind.ADDRESS)),
        (t("Article"), next((url for url in _articles(record) if url != source_of(record)), "")),
    )
    shown = [Span(label, url=url) for label, url in named if url]
    shown += [Span(words) for words in reading(record, t)]
    return tuple(span for at, one in enumerate(shown) for span in (Span(" · " if at else "\n"), one))


def is_web(url: str) -> bool:
    """Whether the address is one a person can open: http or https, with a host and nothing that breaks a link."""
    if any(c.isspace() or c in '<>"' for c in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _paper_url(record: PaperRecord) -> str:
    if record.arxiv:
        return record.arxiv.url
    stated = _url(record, LinkKind.PAPER)
    is_elsewhere = is_web(record.url) and record.url != source_of(record)
    return stated or (record.url if is_elsewhere else "")


def _articles(record: PaperRecord) -> tuple[str, ...]:
    return tuple(link.url for link in links_of(record) if link.kind is LinkKind.ARTICLE and is_web(link.url))


def _url(record: PaperRecord, kind: LinkKind) -> str:
    link = link_of(record, kind)
    return link.url if link is not None and is_web(link.url) else ""
