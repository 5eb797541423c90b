"""Digests that were handed over, for tests of what is done with papers that were shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from bot.domain import Reader
from bot.services.catalogue import catalogue
from bot.store import Store
from tests.fakes.clock import FakeClock
from tests.fakes.papers import digest, entry, paper_id

WEEK = timedelta(days=7)
_SLOTS = count()


def show(
    store: Store, reader: Reader, clock: FakeClock, *numbers: int, also: Sequence[int] = (), **said: Any
) -> list[str]:
    """Stores papers, as `said` of them, and hands a digest of the first over; those of `also` are in none."""
    catalogue(store, "invented", [entry(n, **said) for n in (*numbers, *also)], clock(), news=True)
    known = store.papers.get(paper_id(n) for n in numbers)
    shown = digest(reader, [known[paper_id(n)] for n in numbers])
    store.ledger.hand_over(reader, f"terminal:{next(_SLOTS)}", shown, clock())
    return [paper_id(n) for n in numbers]


def wanted(store: Store, clock: FakeClock) -> list[tuple[str, int]]:
    """Ids of papers whose pictures are to be looked for, in order, with past tries."""
    return [(record.paper.id, tries) for record, tries in store.pictures.wanted(clock() - WEEK, clock(), 100)]
