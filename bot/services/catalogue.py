"""Entries into the catalogue: identity names the papers that they are about, the store merges what is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot import identity
from bot.domain import Entry
from bot.store import Store
from bot.store.batch import Counts


def catalogue(
    store: Store, source: str, entries: Sequence[Entry], at: datetime, *, news: bool, shared: bool = True
) -> Counts:
    """Stores the entries of one document; `news` and `shared` as in `PaperStore.record`."""
    return store.papers.record(source, identity.names_in(entries), at, news=news, shared=shared)
