"""Papers and their sightings: merging what sources say, and drawing what is new for a reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot import identity
from bot.domain import PaperRecord
from bot.store import names, rows
from bot.store.batch import NOT_NEWS, Counts, Named, Sighting, Stored, outcomes
from bot.store.catalogued import write
from bot.store.database import Database
from bot.store.hidden import hidden
from bot.store.schema import deliveries, digest_items, numbers, papers, ratings, sightings, sources
from bot.store.shown import NEVER_ARRIVED, arrived, doubtful, never_rated, shown
from bot.store.subscriptions import GONE, sighted_for
from bot.store.told import told


class PaperStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def record(
        self, source: str, named: Sequence[Named], at: datetime, *, news: bool = True, shared: bool = True
    ) -> Counts:
        """Stores entries sighted in one source, each with every name of its paper, in one transaction.

        Whatever shares a name is one paper, also what was stored apart until now; its id is its best name. With `news`
        the papers count as new for every reader's next digest, unless the entry announces a replacement. A paper that
        only readers of a source of their own could see is news again when another source brings it first. `shared`
        says whether this source is read for everybody.
        """
        with self._db.write() as connection:
            if not (shared or _is_there(connection, source)):
                # Its last reader left while it was read: what it brings is for nobody, like what it brought before.
                source, news = GONE, False
            sighting = Sighting(source, at, news)
            have = names.known(connection, (name for these, _ in named for name in these))
            found = identity.components(named, have)
            stored = _stored(connection, sorted({key for one in found for key in one.stored}), source, shared=shared)
            done = outcomes(found, stored, sighting)
            write(connection, done, have, at)
            _note_last(connection, max((one.after.seq for one in done), default=0), stored.seq)
        return Counts(sum(one.is_new for one in done), sum(one.is_revised for one in done))

    def get(self, ids: Iterable[str]) -> dict[str, PaperRecord]:
        """The records of the papers with these ids, by the id asked for, which may be an older one of the paper.

        In the order asked for; a paper that is gone is left out.
        """
        with self._db.read() as connection:
            return names.records(connection, ids)

    def known(self, asked: Iterable[str]) -> dict[str, str]:
        """The ids of the papers that have these names (`identity.names_of`), by name; unknown ones are left out."""
        with self._db.read() as connection:
            return names.known(connection, asked)

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

        What others could see before is new when the reader's own sources bring it, where it became news since `since`.
        Never one that was sent or rated. With `again`, those that may or may not have arrived are among them.
        """
        with self._db.read() as connection:
            last, drawn_at = connection.execute(_drawn_to(reader_id)).one()
            recent = papers.c.first_seen >= since
            fresh = recent if last is None else papers.c.seq > last
            theirs = sighted_for(connection, reader_id)
            if theirs is not None and last is not None:
                fresh = sa.or_(fresh, sa.and_(recent, _came_late(theirs, drawn_at)))
            sent, lost = shown(reader_id), doubtful(reader_id)
            rated = sa.select(ratings.c.paper_id).where(ratings.c.reader_id == reader_id)
            wanted = sa.and_(fresh, papers.c.id.not_in(sent), papers.c.id.not_in(lost))
            if again:
                wanted = sa.or_(wanted, sa.and_(papers.c.id.in_(lost), papers.c.id.not_in(sent)))
            wanted = wanted if theirs is None else sa.and_(wanted, sa.exists().where(theirs))
            query = (
                sa.select(papers)
                .where(papers.c.seq.is_not(None), wanted, papers.c.id.not_in(rated))
                .order_by(papers.c.seq.desc())
                .limit(most)
            )
            return told(connection, reader_id, map(rows.paper_record, connection.execute(query)))

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
    """Also where its paper has become one with an older one: who drew up to there would miss the next with it."""
    return connection.execute(sa.select(numbers.c.last)).scalar() or 0


def _note_last(connection: sa.Connection, seq: int, before: int) -> None:
    if seq > before:
        connection.execute(numbers.delete())
        connection.execute(numbers.insert().values(last=seq))


def _stored(connection: sa.Connection, ids: list[str], source: str, *, shared: bool) -> Stored:
    """What is stored of these papers, for a batch of that source."""
    keys: dict[str, set[str]] = {}
    for chunk in names.chunks(ids):
        known = sa.select(sightings.c.paper_id, sightings.c.key)
        query = known.where(sightings.c.source == source, sightings.c.paper_id.in_(chunk))
        for row in connection.execute(query):
            keys.setdefault(row.paper_id, set()).add(row.key)
    return Stored(
        papers=names.records(connection, ids),
        keys={paper: frozenset(of_it) for paper, of_it in keys.items()},
        hidden=hidden(connection, ids, source, shared=shared),
        seq=_last_seq(connection),
    )


def _is_there(connection: sa.Connection, source: str) -> bool:
    return connection.execute(sa.select(sources.c.id).where(sources.c.name == source)).first() is not None


def _drawn_to(reader_id: int) -> sa.Select[Any]:
    """The last number that was drawn for the reader, and when; both None before the first time."""
    drawn = sa.and_(
        deliveries.c.reader_id == reader_id,
        deliveries.c.drawn_to > 0,
        deliveries.c.state.not_in(NEVER_ARRIVED),
    )
    return sa.select(sa.func.max(deliveries.c.drawn_to), sa.func.max(deliveries.c.created_at)).where(drawn)


def _came_late(theirs: sa.ColumnElement[bool], after: datetime) -> sa.ColumnElement[bool]:
    """Papers whose sightings for a reader are all later than that, one of them as news."""
    as_news = sa.or_(sightings.c.announce.is_(None), sightings.c.announce.not_in(NOT_NEWS))
    before = sa.exists().where(theirs, sightings.c.seen_at <= after)
    return sa.and_(sa.exists().where(theirs, sightings.c.seen_at > after, as_news), sa.not_(before))
