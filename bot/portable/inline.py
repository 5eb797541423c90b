"""What stands inside one line of Markdown: links, bare addresses, images, stars and the text without them.

Written for lines typed by hand, so brackets may stay open and stars may touch a link. Every function takes linear
time on any line. Labels, items and papers are not known here.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

MOST_STARS = 5

_STAR = re.compile(r":star:|[\u2b50\u2605]\ufe0f?", re.IGNORECASE)
_STARS_ONLY = re.compile(r"(?::star:|[\u2b50\u2605\u2606\ufe0f\s\u200b])+", re.IGNORECASE)
_EMPTY_STAR = re.compile(r"\u2606")
_OPENS = re.compile(r"[\]】]\s{0,2}[(（]\s{0,4}")
_BARE = re.compile(r"https?://", re.IGNORECASE)
_SCHEMELESS = re.compile(r"(?:www\.|arxiv\.org/|github\.com/)", re.IGNORECASE)
_URL_ENDS = re.compile(r"[\s<>\"（），。；、】」]")
_AFTER_URL = re.compile(r"\s{0,4}(?:\"[^\"]*\"\s{0,4})?[)）]")
_CLOSES = re.compile(r"[)）]")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_HTML_SOURCE = re.compile(r"<(img|video|source|iframe)\b[^<>]*?\bsrc\s*=\s*[\"']?([^\"'<>\s]+)", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\[\]]*\]\(\s*([^()\s]+)[^()]*\)")
_ELSEWHERE = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
"""A link to what is not on the web: a mail address, a file beside the note."""
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class InlineLink:
    """A link of the line: its text ("" where the address stands bare) and its address ("" where it is empty).

    `start` and `end` are the places of the whole link in the line.
    """

    text: str
    url: str
    start: int
    end: int


def links(line: str) -> tuple[InlineLink, ...]:
    """The links of the line in order: `[text](url)`, also with a space or without its last bracket, and bare URLs."""
    found: list[InlineLink] = []
    at = 0
    for link in _bracketed(line):
        found += _bare(line, at, link.start)
        found.append(link)
        at = link.end
    return tuple(found + _bare(line, at, len(line)))


def first_link(line: str) -> InlineLink | None:
    """The link of a line that begins with `[` or `【`: everything up to the first `](` is its text."""
    opens = _OPENS.search(line)
    if opens is None:
        return None
    target = _target(line, opens.end())
    if target is None:
        return None
    url, end = target
    return InlineLink(plain(line[1 : opens.start()]), url, 0, end)


def stars(text: str) -> int:
    """Filled stars in the text, five at most: `:star:`, U+2B50 or U+2605."""
    return min(len(_STAR.findall(text)), MOST_STARS)


def without_stars(text: str) -> str:
    """The text with a space in the place of every star, filled or empty."""
    return _EMPTY_STAR.sub(" ", _STAR.sub(" ", text))


def is_stars(text: str) -> bool:
    """Whether the text is stars and nothing else."""
    return _STARS_ONLY.fullmatch(text) is not None and stars(text) > 0


def images(line: str) -> tuple[str, ...]:
    """Addresses of the images in the line, Markdown's and HTML's, as written."""
    tags = [html.unescape(m[2]) for m in _HTML_SOURCE.finditer(line) if m[1].lower() == "img"]
    return tuple(tags + [m[1] for m in _IMAGE.finditer(line)])


def videos(line: str) -> tuple[str, ...]:
    """Addresses of videos and embedded players in the line that lie on the web."""
    sources = [html.unescape(m[2]) for m in _HTML_SOURCE.finditer(line) if m[1].lower() != "img"]
    return tuple(url for url in sources if _BARE.match(url))


def without_media(line: str) -> str:
    """The line without images and HTML tags."""
    return _TAG.sub(" ", _IMAGE.sub(" ", line))


def plain(text: str) -> str:
    """The text as it is read: a link is its text, no bold marks, no invisible characters, single spaces."""
    parts, at = [], 0
    for link in links(text):
        parts += [text[at : link.start], link.text]
        at = link.end
    joined = _ELSEWHERE.sub(r"\1", "".join((*parts, text[at:]))).replace("**", "").replace("`", "")
    return _SPACES.sub(" ", _INVISIBLE.sub("", html.unescape(joined))).strip()


def is_address(text: str) -> bool:
    """Whether a link's text is an address again and not words."""
    return _BARE.match(text.strip()) is not None or _SCHEMELESS.match(text.strip()) is not None


def _bracketed(line: str) -> list[InlineLink]:
    found: list[InlineLink] = []
    floor = 0
    for opens in _OPENS.finditer(line):
        target = _target(line, opens.end()) if opens.start() >= floor else None
        if target is not None:
            url, end = target
            start = _text_start(line, opens.start(), floor)
            text = _SPACES.sub(" ", line[start + 1 : opens.start()]).strip()
            found.append(InlineLink("" if is_address(text) else text, url, start, end))
            floor = end
    return found


def _bare(line: str, start: int, end: int) -> list[InlineLink]:
    found: list[InlineLink] = []
    at = start
    while (scheme := _BARE.search(line, at, end)) is not None:
        url, at = _url(line, scheme.start(), end)
        found.append(InlineLink("", url, scheme.start(), at))
    return found


def _text_start(line: str, closing: int, floor: int) -> int:
    """Where the bracket opens that closes at `closing`; the first one after `floor` if they do not pair."""
    depth = 0
    for i in range(closing, floor - 1, -1):
        depth += (line[i] in "]】") - (line[i] in "[【")
        if depth == 0:
            return i
    first = line.find("[", floor, closing)
    return first if first >= 0 else floor


def _target(line: str, at: int) -> tuple[str, int] | None:
    """The address that begins at `at` and where the link ends, or None where no address stands there."""
    if _CLOSES.match(line, at):
        return "", at + 1
    schemeless = _SCHEMELESS.match(line, at)
    if not schemeless and not _BARE.match(line, at):
        return None
    url, end = _url(line, at, len(line))
    closing = _AFTER_URL.match(line, end)
    return ("https://" + url if schemeless else url), closing.end() if closing else end


def _url(line: str, at: int, limit: int) -> tuple[str, int]:
    """The address from `at` on, up to a space or a bracket it did not open, less its punctuation; where it ends."""
    stop = _URL_ENDS.search(line, at, limit)
    end = stop.start() if stop else limit
    depth = 0
    for i in range(at, end):
        depth += (line[i] == "(") - (line[i] == ")")
        if depth < 0:
            end = i
            break
    return line[at:end].rstrip("*.,;:!'`_]"), end
