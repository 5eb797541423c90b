"""Where papers come from, and how reading it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.papers import Entry


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """The entries of one fetched document, in its order, and what was wrong with it (one sentence, or None)."""

    entries: tuple[Entry, ...]
    trouble: str | None = None
    title: str = ""
    """What the feed calls itself."""
    built: datetime | None = None
    """When the document says it was made."""
    ttl: timedelta | None = None
    """How long the publisher says it stays fresh."""
    skip_days: frozenset[int] = frozenset()
    """ISO weekdays (1 Monday), in UTC, on which the publisher says nothing comes."""
    onwards: str = ""
    """The address of the next page, where the source is read in pages."""


class SourceState(StrEnum):
    OK = "ok"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    STALE = "stale"
    INCOMPLETE = "incomplete"
    FAILED = "failed"

    @property
    def is_trouble(self) -> bool:
        """Whether something that should be there is not."""
        return self in (SourceState.STALE, SourceState.INCOMPLETE, SourceState.FAILED)


@dataclass(frozen=True, slots=True)
class Visited:
    """How many entries a document had, and how many of them were new."""

    at: datetime
    seen: int
    new: int


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A source that may be added: the name it would get, where it is, its kind, and what it calls itself if known."""

    name: str
    url: str
    kind: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A feed that the installation reads. `etag` and `last_modified` are the server's, for conditional requests.

    `digest` is the SHA-256 of the document last read, so that a server without validators can be told unchanged too.
    """

    id: int
    name: str
    url: str
    kind: str = "feed"
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    state: SourceState | None = None
    fetched_at: datetime | None = None
    error: str | None = None
    shared: bool = True
    """Read for everybody; otherwise for the readers who subscribed to it alone."""
    title: str = ""
    next_at: datetime | None = None
    """When the scheduled loop reads it next; None: at once."""
    failures: int = 0
    """Fetches in a row that failed."""
    good_at: datetime | None = None
    """The last fetch that brought a document, or word that it has not changed."""
    news_at: datetime | None = None
    """The last fetch that brought something new."""
    checked_to: datetime | None = None
    """Up to when arXiv's announcements were found complete against its search interface."""
    past: tuple[Visited, ...] = ()
    """Fetches that brought a new document, oldest first: the last ones, and of older ones those with something new."""
    ttl: timedelta | None = None
    """As in the last document, and so are `skip_days`."""
    skip_days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one fetch of one source brought. `seen` counts entries read, before merging.

    `error` says what is wrong, `why` why there is nothing where nothing is.
    """

    name: str
    status: SourceState
    new: int = 0
    revised: int = 0
    seen: int = 0
    error: str | None = None
    why: str | None = None
