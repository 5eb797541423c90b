"""Who reads which source: the shared ones whoever has not left them, any other whoever subscribed to it.

A source of readers' own goes when nobody reads it any more; its papers stay, and are news for nobody but by another
source. What one reader subscribed to is never told to another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from bot.address import shown
from bot.domain import Source, SourceSpec
from bot.identity import canonical_url
from bot.store import rows
from bot.store.database import Database
from bot.store.schema import papers, sightings, sources, subscriptions

GONE = "(left by all)"
"""Stands in sightings for every source of readers' own that is gone: what was seen there alone stays theirs."""
NOBODYS = (GONE, "import")
"""Where a sighting makes no paper visible: a history is one reader's too."""


class Joined(StrEnum):
    """What came of asking for a source."""

    NEW = "new"
    BACK = "back"
    """It is a shared one that the reader had left."""
    ALREADY = "already"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Reading:
    """A source as one reader has it; not `wanted` is a shared one that they left."""

    source: Source
    wanted: bool = True


class SubscriptionStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, reader_id: int) -> tuple[Reading, ...]:
        """What the reader reads, and the shared sources that they left, by age."""
        mine = sa.and_(subscriptions.c.source_id == sources.c.id, subscriptions.c.reader_id == reader_id)
        query = (
            sa.select(sources, subscriptions.c.wanted)
            .outerjoin(subscriptions, mine)
            .where(sa.or_(sources.c.shared, subscriptions.c.wanted))
            .order_by(sources.c.id)
        )
        with self._db.read() as connection:
            return tuple(Reading(rows.source(row), row.wanted is not False) for row in connection.execute(query))

    def read_by(self, reader_id: int) -> tuple[Source, ...]:
        """The sources that the reader reads, by age: all that may be told to them."""
        return tuple(reading.source for reading in self.of(reader_id) if reading.wanted)

    def subscribe(self, reader_id: int, wanted: Sequence[SourceSpec], at: datetime, most: int) -> tuple[Joined, ...]:
        """Gives the reader these sources, in one transaction, up to so many of their own; what came of each.

        An address that is known in whatever spelling is the source that is there.
        """
        with self._db.write() as connection:
            desk = _Desk(connection, reader_id, at, most)
            return tuple(desk.join(one) for one in wanted)

    def leave(self, reader_id: int, source_id: int, at: datetime) -> None:
        """Ends the reader's reading of a source; one that nobody reads then is removed."""
        mine = sa.and_(subscriptions.c.reader_id == reader_id, subscriptions.c.source_id == source_id)
        with self._db.write() as connection:
            shared = connection.execute(sa.select(sources.c.shared).where(sources.c.id == source_id)).scalar()
            connection.execute(subscriptions.delete().where(mine))
            if shared:
                _subscribe(connection, reader_id, source_id, at, wanted=False)
            remove_unread(connection)

    def share(self, url: str, name: str) -> bool:
        """Makes a source of readers' own one that is read for everybody, under this name; False: it is not there."""
        with self._db.write() as connection:
            known = _known(connection).get(canonical_url(url))
            if known is None or known.shared:
                return False
            _rename_sightings(connection, known.name, name)
            this = sources.c.id == known.id
            connection.execute(sources.update().where(this).values(shared=True, name=name))
        return True


def remove_unread(connection: sa.Connection) -> None:
    """Removes the sources of readers' own that nobody reads any more."""
    read = sa.select(subscriptions.c.source_id).where(subscriptions.c.wanted)
    unread = sa.and_(sa.not_(sources.c.shared), sources.c.id.not_in(read))
    for row in connection.execute(sa.select(sources.c.id, sources.c.name).where(unread)).all():
        keep_apart(connection, row.name)
        connection.execute(sources.delete().where(sources.c.id == row.id))


def keep_apart(connection: sa.Connection, name: str) -> None:
    """What was seen in a source of readers' own, which goes now, stays hidden from everybody else."""
    _rename_sightings(connection, name, GONE)


