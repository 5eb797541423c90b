"""Reads daily notes: numbered articles with stars, and labelled lines below each (Markdown, Chinese or English).

An item is a line that begins with a number and a bracket (`3. [title](url) :star::star:`), a numbered or linked line
with stars, or a line at the margin that ends in stars; it lasts until the next item or heading. So no starred line is
lost, and a numbered link without stars is read and reported. Nothing here touches files, or knows what a rating is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.portable import inline
from bot.portable.draft import Draft, NoteItem
from bot.portable.labels import split
from bot.portable.skipped import Skipped

LINE_LIMIT = 20_000
"""Characters read of one line; the rest is not prose."""
NEAR_MARGIN = 3
"""Columns a starred line may be indented and still be an item by its number alone."""
NO_STARS = "no stars"
NO_TITLE = "no title and no link"

_HEADING = re.compile(r" {0,3}#{1,6}(?=[\s:\u3400-\u9fff]|$)")
_RULE = re.compile(r"[-*_=\s]*$")
_MARGIN = re.compile(r"\s*(?:#{1,6}\s+)?(?P<bullet>[-*+]\s+)?(?:\*\*)?")
_NUMBER = re.compile(r"(\d{1,4})\s*\\?[.、．)）:：](?!\d)\s*(?:\*\*)?")
_ENDS_IN_STAR = re.compile(r"(?::star:|[\u2b50\u2605\u2606]\ufe0f?)\s*(?:\*\*)?\s*$", re.IGNORECASE)
_DATE = re.compile(r"(?<!\d)(\d{4})\s*[.\-/年_]\s*(\d{1,2})\s*[.\-/月_]\s*(\d{1,2})(?!\d)")
_FILE_DATES = (
    re.compile(r"(?<!\d)(\d{4})\d{2}[/\\](?:.*[/\\])?(\d{2})(\d{2})(?!\d)[^/\\]*$"),
    re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)[^/\\]*$"),
    re.compile(r"(?<!\d)(\d{4})[.\-_/\\](\d{1,2})[.\-_/\\](\d{1,2})(?!\d)[^/\\]*$"),
)


@dataclass(frozen=True, slots=True)
class ParsedNote:
    """A note's items in order, starred or not, and the lines that give no rating with the reason."""

    day: date | None
    items: tuple[NoteItem, ...]
    skipped: tuple[Skipped, ...]


def parse(text: str, name: str = "") -> ParsedNote:
    """Reads a note. Never raises: what cannot be read is reported, the rest is read.

    `name` is the file's path as text: `202103/0307.md` gives the day to a note whose heading has none. A heading with
    a date gives the day to all items below it.
    """
    drafts = list(_drafts(text, day_of_name(name)))
    items = tuple(draft.finish() for draft in drafts if draft.title or draft.url)
    unnamed = [Skipped(d.line, NO_TITLE) for d in drafts if not (d.title or d.url)]
    unstarred = [Skipped(item.line, NO_STARS) for item in items if not item.stars]
    day = items[0].day if items else None
    return ParsedNote(day, items, tuple(sorted(unnamed + unstarred, key=lambda s: s.line)))


def day_of_name(name: str) -> date | None:
    """The day that a path names: `202103/0307.md`, `20210307.md` or `2021-03-07.md`."""
    for form in _FILE_DATES:
        found = form.search(name)
        day = _day(found) if found else None
        if day is not None:
            return day
    return None


def _drafts(text: str, day: date | None) -> Iterator[Draft]:
    """The items with all their lines; a heading ends the item above it."""
    draft: Draft | None = None
    expected, in_list = 1, False
    for number, line in enumerate(_lines(text), 1):
        if not line or line.isspace():
            in_list = False
            continue
        start = _start(line, expected if not in_list else None)
        if start is not None:
            if draft:
                yield draft
            draft, expected, in_list = _draft(start.body, number, day), (start.number or expected) + 1, False
        elif _HEADING.match(line):
            if draft:
                yield draft
            draft, expected, day = None, 1, _day(_DATE.search(line)) or day
        else:
            in_list = _NUMBER.match(line.strip()) is not None
            if draft and not _RULE.match(line):
                draft.add_line(line)
    if draft:
        yield draft


def _lines(text: str) -> Iterator[str]:
    for line in text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        yield line[:LINE_LIMIT].expandtabs(4)


@dataclass(frozen=True, slots=True)
class _Start:
    """The first line of an item: its number, if it has one, and what follows."""

    number: int | None
    body: str


def _start(line: str, expected: int | None) -> _Start | None:
    """What begins here, or None where the line belongs to the item above.

    `expected` is the number that a title without link and stars must have, None within a list of numbered text.
    """
    margin = _MARGIN.match(line)
    if margin is None:
        return None
    numbered = _NUMBER.match(line, margin.end())
    if numbered is None:
        body = line[margin.end() :]
        return _Start(None, body) if _is_starred_item(line, body) else None
    body, indent = line[numbered.end() :], len(line) - len(line.lstrip())
    bracket = body.startswith("[") and margin["bullet"] is None
    starred = indent <= NEAR_MARGIN and inline.stars(body) > 0 and not inline.is_stars(body.strip())
    next_title = indent == 0 and body.strip() != "" and int(numbered[1]) == expected
    return _Start(int(numbered[1]), body) if bracket or starred or next_title else None


def _is_starred_item(line: str, body: str) -> bool:
    """Whether a line without number is an item: a starred link, or an unlabelled line at the margin ending in stars."""
    if not inline.stars(body) or inline.is_stars(body.strip()):
        return False
    if body.startswith(("[", "【")):
        return True
    at_margin = not line.startswith(" ") and _HEADING.match(line) is None
    return at_margin and not split(line).name and _ENDS_IN_STAR.search(body) is not None


def _draft(body: str, number: int, day: date | None) -> Draft:
    """An item of its own line: title, source, stars; further links of the line are taken in as if below it."""
    tail = body.find("](") + 2 if "](" in body else 0
    stars = inline.stars(body[tail:]) or inline.stars(body)
    text = body[:tail] + inline.without_stars(body[tail:])
    link = inline.first_link(text) if text.startswith(("[", "【")) else None
    if link is None:
        words = inline.without_stars(body)
        found = [x for x in inline.links(words) if x.url]
        title = inline.plain(words).strip(" *[]-–—|()（）")
        return Draft(number, title, found[0].url if found else "", stars, day)
    draft = Draft(number, link.text, link.url, stars, day)
    draft.add_text(text[link.end :].strip(" *-–—|·,，"))
    return draft


def _day(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
