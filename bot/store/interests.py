"""What readers said, in place of stars, they want more or less of. Each change raises the reader's revision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.revision import revise
from bot.store.schema import interests
from ranking.domain import Interest


@dataclass(frozen=True, slots=True)
class SaidInterest:
    """An interest with the id by which it is removed."""

    id: int
    interest: Interest


class InterestStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, reader_id: int) -> tuple[Interest, ...]:
        """What the reader said, in the order of saying; of a seed paper the id alone."""
        return tuple(said.interest for said in self.said(reader_id))

    def said(self, reader_id: int) -> tuple[SaidInterest, ...]:
        """The same with the ids of the rows."""
        query = sa.select(interests).where(interests.c.reader_id == reader_id).order_by(interests.c.id)
        with self._db.read() as connection:
            found = connection.execute(query)
            return tuple(SaidInterest(row.id, Interest(row.kind, row.text, row.weight)) for row in found)

    def say(self, reader_id: int, said: Iterable[Interest], at: datetime) -> int:
        """Stores what the reader says now in one transaction and returns how much of it is new or changed.

        The same thing said again takes the later weight.
        """
        with self._db.write() as connection:
            changed = sum(_upsert(connection, reader_id, interest, at) for interest in said)
            revise(connection, reader_id, changed)
        return changed

    def remove(self, reader_id: int, ids: Iterable[int]) -> int:
        """Removes what was said and returns how much of it there was."""
        mine = sa.and_(interests.c.reader_id == reader_id, interests.c.id.in_(list(ids)))
        with self._db.write() as connection:
            gone = connection.execute(interests.delete().where(mine)).rowcount
            revise(connection, reader_id, gone)
        return gone


def _upsert(connection: sa.Connection, reader_id: int, interest: Interest, at: datetime) -> bool:
    same = sa.and_(
        interests.c.reader_id == reader_id, interests.c.kind == interest.kind, interests.c.text == interest.text
    )
    row = connection.execute(sa.select(interests).where(same)).first()
    if row is None:
        values = {"kind": interest.kind, "text": interest.text, "weight": interest.weight, "created_at": at}
        connection.execute(interests.insert().values(values | {"reader_id": reader_id}))
        return True
    if row.weight == interest.weight:
        return False
    connection.execute(interests.update().where(same).values(weight=interest.weight))
    return True