def sighted_for(connection: sa.Connection, reader_id: int) -> sa.ColumnElement[bool] | None:
    """Whether a sighting of a paper is in a source that this reader reads; None where nothing is hidden from them.

    A source that was shared and is gone counts as read by everybody.
    """
    mine = sa.select(subscriptions.c.source_id).where(subscriptions.c.reader_id == reader_id)
    others = sa.and_(sa.not_(sources.c.shared), sources.c.id.not_in(mine.where(subscriptions.c.wanted)))
    left = sa.and_(sources.c.shared, sources.c.id.in_(mine.where(sa.not_(subscriptions.c.wanted))))
    hidden = sa.select(sources.c.name).where(sa.or_(others, left))
    gone = sa.select(sightings.c.id).where(sightings.c.source == GONE)
    if not connection.execute(sa.select(sa.or_(sa.exists(hidden), sa.exists(gone)))).scalar():
        return None
    here = sightings.c.paper_id == papers.c.id
    return sa.and_(here, sightings.c.source.not_in(NOBODYS), sightings.c.source.not_in(hidden))


class _Desk:
    """One reader's asking for sources within one transaction."""

    def __init__(self, connection: sa.Connection, reader_id: int, at: datetime, most: int) -> None:
        self._connection = connection
        self._reader = reader_id
        self._at = at
        self._known = _known(connection)
        self._names = {*NOBODYS, *connection.execute(sa.select(sources.c.name)).scalars()}
        mine = sa.select(subscriptions.c.source_id, subscriptions.c.wanted)
        found = connection.execute(mine.where(subscriptions.c.reader_id == reader_id))
        self._mine = {row.source_id: row.wanted for row in found}
        own = sum(self._mine.get(row.id, False) for row in self._known.values() if not row.shared)
        self._room = most - own

    def join(self, wanted: SourceSpec) -> Joined:
        known = self._known.get(canonical_url(wanted.url))
        if known is not None and (known.shared or self._mine.get(known.id)):
            return self._come_back(known.id)
        if self._room <= 0:
            return Joined.FULL
        self._room -= 1
        row = known or self._make(wanted)
        _subscribe(self._connection, self._reader, row.id, self._at, wanted=True)
        self._mine[row.id] = True
        return Joined.NEW

    def _come_back(self, source_id: int) -> Joined:
        if self._mine.get(source_id) is not False:
            return Joined.ALREADY
        left = sa.and_(subscriptions.c.reader_id == self._reader, subscriptions.c.source_id == source_id)
        self._connection.execute(subscriptions.delete().where(left))
        del self._mine[source_id]
        return Joined.BACK

    def _make(self, wanted: SourceSpec) -> _Known:
        name = self._free(shown(wanted.url))
        values = {"name": name, "url": wanted.url, "kind": wanted.kind, "title": wanted.title}
        done = self._connection.execute(sources.insert().values(values | {"configured": False, "shared": False}))
        (key,) = done.inserted_primary_key or (0,)
        made = _Known(int(key), name, shared=False)
        self._names.add(name)
        self._known[canonical_url(wanted.url)] = made
        return made

    def _free(self, name: str) -> str:
        """A name that no source has: that of a source of readers' own stands in logs, so it is no whole address."""
        number, free = 1, name
        while free in self._names:
            number += 1
            free = f"{name} ({number})"
        return free


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    name: str
    shared: bool


def _known(connection: sa.Connection) -> dict[str, _Known]:
    """The sources by canonical address; of two with one address the shared one."""
    query = sa.select(sources.c.id, sources.c.name, sources.c.url, sources.c.shared)
    found = connection.execute(query.order_by(sources.c.shared, sources.c.id.desc()))
    return {canonical_url(row.url): _Known(row.id, row.name, row.shared) for row in found}


def _subscribe(connection: sa.Connection, reader_id: int, source_id: int, at: datetime, *, wanted: bool) -> None:
    values = {"reader_id": reader_id, "source_id": source_id, "wanted": wanted, "created_at": at}
    connection.execute(subscriptions.insert().values(values))


def _rename_sightings(connection: sa.Connection, old: str, new: str) -> None:
    """Each sighting stands once under a source's name, so what the new name has already goes."""
    other = sightings.alias()
    there = sa.exists().where(
        other.c.source == new, other.c.paper_id == sightings.c.paper_id, other.c.key == sightings.c.key
    )
    was = sightings.c.source == old
    connection.execute(sightings.delete().where(was, there))
    connection.execute(sightings.update().where(was).values(source=new))
