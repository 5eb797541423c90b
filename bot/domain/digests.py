"""A day's list, and the messages that carry it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.papers import PaperRecord
from bot.domain.readers import Reader
from bot.message import Message
from ranking.domain import Reason


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
    WEEKEND = "weekend"
    """arXiv announces nothing, as every week."""
    HOLIDAY = "holiday"
    """arXiv announced nothing on a day that is a holiday there."""
    UNREAD = "unread"
    """Sources could not be read since a day, or never."""
    OVERDUE = "overdue"
    """Sources do not have what they should have by now."""
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
    empty_day: date | None = None
    """The day that the reason is about, and `empty_sources` are the names of the sources."""
    empty_sources: tuple[str, ...] = ()
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
