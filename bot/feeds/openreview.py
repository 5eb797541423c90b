"""OpenReview's notes of a venue (api2.openreview.net/notes?content.venueid=…), and of its older interface.

The newer interface wraps every value of a note's content in {"value": …}. https://docs.openreview.net/reference/api-v2
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from bot.digest.repositories import is_named_for_code, repository_of
from bot.domain import Entry, Found, Link, LinkKind, ParsedFeed
from bot.errors import ParseError
from bot.feeds.json_values import Object, address_of, distinct, listed, members, moment, read_json, words_of
from bot.feeds.reference import web_address
from bot.feeds.text import LONGEST_TITLE

SITE = "https://openreview.net"
_MOST_NOTES = 1_000
"""OpenReview's own limit to a page."""
_MOST_NAMES = 500
_MOST_KEYWORDS = 30
_CODE_FIELDS = ("code", "code_url", "code_link", "link_to_code", "github", "github_url", "software", "implementation")
_CODE_FIELDS_TOO = ("supplementary_material", "supplementary_materials", "supplementary")
"""Mostly an archive that was handed in, now and then a repository."""
_NOT_OUT = re.compile(r"\b(?:submitted|submission|withdrawn|reject(?:ed)?|under review)\b", re.IGNORECASE)
_CLAIMED = ("OpenReview.net/", "dblp.org/")
"""Groups of papers that anybody uploads, or that are mirrored: nobody at the venue vouches for its name there."""


def parse(data: bytes, url: str, charset: str = "") -> ParsedFeed:
    """The notes with a title or a text, in the answer's order. Raises ParseError, in OpenReview's words."""
    answer = members(read_json(data, charset))
    if not isinstance(answer.get("notes"), list):
        said = words_of(answer.get("message"), LONGEST_TITLE).rstrip(".")
        raise ParseError(f"OpenReview answers: {said}." if said else "The document is JSON, but no list of notes.")
    notes = listed(answer["notes"], _MOST_NOTES)
    read = tuple(map(_entry, map(members, notes)))
    return ParsedFeed(
        tuple(entry for entry in read if entry.title or entry.abstract),
        onwards=_next_page(url, len(notes), answer.get("count")),
    )


def _entry(note: Object) -> Entry:
    content = {name: _bare(value) for name, value in members(note.get("content")).items()}
    forum = words_of(note.get("forum")) or words_of(note.get("id"))
    page = f"{SITE}/forum?id={quote(forum, safe='')}" if forum else ""
    return Entry(
        title=words_of(content.get("title"), LONGEST_TITLE),
        url=page,
        abstract=words_of(content.get("abstract")),
        authors=distinct(tuple(map(_name, listed(content.get("authors"), _MOST_NAMES)))),
        categories=distinct(listed(content.get("keywords"), _MOST_KEYWORDS)),
        published=next((at for when in ("pdate", "cdate", "tcdate") if (at := moment(note.get(when)))), None),
        links=_links(content),
        key=page,
        venue=_venue(content),
    )


def _bare(value: object) -> object:
    return value.get("value") if isinstance(value, dict) else value


def _name(author: object) -> object:
    """A name, or since 2025 a record of it."""
    return members(author).get("fullname") if isinstance(author, dict) else author


def _venue(content: Object) -> str:
    """Where it appeared, in the venue's words; "" for what was only submitted, or is claimed by whoever uploaded it."""
    venue = words_of(content.get("venue"), LONGEST_TITLE)
    group = words_of(content.get("venueid"))
    return "" if _NOT_OUT.search(f"{venue} {group.replace('_', ' ')}") or group.startswith(_CLAIMED) else venue


def _links(content: Object) -> tuple[Link, ...]:
    pdf = address_of(content.get("pdf"), SITE)
    links = [Link(LinkKind.PAPER, pdf, Found.PROCEEDINGS)] if pdf else []
    named = (repository_of(words_of(content.get(field))) for field in (*_CODE_FIELDS, *_CODE_FIELDS_TOO))
    code = next((repository for repository in named if repository and is_named_for_code(repository)), None)
    return (*links, Link(LinkKind.CODE, code, Found.PROCEEDINGS)) if code else tuple(links)


def _next_page(url: str, count: int, total: object) -> str:
    """The same question from where this page ended; "" where it was not full, or reached the total that is told."""
    if not web_address(url, ""):
        return ""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    limit, offset = _number(asked.get("limit"), _MOST_NOTES), _number(asked.get("offset"), 0)
    done = isinstance(total, int) and offset + count >= total
    if not count or count < limit or done:
        return ""
    query = urlencode({**asked, "offset": str(offset + count)}, safe="/", errors="replace")
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,7}", text) else otherwise
