"""Builders of invented papers, entries and digests, so that a test only says what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from bot.domain import Announce, ArxivId, Digest, DigestItem, Entry, PaperRecord, Reader
from bot.identity import first_sighting, joined
from bot.services.catalogue import catalogue
from bot.store import Store
from ranking.domain import Reason

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = NOON.date()

_SUBJECTS = (
    "sea ice seen from balloons",
    "handwriting of left-handed clerks",
    "point clouds of old orchards",
    "lip reading under street lamps",
    "counting herring in sonar frames",
    "gait of clockwork animals",
    "depth from a single candle",
)


def seen_again(known: PaperRecord, entry: Entry, at: datetime) -> PaperRecord:
    """The record after one more sighting."""
    return joined(known, first_sighting(entry, known.seq, at))


def entry(number: int, **said: Any) -> Entry:
    """The entry of the invented paper of that number, with an arXiv id; any field may be said otherwise."""
    subject = _SUBJECTS[number % len(_SUBJECTS)]
    fields: dict[str, Any] = {
        "title": f"Study {number} of {subject}",
        "url": f"https://arxiv.org/abs/{arxiv_id(number)}",
        "abstract": f"We look at {subject} in setting {number}. A small model is learnt. It works well enough.",
        "authors": (f"Ada Invented{number % 5}", "Bo Madeup"),
        "categories": ("cs.CV",),
        "arxiv": ArxivId(arxiv_id(number), 1),
        "announce": Announce.NEW,
        "key": f"oai:arXiv.org:{arxiv_id(number)}v1",
    }
    return Entry(**fields | said)


def entries(numbers: Iterable[int], **said: Any) -> tuple[Entry, ...]:
    return tuple(entry(number, **said) for number in numbers)


def arxiv_id(number: int) -> str:
    return f"2611.{number:05d}"


def paper_id(number: int) -> str:
    """The id under which `entry(number)` is known."""
    return f"arxiv:{arxiv_id(number)}"


def record(number: int, seq: int = 0, at: datetime = NOON) -> PaperRecord:
    """The paper of that number as the store would know it after one sighting."""
    return first_sighting(entry(number), seq, at)


def bring(store: Store, numbers: Iterable[int], at: datetime = NOON, source: str = "arXiv cs.CV") -> None:
    """Papers of these numbers become news through a source."""
    catalogue(store, source, entries(numbers), at, news=True)


def digest(reader: Reader, records: Sequence[PaperRecord], day: date = TODAY) -> Digest:
    """A digest that shows these papers in this order, the first as item 1."""
    items = tuple(item(rank, one) for rank, one in enumerate(records, start=1))
    drawn_to = max((one.seq for one in records), default=0)
    return Digest(reader, day, items, considered=len(records), drawn_to=drawn_to)


def item(rank: int, shown: PaperRecord) -> DigestItem:
    return DigestItem(
        rank=rank,
        record=shown,
        stars=3.5,
        interval=(2.0, 4.5),
        p_like=0.4,
        summary=f"Summary of {shown.paper.title}",
        tips="First tip. Second tip.",
        reasons=(Reason("term", "orchards", 0.25), Reason("paper", shown.paper.id, -0.125, 4)),
        venue="An Invented Conference",
    )
