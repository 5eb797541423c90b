"""Papers and their sightings: merging what sources say, and drawing what is new for a reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa

from bot.domain import Entry, PaperRecord
from bot.store import rows
from bot.store.batch import Batch, Counts, Merge
from bot.store.database import Database
from bot.store.schema import deliveries, digest_items, papers, ratings, readers, sightings
from bot.store.shown import NEVER_ARRIVED, arrived, doubtful, never_rated, shown

CHUNK = 500
T = TypeVar("T")


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
        ids = list(dict.fromkeys(key for key, _ in entries))
        with self._db.write() as connection:
            batch = Batch(source, at, _by_ids(connection, ids), _last_seq(connection))
            for key, entry in entries:
                batch.take(key, entry, merge, news=news)
            _write(connection, batch)
            _sight(connection, batch, source, ids)
        return batch.counts

    def get(self, ids: Iterable[str]) -> dict[str, PaperRecord]:
        """The records with these ids; a paper that is gone is left out."""
        with self._db.read() as connection:
            return {r.paper.id: r for r in _by_ids(connection, list(ids))}

    def count(self) -> int:
        with self._db.read() as connection:
            return connection.execute(sa.select(sa.func.count()).select_from(papers)).scalar_one()

    def count_since(self, at: datetime) -> int:
        """How many papers were first seen after that time."""
        query = sa.select(sa.func.count()).select_from(papers).where(papers.c.first_seen > at)
        with self._db.read() as connection:
            return connection.execute(query).scalar_one()

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

    def passed_over(self, reader_id: int, before: datetime, most: int) -> tuple[str, ...]:
        """Ids of papers that were sent before that time and never rated, those sent last first, at most so many."""
        with self._db.read() as connection:
            return tuple(row.paper_id for row in connection.execute(never_rated(reader_id, before).limit(most)))

    def sent(self, reader_id: int) -> dict[str, datetime]:
        """When each paper that reached the reader was first sent."""
        query = arrived(reader_id, digest_items.c.paper_id, deliveries.c.created_at)
        first: dict[str, datetime] = {}
        with self._db.read() as connection:
            for row in connection.execute(query):
                first.setdefault(row.paper_id, row.created_at)
        return first

    def last_seq(self) -> int:
        with self._db.read() as connection:
            return _last_seq(connection)


def _last_seq(connection: sa.Connection) -> int:
    return connection.execute(sa.select(sa.func.max(papers.c.seq))).scalar() or 0


def _by_ids(connection: sa.Connection, ids: list[str]) -> list[PaperRecord]:
    found: list[PaperRecord] = []
    for chunk in _chunks(ids):
        query = sa.select(papers).where(papers.c.id.in_(chunk))
        found.extend(rows.paper_record(row) for row in connection.execute(query))
    return found


def _chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def _write(connection: sa.Connection, batch: Batch) -> None:
    if new := batch.inserts():
        connection.execute(papers.insert(), new)
        _revise_raters(connection, [values["id"] for values in new])
    for revised in (False, True):
        if changed := batch.updates(revised=revised):
            this = papers.c.id == sa.bindparam("this")
            values = [{"this": row.pop("id")} | row for row in changed]
            connection.execute(papers.update().where(this), values)


def _sight(connection: sa.Connection, batch: Batch, source: str, ids: list[str]) -> None:
    stored: list[tuple[str, str]] = []
    for chunk in _chunks(ids):
        known = sa.select(sightings.c.paper_id, sightings.c.key)
        query = known.where(sightings.c.source == source, sightings.c.paper_id.in_(chunk))
        stored.extend((row.paper_id, row.key) for row in connection.execute(query))
    if new := batch.sightings(stored):
        connection.execute(sightings.insert(), new)


def _drawn_to(reader_id: int) -> sa.Select[tuple[int | None]]:
    drawn = sa.and_(
        deliveries.c.reader_id == reader_id,
        deliveries.c.drawn_to > 0,
        deliveries.c.state.not_in(NEVER_ARRIVED),
    )
    return sa.select(sa.func.max(deliveries.c.drawn_to)).where(drawn)


def _revise_raters(connection: sa.Connection, ids: list[str]) -> None:
    """Ratings may be older than the paper: whoever rated one that is here only now has something new to learn from."""
    for chunk in _chunks(ids):
        raters = sa.select(ratings.c.reader_id).where(ratings.c.paper_id.in_(chunk))
        raised = readers.c.ratings_revision + 1
        connection.execute(readers.update().where(readers.c.id.in_(raters)).values(ratings_revision=raised))
