"""The product's own words, as frozen values: entry, paper record, reader, source, digest, delivery.

`Paper` and `Rating` are ranking's words and are not said again here. Times are aware; ids of rows are given by the
store. Nothing here does I/O or knows Telegram.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.message import Message
from ranking.domain import Paper, Reason


class Language(StrEnum):
    ENGLISH = "en"
    CHINESE = "zh"


class Announce(StrEnum):
    """arXiv's announce types, in its own spelling."""

    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"
    REPLACE_CROSS = "replace-cross"


@dataclass(frozen=True, slots=True)
class ArxivId:
    """An arXiv identifier without its version (`2503.14485`, `astro-ph/0601001`), and the version where known."""

    text: str
    version: int | None = None

    def __str__(self) -> str:
        return self.text

    @property
    def url(self) -> str:
        return f"https://arxiv.org/abs/{self.text}"


class LinkKind(StrEnum):
    PAPER = "paper"
    CODE = "code"
    ADDRESS = "address"
    """A project page or another link of the item."""
    ARTICLE = "article"
    """The article about the paper that brought it here."""


class Found(StrEnum):
    """Where a link was read. A link is never guessed."""

    ABSTRACT = "abstract"
    COMMENT = "comment"
    FEED = "feed"
    NOTE = "note"
    ARTICLE = "article"
    """An article about the paper."""
    HUGGING_FACE = "hugging_face"
    """The record that Hugging Face keeps of the paper."""
    PROCEEDINGS = "proceedings"
    FIGURE = "figure"
    """The first figure of arXiv's own HTML page of the paper."""


@dataclass(frozen=True, slots=True)
class Link:
    kind: LinkKind
    url: str
    found_in: Found


@dataclass(frozen=True, slots=True)
class Entry:
    """What one source said once about one item, as parsed and before identity is decided.

    `key` is the source's own id for the entry (guid, Atom id), `url` the page it links to ("" where none is given).
    """

    title: str
    url: str = ""
    abstract: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    published: datetime | None = None
    comment: str = ""
    arxiv: ArxivId | None = None
    doi: str = ""
    announce: Announce | None = None
    links: tuple[Link, ...] = ()
    image: str = ""
    key: str = ""
    affiliations: tuple[str, ...] = ()
    venue: str = ""
    """Where it appeared, as the source itself states it of the item ("CVPR 2026 (Oral)"); never read out of a text."""
    language: str = ""
    """ISO 639-1, as declared by the source or told by the script of the text; "" where neither says."""
    words: int = 0
    """Length of the whole text that the source carried (a Chinese character counts as a word)."""
    outward: tuple[str, ...] = ()
    """Addresses that the text links to, in order: what an article may be about."""

    def link(self, kind: LinkKind) -> Link | None:
        return next((x for x in self.links if x.kind is kind), None)


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


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A paper as the store knows it: merged from every sighting. `seq` grows by one with each paper first seen."""

    seq: int
    paper: Paper
    url: str
    first_seen: datetime
    arxiv: ArxivId | None = None
    doi: str = ""
    links: tuple[Link, ...] = ()
    image: str = ""
    affiliations: tuple[str, ...] = ()
    venue: str = ""
    """As a source stated it; the digest reads the authors' comment where this is empty."""
    language: str = ""
    words: int = 0


class SourceState(StrEnum):
    OK = "ok"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    STALE = "stale"
    INCOMPLETE = "incomplete"
    FAILED = "failed"


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
    """Fetches that brought a new document, oldest first, the last sixty at most."""


@dataclass(frozen=True, slots=True)
class Visited:
    """How many entries a document had, and how many of them were new."""

    at: datetime
    seen: int
    new: int


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one fetch of one source brought. `seen` counts entries read, before merging."""

    name: str
    status: SourceState
    new: int = 0
    revised: int = 0
    seen: int = 0
    error: str | None = None


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


class ItemSlot(StrEnum):
    """Why a paper stands in a digest."""

    TOP = "top"
    EXPLORE = "explore"
    """The paper whose stars would teach the model most."""
    AUDIT = "audit"
    """Drawn at random from what would not have been shown."""


class Why(StrEnum):
    """Why a digest is empty."""

    NOTHING_YET = "nothing_yet"
    NOTHING_NEW = "nothing_new"
    ALL_MUTED = "all_muted"
    """There were new papers, and each serves an interest that the reader has muted."""


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One line of the digest: a paper, what is predicted of it, and the words chosen for it.

    `summary` is the one-line abstract, `tips` two or three of its sentences; both are "" where the source gave no
    text. `rating` is what the reader has given so far. A stored item is named by its delivery's id and its rank.
    """

    rank: int
    record: PaperRecord
    stars: float
    interval: tuple[float, float]
    p_like: float
    summary: str
    tips: str
    reasons: tuple[Reason, ...] = ()
    slot: ItemSlot = ItemSlot.TOP
    venue: str | None = None
    rating: int | None = None
    drawn_with: float | None = None
    """The probability with which an audited paper was drawn from below the cut."""
    team: str | None = None
    """Whose choice it was, where two rankers are compared."""
    facet: str | None = None
    """The reader's interest that it serves."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A day's list for one reader, in order. `considered` papers were ranked; `drawn_to` is the last `seq` of them."""

    reader: Reader
    day: date
    items: tuple[DigestItem, ...]
    considered: int = 0
    drawn_to: int = 0
    empty: Why | None = None
    titles: dict[str, str] = field(default_factory=dict)
    """Titles of the rated papers that reasons name, by paper id."""


class DeliveryKind(StrEnum):
    DAILY = "daily"
    NOW = "now"
    """Asked for by /digest or the command line."""
    NOTICE = "notice"
    """Tells a reader once that an earlier delivery stayed unsettled."""


class DeliveryState(StrEnum):
    """One state a message is in. Nothing is marked before it is true; `unknown` is never sent again blindly."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A claimed (reader, kind, slot): everything that this reader should get for it hangs on this row."""

    id: int
    reader: Reader
    kind: DeliveryKind
    slot: str
    state: DeliveryState
    day: date


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One part of a delivery, as the ledger keeps it. `ranks` are the digest items it shows."""

    id: int
    delivery: int
    part: int
    chat_id: int
    body: Message
    ranks: tuple[int, ...]
    state: DeliveryState
    message_id: int | None = None
