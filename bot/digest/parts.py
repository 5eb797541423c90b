"""The spans that the digest, the card and the explanation share: title, prediction, links."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.digest.links import link_of, links_of
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
    """The address of the item's source, else of the paper, else of any link; "" where there is none."""
    known = (record.url, record.arxiv.url if record.arxiv else "", *(link.url for link in links_of(record)))
    return next((url for url in known if is_web(url)), "")


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
    """A new line with `Paper · Code · Address` as far as they are known; nothing where none is."""
    named = (
        (t("Paper"), _paper_url(item)),
        (t("Code"), _url(item.record, LinkKind.CODE)),
        (t("Address"), _url(item.record, LinkKind.ADDRESS)),
        (t("Article"), _url(item.record, LinkKind.ARTICLE)),
    )
    spans: list[Span] = []
    for label, url in named:
        if url:
            spans += [Span(" · " if spans else "\n"), Span(label, url=url)]
    return tuple(spans)


def is_web(url: str) -> bool:
    """Whether the address is one a person can open: http or https, with a host and nothing that breaks a link."""
    if any(c.isspace() or c in '<>"' for c in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _paper_url(item: DigestItem) -> str:
    return item.record.arxiv.url if item.record.arxiv else _url(item.record, LinkKind.PAPER)


def _url(record: PaperRecord, kind: LinkKind) -> str:
    link = link_of(record, kind)
    return link.url if link is not None and is_web(link.url) else ""
