"""Who is served, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum


class Language(StrEnum):
    ENGLISH = "en"
    CHINESE = "zh"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a reader wants the daily push: local times on ISO weekdays (1 Monday .. 7 Sunday). No times: no push."""

    times: tuple[time, ...] = ()
    weekdays: frozenset[int] = frozenset(range(1, 8))
    since: datetime | None = None
    """When the schedule was set: what was planned before that moment is not owed."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A person (or, later, a group) that is served. `key` is the Telegram user id as text, or a local name."""

    id: int
    key: str
    language: Language = Language.ENGLISH
    has_spoken: bool = True
    """False while nothing is known of their language, as of one whose history was imported before they came."""
    zone: str = "UTC"
    schedule: Schedule = Schedule()
    length: int = 6
    """Items in a digest, 3 to 16."""
    admitted: bool = False
    reachable: bool = True
    """False once the channel said that they cannot be reached, until they speak again."""

    @property
    def chat_id(self) -> int | None:
        """The private chat's id, or None for a reader of the terminal."""
        return int(self.key) if re.fullmatch(r"-?[0-9]{1,18}", self.key) else None
