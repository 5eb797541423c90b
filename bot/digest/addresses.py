"""Web addresses as they stand in abstracts and comments, cleaned, with the words around them. Judges nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_HREF = re.compile(r"\\href\s*\{\s*([^{}\s]+)\s*\}\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\})?")
_WRAPPER = re.compile(r"\\(?:url|path|nolinkurl|texttt|emph|underline)\s*\{\s*((?:https?://|www\.)[^{}\s]*)\s*\}")
_MARKDOWN = re.compile(r"\[((?:https?://|www\.)[^\s\[\]()]{1,500})\]\([^\s()]{1,500}\)")
_COLOUR = re.compile(r"\\(?:textcolor|color)\s*\{[^{}]*\}")
_ESCAPED = re.compile(r"\\([_%#&~])")
_SPLIT_SCHEME = re.compile(r"\b(https?)(?:\s+:|:\s+|\s+:\s+)//\s*")
_FORGES = r"github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|gitee\.com|huggingface\.co|anonymous\.4open\.science"
_OF_FORGE = re.compile(rf"(?:https?://)?(?:www\.)?(?:{_FORGES})/", re.IGNORECASE)
_BROKEN = re.compile(
    rf"(https?://(?:www\.)?(?:{_FORGES})/)\s{{1,20}}(?=[\w.-]+/[\w.-]+)"
    rf"|(https?://(?:www\.)?(?:{_FORGES})/[\w.-]+/)\s{{0,20}}\n\s{{0,20}}(?=[\w-]+[\w.-]*[\s.,;)]*(?:$|\n|[A-Z(]))"
)
_ADDRESS = re.compile(
    rf"https?://[^\s<>\"{{}}|\\^`，。；、（）】【]+|(?<![\w./@-])(?:www\.)?(?:{_FORGES})/[\w.-]+/[\w./-]+", re.I
)
_TRAILING = ".,;:!?'\"*~_-"
_TRAILING_OF_NAMES = ".,;:!?'\"*~"
"""A repository's name may end with the other two."""
_CARRIED_OVER = re.compile(r"-\s+\w")
"""An address broken at a hyphen: nobody can tell whether the hyphen is part of it, or what the rest is."""
_SENTENCE_END = re.compile(r"[.!?。！？]\s+|\n\s*\n|[;；]\s")
_BEFORE, _AFTER = 200, 60
_LONGEST = 20_000
"""What is longer is a page, not an abstract: only its beginning is read."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An http(s) address, and the words before and after it in its sentence."""

    url: str
    before: str
    after: str


def mentions(text: str) -> list[Mention]:
    """Every address of the text in order, freed from LaTeX and trailing punctuation."""
    plain = _unwrapped(text[:_LONGEST])
    found: list[Mention] = []
    for match in _ADDRESS.finditer(plain):
        url = _cleaned(match[0])
        if url and _plausible(url) and not _CARRIED_OVER.match(plain, match.end() - 1):
            before = _SENTENCE_END.split(plain[max(0, match.start() - _BEFORE) : match.start()])[-1]
            after = _SENTENCE_END.split(plain[match.end() : match.end() + _AFTER])[0]
            found.append(Mention(url, " ".join(before.split()), " ".join(after.split())))
    return found


def _unwrapped(text: str) -> str:
    """The text with addresses out of their LaTeX, and put together where a break is certain."""
    text = _COLOUR.sub("", text)
    text = _HREF.sub(_href, _MARKDOWN.sub(r" \1 ", text))
    text = _WRAPPER.sub(r" \1 ", text)
    text = _SPLIT_SCHEME.sub(r"\1://", _ESCAPED.sub(r"\1", text))
    return _BROKEN.sub(lambda m: m[1] or m[2], text)


def _href(found: re.Match[str]) -> str:
    """The address, and its label where that says something else."""
    url, label = found[1], found[2] or ""
    if "http" not in url and "http" in label:
        return f" {label} "
    return f" {url} " if "http" in label else f" {label} {url} "


def _cleaned(url: str) -> str:
    trailing = _TRAILING_OF_NAMES if _OF_FORGE.match(url) else _TRAILING
    url = url.rstrip(trailing)
    for opening, closing in ("()", "[]"):
        while url.endswith(closing) and url.count(closing) > url.count(opening):
            url = url[:-1].rstrip(trailing)
    return url if "://" in url else f"https://{url}"


def _plausible(url: str) -> bool:
    """Whether it names a host with a dot and no user name."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return False
    named = re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", host) is not None
    return named and parts.username is None and port in (None, 80, 443, 8080) and len(url) <= 500
