"""Feeds as a correct publisher writes them: what was said comes back from a reader that is correct too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True, slots=True)
class Said:
    """One entry: a title and a text without markup, the page it links to, and when it came out."""

    title: str
    link: str
    moment: datetime
    text: str


def atom(entries: Sequence[Said]) -> str:
    """As Atom 1.0, texts declared to have no markup."""
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Tea</title>{''.join(map(_entry, entries))}</feed>"


def rss(entries: Sequence[Said]) -> str:
    """As RSS 2.0, where a description is HTML."""
    return f"<rss version='2.0'><channel><title>Tea</title>{''.join(map(_item, entries))}</channel></rss>"


def rdf(entries: Sequence[Said]) -> str:
    """As RSS 1.0, with dates of Dublin Core."""
    spaces = (
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
        " xmlns:dc='http://purl.org/dc/elements/1.1/'"
    )
    return f"<rdf:RDF {spaces}><channel><title>Tea</title></channel>{''.join(map(_described, entries))}</rdf:RDF>"


def _entry(said: Said) -> str:
    return (
        f"<entry><title type='text'>{escape(said.title)}</title><link href={quoteattr(said.link)}/>"
        f"<published>{said.moment.isoformat()}</published><summary type='text'>{escape(said.text)}</summary></entry>"
    )


def _item(said: Said) -> str:
    return (
        f"<item><title>{escape(escape(said.title))}</title><link>{escape(said.link)}</link>"
        f"<pubDate>{format_datetime(said.moment)}</pubDate><description>{escape(_html(said.text))}</description></item>"
    )


def _described(said: Said) -> str:
    return (
        f"<item><title>{escape(escape(said.title))}</title><link>{escape(said.link)}</link>"
        f"<dc:date>{said.moment.isoformat()}</dc:date><description>{escape(_html(said.text))}</description></item>"
    )


def _html(text: str) -> str:
    return f"<p>{escape(text)}</p>"
