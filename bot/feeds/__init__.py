"""The kinds of source, and how the bytes of each become entries.

A new kind is one file with a pure `parse(data, url, charset)` and one line in KINDS. Fetching is `bot.feeds.fetch`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.domain import ParsedFeed, SourceSpec
from bot.errors import ParseError
from bot.feeds import any_feed, arxiv_api, arxiv_rss, cvf, github_releases, hf_daily, json_feed, openreview


@dataclass(frozen=True, slots=True)
class SourceKind:
    """`parse` takes a document, the address it came from and what the server calls its encoding ("" if it does not).

    It raises nothing but ParseError.
    """

    name: str
    parse: Callable[[bytes, str, str], ParsedFeed]
    places: str = "(?!)"
    """A pattern of the host and path of sources that are of this kind, whoever adds them."""
    news: bool = True
    """False where a source lists what came out long ago: it tells the venue of papers that are known, and is found by
    search, but thousands of papers at once are nobody's news."""


KINDS: tuple[SourceKind, ...] = (
    SourceKind("arxiv_rss", arxiv_rss.parse, r"rss\.arxiv\.org/.*|(?:export\.)?arxiv\.org/(?:rss|atom)/.*"),
    SourceKind("arxiv_api", arxiv_api.parse, r"export\.arxiv\.org/.*|arxiv\.org/(?:api/query|a/[\w.-]*\.atom)"),
    SourceKind("hf_daily", hf_daily.parse, r"huggingface\.co/api/daily_papers"),
    SourceKind("openreview", openreview.parse, r"api2?\.openreview\.net/notes", news=False),
    SourceKind("cvf", cvf.parse, r"openaccess\.thecvf\.com/(?!content)[\w.-]+", news=False),
    SourceKind("github_releases", github_releases.parse, r"github\.com/[^/]+/[^/]+/(?:releases|tags)\.atom"),
    SourceKind("json_feed", json_feed.parse),
    SourceKind("feed", any_feed.parse),
)


def parse(kind: str, data: bytes, url: str, charset: str = "") -> ParsedFeed:
    """The entries of one fetched document. Raises ParseError."""
    for known in KINDS:
        if known.name == kind:
            return known.parse(data, url, charset)
    raise ParseError(f"This version reads no sources of the kind {kind!r}.")


def kind_of(url: str) -> str:
    """The kind of a source that is known by its address alone."""
    try:
        parts = urlsplit(url)
        place = f"{(parts.hostname or '').removeprefix('www.')}{parts.path or '/'}"
    except ValueError:
        return "feed"
    return next((kind.name for kind in KINDS if re.fullmatch(kind.places, place)), "feed")


def is_news(kind: str) -> bool:
    """Whether what a source of this kind lists for the first time has only just come out."""
    return next((known.news for known in KINDS if known.name == kind), True)


def arxiv_sources(rss_url: str, categories: Sequence[str]) -> tuple[SourceSpec, ...]:
    """arXiv's daily announcements of some categories: the default set."""
    return tuple(SourceSpec(f"arXiv {c}", f"{rss_url.rstrip('/')}/{c}", "arxiv_rss") for c in categories)
