"""Readers, their settings, and invitations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain import Language, Reader, Schedule
from bot.errors import NoSuchReader
from bot.store import rows
from bot.store.database import Database
from bot.store.schema import invitations, readers
from bot.store.subscriptions import remove_unread


@dataclass(frozen=True, slots=True)
class Invitation:
    code: str
    uses: int
    expires_at: datetime


class ReaderStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def find(self, key: str) -> Reader | None:
        with self._db.read() as connection:
            row = connection.execute(sa.select(readers).where(readers.c.key == key)).first()
            return rows.reader(row) if row else None

    def get(self, key: str) -> Reader:
        """The reader of that key. Raises NoSuchReader."""
        found = self.find(key)
        if found is None:
            raise NoSuchReader(f"There is no reader {key!r}.")
        return found

    def all(self) -> tuple[Reader, ...]:
        with self._db.read() as connection:
            query = sa.select(readers).order_by(readers.c.id)
            return tuple(rows.reader(row) for row in connection.execute(query))

    def ensure(self, key: str, at: datetime, language: Language | None = None, *, admitted: bool) -> Reader:
        """The reader of that key, made with defaults if new; `admitted` is only ever added, never taken.

        `language` counts where none is known yet: None for a reader who has not spoken, such as one imported.
        """
        with self._db.write() as connection:
            return _ensure(connection, key, at, language, admitted)

    def set_language(self, reader_id: int, language: Language) -> None:
        self._set(reader_id, language=language.value)

    def set_zone(self, reader_id: int, zone: str, at: datetime) -> None:
        """A new zone starts the plan afresh: what was planned in the old zone before `at` is not owed."""
        self._set(reader_id, zone=zone, scheduled_at=at)

    def set_schedule(self, reader_id: int, schedule: Schedule) -> None:
        times = [t.isoformat("minutes") for t in schedule.times]
        self._set(reader_id, times=times, weekdays=sorted(schedule.weekdays), scheduled_at=schedule.since)

    def set_reachable(self, reader_id: int, reachable: bool) -> None:
        self._set(reader_id, reachable=reachable)

    def scheduled(self) -> tuple[Reader, ...]:
        """Reachable readers who want a daily push."""
        with self._db.read() as connection:
            query = sa.select(readers).where(readers.c.reachable, readers.c.scheduled_at.is_not(None))
            found = tuple(rows.reader(row) for row in connection.execute(query.order_by(readers.c.id)))
        return tuple(r for r in found if r.schedule.times)

    def remove(self, key: str) -> None:
        """Removes a reader and all that belongs to them. Raises NoSuchReader."""
        with self._db.write() as connection:
            gone = connection.execute(readers.delete().where(readers.c.key == key))
            if not gone.rowcount:
                raise NoSuchReader(f"There is no reader {key!r}.")
            remove_unread(connection)

    def invite(self, invitation: Invitation, at: datetime) -> None:
        with self._db.write() as connection:
            values = {"code": invitation.code, "uses": invitation.uses, "expires_at": invitation.expires_at}
            connection.execute(invitations.insert().values(values | {"created_at": at}))

    def redeem(self, code: str, key: str, at: datetime, language: Language) -> Reader | None:
        """Uses an invitation once and admits who brought it; None where it is unknown, has expired, or is used up."""
        valid = sa.and_(invitations.c.code == code, invitations.c.uses > 0, invitations.c.expires_at > at)
        with self._db.write() as connection:
            used = connection.execute(invitations.update().where(valid).values(uses=invitations.c.uses - 1))
            return _ensure(connection, key, at, language, admitted=True) if used.rowcount else None

    def _set(self, reader_id: int, **values: object) -> None:
        with self._db.write() as connection:
            connection.execute(readers.update().where(readers.c.id == reader_id).values(values))


def _ensure(connection: sa.Connection, key: str, at: datetime, language: Language | None, admitted: bool) -> Reader:
    mine = readers.c.key == key
    row = connection.execute(sa.select(readers).where(mine)).first()
    if row is None:
        connection.execute(readers.insert().values(_fresh(key, at, language, admitted)))
    else:
        spoken = row.language or (language and language.value)
        kept = {"admitted": row.admitted or admitted, "language": spoken}
        connection.execute(readers.update().where(mine).values(kept))
    return rows.reader(connection.execute(sa.select(readers).where(mine)).one())


def _fresh(key: str, at: datetime, language: Language | None, admitted: bool) -> dict[str, object]:
    blank = Schedule()
    return {
        "key": key,
        "language": language and language.value,
        "zone": "UTC",
        "times": [],
        "weekdays": sorted(blank.weekdays),
        "length": Reader(0, key).length,
        "admitted": admitted,
        "reachable": True,
        "ratings_revision": 0,
        "created_at": at,
    }
