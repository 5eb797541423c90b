"""The line that arXiv puts before an abstract in its feeds: `arXiv:2503.14485v1 Announce Type: new Abstract: …`.

It travels on into every feed that repeats arXiv's, so the general parser reads it too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain import Announce, ArxivId
from bot.identity import parse_arxiv

_LINE = re.compile(r"(?P<id>arXiv:\S{8,40})\s+Announce Type:\s*(?P<type>[a-z-]+)\s*(?:Abstract:\s*)?", re.IGNORECASE)
_TYPES = {a.value: a for a in Announce}


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the line said, and the abstract behind it."""

    arxiv: ArxivId
    announce: Announce | None
    abstract: str


def read_announcement(text: str) -> Announcement | None:
    """The announcement that a text begins with, or None where it begins otherwise."""
    found = _LINE.match(text)
    arxiv = parse_arxiv(found["id"]) if found else None
    if found is None or arxiv is None:
        return None
    return Announcement(arxiv, announce_type(found["type"]), text[found.end() :])


def announce_type(word: str) -> Announce | None:
    """arXiv's word for how a paper came into a list; None for a word that is not one of the four."""
    return _TYPES.get(word.strip().lower())
