"""The kinds of source, and how the bytes of each become entries.

A new kind is one file with a pure `parse(data, url)` and one line in KINDS. Fetching is `bot.feeds.fetch`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.domain import ParsedFeed
from bot.errors import ParseError
from bot.feeds import arxiv_api, arxiv_rss, feed


@dataclass(frozen=True, slots=True)
class SourceKind:
    """`parse` takes a document and the address it came from, and raises nothing but ParseError."""

    name: str
    parse: Callable[[bytes, str], ParsedFeed]
    hosts: tuple[str, ...] = ()
    """Hosts whose feeds are of this kind, whoever adds them."""


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A source to be added: what it is called, where it is, and its kind."""

    name: str
    url: str
    kind: str


KINDS: tuple[SourceKind, ...] = (
    SourceKind("arxiv_rss", arxiv_rss.parse, ("rss.arxiv.org",)),
    SourceKind("arxiv_api", arxiv_api.parse, ("export.arxiv.org",)),
    SourceKind("feed", feed.parse),
)


def parse(kind: str, data: bytes, url: str) -> ParsedFeed:
    """The entries of one fetched document. Raises ParseError."""
    for known in KINDS:
        if known.name == kind:
            return known.parse(data, url)
    raise ParseError(f"This version reads no sources of the kind {kind!r}.")


def kind_of(url: str) -> str:
    """The kind of a source that is known by its address alone."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    return next((kind.name for kind in KINDS if host in kind.hosts), "feed")


def arxiv_sources(rss_url: str, categories: Sequence[str]) -> tuple[SourceSpec, ...]:
    """arXiv's daily announcements of some categories: the default set."""
    return tuple(SourceSpec(f"arXiv {c}", f"{rss_url.rstrip('/')}/{c}", "arxiv_rss") for c in categories)
