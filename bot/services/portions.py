"""Storing what a document brought, in portions: a huge one keeps nobody else from writing, not even a rating."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.domain import Entry, Source
from bot.services.article_links import take_in
from bot.store import Store
from bot.store.batch import Counts

PORTION = 1_000
"""Entries that are stored in one go."""
BREATH = 0.2
"""Seconds between two portions: whoever waits for the database looks ten times a second."""


async def stored(
    store: Store, turn: asyncio.Lock, source: Source, entries: Sequence[Entry], at: datetime, *, news: bool
) -> Counts:
    """Stores the entries of a page, each portion once it is its turn; `news` as in `PaperStore.record`."""
    counts = Counts()
    for start in range(0, len(entries), PORTION):
        if start:
            await asyncio.sleep(BREATH)
        async with turn:
            more = await asyncio.to_thread(_store, store, source, entries[start : start + PORTION], at, news=news)
        counts = Counts(counts.new + more.new, counts.revised + more.revised)
    return counts


def _store(store: Store, source: Source, entries: Sequence[Entry], at: datetime, *, news: bool) -> Counts:
    """Under the source's name of now. Of one that was left while it was read nothing is kept: with nobody to read it,
    its papers would be taken for everybody's."""
    now = store.sources.as_it_is_now(source)
    return take_in(store, now, entries, at, news=news) if now is not None else Counts()
