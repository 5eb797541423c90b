"""Which feeds stand behind an address that a reader pasted: those its page names, and where feeds usually are.

Pure: whoever asks has fetched the page, and fetches what is answered. Pages are hostile: everything is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit, urlunsplit

from bot.domain import SourceSpec
from bot.feeds import kind_of
from bot.feeds.charsets import as_text
from bot.feeds.markup import Tag, tags, visible
from bot.feeds.reference import web_address
from bot.feeds.rewrites import rewrites
from bot.feeds.text import fold
from bot.identity import canonical_url

__all__ = ["behind", "guesses", "rewrites"]

MOST_FOUND = 10
_LONGEST_PAGE = 2_000_000
_LONGEST_TITLE = 200
_MOST_SEEN = 5_000
"""Links that are looked at."""
_FEED_TYPE = re.compile(
    r"application/(?:rss|atom|rdf)\+xml|application/feed\+json|application/json|(?:text|application)/xml"
)
_UNSURE = ("application/json", "text/xml", "application/xml")
"""Types of other things too, as of WordPress's own interface: the address must look like a feed's."""
_LOOKS = re.compile(
    r"/(?:feeds?|rss|atom)/?$|\.(?:rss|atom|rdf)$|(?:^|[/._-])(?:feed|rss|atom|index|posts)[\w.-]{0,40}\.xml$|feed\.json$",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"\bcomments?\b|评论|replies", re.IGNORECASE)
_SCHEME = re.compile(r"\A(?:feed:(?://)?(?=https?:)|feed:(?=//))", re.IGNORECASE)
_PART = re.compile(r"(?![0-9]+$)[\w~-]+")
"""A first step of a path: no file, no year, no person."""
_USUAL = ("feed", "rss.xml", "atom.xml", "index.xml", "feed.xml")


def behind(data: bytes, url: str, charset: str = "") -> tuple[SourceSpec, ...]:
    """The feeds that a web page names, ten at most: declared ones in order, then links that look like feeds.

    A feed of comments comes after all others. `charset` is the server's word on the encoding. Never raises.
    """
    page = visible(as_text(data[:_LONGEST_PAGE], charset))
    base = next((web_address(t.get("href"), url) for t in tags(page, "base") if t.get("href")), "") or url
    own = canonical_url(url)
    found: dict[str, SourceSpec] = {}
    for spec in (*_declared(page, base), *_linked(page, base)):
        if (same := canonical_url(spec.url)) != own:
            found.setdefault(same, spec)
    ordered = sorted(found.values(), key=lambda spec: bool(_COMMENTS.search(f"{spec.title} {urlsplit(spec.url).path}")))
    return tuple(ordered[:MOST_FOUND])


def guesses(url: str) -> tuple[str, ...]:
    """Addresses worth trying where a page names no feed: each usual name in the site's part that the page is in, and at
    its root. Deeper folders are left out: a single post has at most a feed of its comments.
    """
    if not web_address(url, "") or not url.isprintable():
        return ()
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    steps = [step for step in parts.path.split("/") if step]
    part = steps[0] if steps and _PART.fullmatch(steps[0]) else ""
    usual = (path for name in _USUAL for path in ((f"{part}/{name}", name) if part else (name,)))
    person = (f"{steps[0]}.rss",) if len(steps) == 1 and steps[0].startswith("@") else ()
    paths = (*person, *usual)
    return tuple(urlunsplit((parts.scheme, host, f"/{path}", "", "")) for path in paths)[:MOST_FOUND]


def _declared(page: str, base: str) -> Iterator[SourceSpec]:
    for tag in islice(tags(page, "link"), _MOST_SEEN):
        relations = tag.get("rel").lower().split()
        media = tag.get("type").partition(";")[0].strip().lower()
        if "stylesheet" in relations or not {"alternate", "feed"} & set(relations):
            continue
        sure = "feed" in relations or (_FEED_TYPE.fullmatch(media) and media not in _UNSURE)
        spec = _spec(tag, base, media)
        if spec and (sure or (media in _UNSURE and _LOOKS.search(urlsplit(spec.url).path))):
            yield spec


def _linked(page: str, base: str) -> Iterator[SourceSpec]:
    for tag in islice(tags(page, "a"), _MOST_SEEN):
        spec = _spec(tag, base, "")
        if spec and _LOOKS.search(urlsplit(spec.url).path):
            yield spec


def _spec(tag: Tag, base: str, media: str) -> SourceSpec | None:
    address = web_address(_SCHEME.sub(_plain_scheme, tag.get("href").strip(), count=1), base)
    kind = "json_feed" if media.endswith("json") and kind_of(address) == "feed" else kind_of(address)
    return SourceSpec(address, address, kind, fold(tag.get("title"), _LONGEST_TITLE)) if address else None


def _plain_scheme(found: re.Match[str]) -> str:
    """`feed://host/…` and `feed:https://host/…` are ways to open a feed reader."""
    return "https:" if found.string[found.end() :].startswith("//") else ""
