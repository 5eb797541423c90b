"""What an entry's text carries besides its words: addresses it links to, its first picture, its length.

Whether an address is a paper's is not known here. What comes in is hostile: everything is capped, each character is
read a bounded number of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from urllib.parse import urlsplit

from bot.feeds.document import Raw, dicts
from bot.feeds.markup import Tag, tags, visible
from bot.feeds.reference import web_address
from bot.feeds.text import fold, plain
from bot.identity import find_arxiv

MOST_ADDRESSES = 200
LONGEST_BODY = 400_000
"""Characters of markup that are read."""
_MOST_TAGS = 2_000
_MARKUP = ("text/html", "application/xhtml+xml")
_LONGEST_WRITTEN = 500
_WRITTEN = re.compile(r"https?://[!#-;=?-\[\]_a-z~]{3,500}+", re.IGNORECASE)
"""An address in running text ends with the first character that no address has, Chinese ones and `<>"` among them."""
_TRAILING = ".,;:!?'*_~-&"
_NO_PAGE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|bmp|ico|avif|js|mjs|css|woff2?)$", re.IGNORECASE)
_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")
"""Where pages keep a picture's address; `src` is a place-holder where one of the others is there."""
_SMALLEST = 100
"""Pixels: what is declared smaller either way is a tracker, an emoji or somebody's face."""
_WIDEST = 5.0
"""Times wider than high: a banner."""
_RATIO = re.compile(r"0?\.[01][0-9]*")
"""Height to width, as WeChat writes it, of a banner."""
_ORNAMENT = re.compile(r"emoji|avatar|smiley|gravatar|(?<![a-z])icons?(?![a-z])", re.IGNORECASE)
_PIXELS = re.compile(r"\s*([0-9]{1,6})(?:\.[0-9]+)?\s*(?:px)?\s*")
_STYLE = re.compile(r"(?<![\w-])(width|height)\s*+:\s*+([0-9]{1,6})(?:\.[0-9]{1,6})?px", re.IGNORECASE)
_LETTERS_ALONE = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_LETTERS_ALONE}]|[^\W{_LETTERS_ALONE}]++(?:['’-][^\W{_LETTERS_ALONE}]++)*+")


@dataclass(frozen=True, slots=True)
class Body:
    """`outward`: absolute addresses, those linked first, then those written out, then those of papers named by number.

    `image` is "" where there is none; `words` counts the whole text, a Chinese or Japanese character as one.
    """

    outward: tuple[str, ...] = ()
    image: str = ""
    words: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """One of the texts of an entry, as it came."""

    value: str
    is_markup: bool = True


def read_body(raw: Raw, base: str) -> Body:
    """The body of a feed's entry: its contents and its summary. `base` is what relative addresses are relative to."""
    texts = [
        Text(value, _is_markup(c)) for c in dicts(raw, "content") if isinstance(value := dict.get(c, "value"), str)
    ]
    summary = dict.get(raw, "summary")
    if isinstance(summary, str) and all(text.value != summary for text in texts):
        detail = dict.get(raw, "summary_detail")
        texts.append(Text(summary, isinstance(detail, dict) and _is_markup(detail)))
    return body_of(texts, base)


def body_of(texts: Sequence[Text], base: str) -> Body:
    """The body that these texts of one entry are: addresses and picture of them all, the length of the longest."""
    addresses: dict[str, None] = {}
    image, words = "", 0
    for text in texts:
        value = text.value[:LONGEST_BODY]
        said = plain(value, LONGEST_BODY) if text.is_markup else fold(value, LONGEST_BODY)
        words = max(words, count_words(said))
        found = list(islice(tags(visible(value), "a", "img"), _MOST_TAGS)) if text.is_markup and "<" in value else []
        image = image or next(_pictures(found, base), "")
        for url in islice(chain(_linked(found, base), _written(said)), _MOST_TAGS):
            addresses.setdefault(url)
        addresses |= dict.fromkeys(_numbered(said, addresses))
    return Body(tuple(islice(addresses, MOST_ADDRESSES)), image, words)


def count_words(text: str) -> int:
    """How many words a text has; a Chinese or Japanese character counts as one."""
    return sum(1 for _ in _WORD.finditer(text))


def _is_markup(detail: Raw) -> bool:
    return dict.get(detail, "type") in _MARKUP


def _linked(found: Sequence[Tag], base: str) -> Iterator[str]:
    """Where the links go, but for those within the page and those to pictures and scripts."""
    for tag in found:
        target = tag.get("href").strip()
        url = web_address(target, base) if tag.name == "a" and not target.startswith("#") else ""
        if url and _is_page(url):
            yield url


def _written(text: str) -> Iterator[str]:
    """Addresses that stand in the text."""
    for match in _WRITTEN.finditer(text):
        url = web_address(_without_tail(match[0]), "") if len(match[0]) < _LONGEST_WRITTEN else ""
        if url and _is_page(url):
            yield url


def _numbered(text: str, addresses: Iterable[str]) -> Iterator[str]:
    """Addresses of the papers that the text names by arXiv's number alone."""
    named = find_arxiv(text)
    known = {arxiv.text for url in addresses for arxiv in find_arxiv(url)} if named else set()
    return (arxiv.url for arxiv in named if arxiv.text not in known)


def _without_tail(url: str) -> str:
    """The address without the punctuation of the sentence it stands in."""
    url = url.rstrip(_TRAILING)
    for opening, closing in ("()", "[]"):
        while url.endswith(closing) and url.count(closing) > url.count(opening):
            url = url[:-1].rstrip(_TRAILING)
    return url


def _is_page(url: str) -> bool:
    return not _NO_PAGE.search(urlsplit(url).path)


def _pictures(found: Sequence[Tag], base: str) -> Iterator[str]:
    for tag in found:
        if tag.name == "img" and not _is_ornament(tag):
            named = (tag.get(source).strip() for source in _SOURCES)
            yield from filter(None, (web_address(n, base) for n in named if not n.startswith("data:")))


def _is_ornament(tag: Tag) -> bool:
    """Whether a picture is none of the text's: too small, a banner, or called an ornament."""
    style = dict(_STYLE.findall(tag.get("style").lower()[:2_000]))
    width = _pixels(tag.get("data-w")) or _pixels(tag.get("width")) or _pixels(style.get("width", ""))
    height = _pixels(tag.get("height")) or _pixels(style.get("height", ""))
    small = any(size is not None and size < _SMALLEST for size in (width, height))
    flat = _RATIO.fullmatch(tag.get("data-ratio")[:20])
    wide = bool(flat) or (width is not None and height is not None and width > _WIDEST * height)
    return small or wide or bool(_ORNAMENT.search(tag.get("class")[:500]))


def _pixels(size: str) -> int | None:
    found = _PIXELS.fullmatch(size[:20])
    return int(found[1]) if found else None
