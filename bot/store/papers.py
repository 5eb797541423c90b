"""Papers and their sightings: merging what sources say, and drawing what is new for a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from bot.domain import Announce, Entry, PaperRecord
from bot.store import rows
from bot.store.database import Database
from bot.store.schema import deliveries, papers, ratings, readers, sightings
from bot.store.shown import NEVER_ARRIVED, doubtful, shown

Change = Literal["new", "revised", "same"]
Merge = Callable[[PaperRecord | None, Entry, datetime], tuple[PaperRecord, Change]]
"""How an entry joins what is known: `services.ingest` hands in `identity`'s rule."""

NOT_NEWS = (Announce.REPLACE, Announce.REPLACE_CROSS)
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """What one batch of entries changed."""

    new: int = 0
    revised: int = 0


class PaperStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def record(
        self,
        source: str,
        entries: Sequence[tuple[str, Entry]],
        at: datetime,
        merge: Merge,
        *,
        news: bool = True,
    ) -> Counts:
        """Stores (paper id, entry) pairs sighted in one source in one transaction, each merged into its paper.

        With `news` the papers count as new for every reader's next digest, unless the entry announces a replacement.
        """
        new = revised = 0
        with self._db.write() as connection:
            known = {r.paper.id: r for r in _by_ids(connection, [key for key, _ in entries])}
            seq = connection.execute(sa.select(sa.func.max(papers.c.seq))).scalar() or 0
            for key, entry in entries:
                before = known.get(key)
                after, change = merge(before, entry, at)
                if news and entry.announce not in NOT_NEWS and not after.seq:
                    seq += 1
                    after = replace(after, seq=seq, first_seen=at)
                _write(connection, before, after, change, at)
                known[key] = after
                _sight(connection, source, key, entry, at)
                new += before is None
                revised += change == "revised"
        return Counts(new, revised)

    def get(self, ids: Iterable[str]) -> dict[str, PaperRecord]:
        """The records with these ids; a paper that is gone is left out."""
        with self._db.read() as connection:
            return {r.paper.id: r for r in _by_ids(connection, list(ids))}

    def count(self) -> int:
        with self._db.read() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(papers)).scalar_one()

    def corpus(self, most: int) -> tuple[PaperRecord, ...]:
        """The papers seen last, newest first, at most so many: what a space is learnt from."""
        query = sa.select(papers).order_by(papers.c.first_seen.desc(), papers.c.id).limit(most)
        with self._db.read() as connection:
            return tuple(rows.paper_record(row) for row in connection.execute(query))

    def unseen(self, reader_id: int, since: datetime, most: int, *, again: bool) -> tuple[PaperRecord, ...]:
        """Papers that became news since the reader's last digest (the first time: since `since`), newest first.

        Never one that was sent or rated. With `again`, those that may or may not have arrived are among them.
        """
        with self._db.read() as connection:
            last = connection.execute(_drawn_to(reader_id)).scalar()
            fresh = papers.c.first_seen >= since if last is None else papers.c.seq > last
            sent, lost = shown(reader_id), doubtful(reader_id)
            rated = sa.select(ratings.c.paper_id).where(ratings.c.reader_id == reader_id)
            wanted = sa.and_(fresh, papers.c.id.not_in(sent), papers.c.id.not_in(lost))
            if again:
                wanted = sa.or_(wanted, sa.and_(papers.c.id.in_(lost), papers.c.id.not_in(sent)))
            query = (
                sa.select(papers)
                .where(papers.c.seq.is_not(None), wanted, papers.c.id.not_in(rated))
                .order_by(papers.c.seq.desc())
                .limit(most)
            )
            return tuple(rows.paper_record(row) for row in connection.execute(query))

    def last_seq(self) -> int:
        with self._db.read() as connection:
            return connection.execute(sa.select(sa.func.max(papers.c.seq))).scalar() or 0


def _by_ids(connection: sa.Connection, ids: list[str]) -> list[PaperRecord]:
    found: list[PaperRecord] = []
    for start in range(0, len(ids), CHUNK):
        query = sa.select(papers).where(papers.c.id.in_(ids[start : start + CHUNK]))
        found.extend(rows.paper_record(row) for row in connection.execute(query))
    return found


def _write(
    connection: sa.Connection, before: PaperRecord | None, after: PaperRecord, change: Change, at: datetime
) -> None:
    values: dict[str, Any] = rows.paper_values(after) | {"seq": after.seq or None}
    if change == "revised":
        values["revised_at"] = at
    if before is None:
        connection.execute(papers.insert().values(values))
    elif before != after:
        connection.execute(papers.update().where(papers.c.id == after.paper.id).values(values))


def _sight(connection: sa.Connection, source: str, paper_id: str, entry: Entry, at: datetime) -> None:
    key = (entry.key or entry.url)[:500]
    same = sa.and_(sightings.c.source == source, sightings.c.paper_id == paper_id, sightings.c.key == key)
    if connection.execute(sa.select(sightings.c.id).where(same)).first() is None:
        announce = entry.announce.value if entry.announce else None
        values = {"source": source, "paper_id": paper_id, "key": key, "announce": announce, "seen_at": at}
        connection.execute(sightings.insert().values(values))


def _drawn_to(reader_id: int) -> sa.Select[tuple[int | None]]:
    drawn = sa.and_(
        deliveries.c.reader_id == reader_id,
        deliveries.c.drawn_to > 0,
        deliveries.c.state.not_in(NEVER_ARRIVED),
    )
    return sa.select(sa.func.max(deliveries.c.drawn_to)).where(drawn)
