"""Entries into the catalogue: identity decides which paper an entry is, the store merges it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot import identity
from bot.domain import Entry, PaperRecord
from bot.store import Store
from bot.store.batch import Change, Counts


def catalogue(store: Store, source: str, entries: Sequence[Entry], at: datetime, *, news: bool) -> Counts:
    """Stores entries sighted in one source; `news` as in `PaperStore.record`."""
    pairs = [(identity.paper_id(entry), entry) for entry in entries]
    return store.papers.record(source, pairs, at, join, news=news)


def join(known: PaperRecord | None, entry: Entry, at: datetime) -> tuple[PaperRecord, Change]:
    """The paper after this sighting, and whether that made it new, revised, or left it the same."""
    after = identity.first_sighting(entry, 0, at) if known is None else identity.merge(known, entry, at)
    return after, identity.change(known, after)
