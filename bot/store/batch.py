"""What a batch of entries makes of the papers, worked out in memory, so that it is written in a few statements.

A paper may come several times in one batch: each entry joins what the one before it left. Runs no statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from bot.domain import Announce, Entry, PaperRecord
from bot.store import rows

Change = Literal["new", "revised", "same"]
Merge = Callable[[PaperRecord | None, Entry, datetime], tuple[PaperRecord, Change]]
"""How an entry joins what is known: `services.catalogue` hands in `identity`'s rule."""

NOT_NEWS = (Announce.REPLACE, Announce.REPLACE_CROSS)
LONGEST_KEY = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """What one batch of entries changed."""

    new: int = 0
    revised: int = 0


class Batch:
    """Entries sighted in one source at one moment; `known` are the stored papers among theirs, `seq` the last one."""

    def __init__(self, source: str, at: datetime, known: Iterable[PaperRecord], seq: int) -> None:
        self._source = source
        self._at = at
        self._seq = seq
        self._papers = {record.paper.id: record for record in known}
        self._stored = frozenset(self._papers)
        self._changed: dict[str, None] = {}
        self._revised: set[str] = set()
        self._sightings: dict[tuple[str, str], dict[str, Any]] = {}
        self.counts = Counts()

    def take(self, key: str, entry: Entry, merge: Merge, *, news: bool) -> None:
        """Joins one entry to the paper of that id."""
        before = self._papers.get(key)
        after, change = merge(before, entry, self._at)
        if news and entry.announce not in NOT_NEWS and not after.seq:
            self._seq += 1
            after = replace(after, seq=self._seq, first_seen=self._at)
        self._papers[key] = after
        if before != after:
            self._changed[key] = None
        if change == "revised":
            self._revised.add(key)
        self._sight(key, entry)
        self.counts = Counts(self.counts.new + (before is None), self.counts.revised + (change == "revised"))

    def inserts(self) -> list[dict[str, Any]]:
        """Rows of the papers that were not stored before, in the order of their first entries."""
        new = [key for key in self._changed if key not in self._stored]
        return [self._values(key) | {"revised_at": self._at if key in self._revised else None} for key in new]

    def updates(self, *, revised: bool) -> list[dict[str, Any]]:
        """Rows of the stored papers that changed: those of another text, or the others."""
        rows_of = (key for key in self._changed if key in self._stored and (key in self._revised) == revised)
        return [self._values(key) | ({"revised_at": self._at} if revised else {}) for key in rows_of]

    def sightings(self, stored: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
        """Rows of the sightings, each once, without those that are `stored` by (paper id, key)."""
        old = frozenset(stored)
        return [values for name, values in self._sightings.items() if name not in old]

    def _values(self, key: str) -> dict[str, Any]:
        record = self._papers[key]
        return rows.paper_values(record) | {"seq": record.seq or None}

    def _sight(self, paper_id: str, entry: Entry) -> None:
        key = (entry.key or entry.url)[:LONGEST_KEY]
        announce = entry.announce.value if entry.announce else None
        values = {"source": self._source, "paper_id": paper_id, "key": key, "announce": announce, "seen_at": self._at}
        self._sightings.setdefault((paper_id, key), values)
