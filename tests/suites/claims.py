"""What another parser's suite says must be read from one of its files, in words that all suites share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path


class Field(StrEnum):
    TITLE = "title"
    LINK = "link"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Claim:
    """That the entry at `index` has `value` as this field: markup or text, an address, or a moment in ISO's form."""

    file: Path
    index: int
    field: Field
    value: str
    content: bool = False
    """Where it is about an entry's content, which is kept where there is no summary."""
    base: str = "https://kettle.example.org/"
    """The address that the file is read as."""
    charset: str = ""
    """The encoding that the server is to say."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a suite claims, and how many of its expectations are about an entry's fields in a form not understood."""

    claims: tuple[Claim, ...]
    unread: tuple[str, ...] = ()


def moment(*parts: int) -> str:
    """A moment in UTC as claims write it."""
    year, month, day, hour, minute, second = parts[:6]
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC).isoformat()
