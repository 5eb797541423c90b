"""Comparisons under way: a reader's model against a rival, in that reader's real digests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import comparisons, deliveries, digest_items
from bot.store.shown import arrived


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the reader's model is compared with, and since when."""

    rival: str
    since: datetime


class ComparisonStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, reader_id: int) -> Comparison | None:
        """The comparison under way."""
        with self._db.read() as connection:
            query = sa.select(comparisons).where(comparisons.c.reader_id == reader_id)
            row = connection.execute(query).first()
            return Comparison(row.rival, row.since) if row else None

    def start(self, reader_id: int, rival: str, at: datetime) -> None:
        """Begins a comparison. The one under way goes on where it is with the same rival, and ends where it is not."""
        mine = comparisons.c.reader_id == reader_id
        with self._db.write() as connection:
            connection.execute(comparisons.delete().where(mine, comparisons.c.rival != rival))
            if connection.execute(sa.select(comparisons.c.rival).where(mine)).first() is None:
                connection.execute(comparisons.insert().values(reader_id=reader_id, rival=rival, since=at))

    def stop(self, reader_id: int) -> None:
        with self._db.write() as connection:
            connection.execute(comparisons.delete().where(comparisons.c.reader_id == reader_id))

    def digests(self, reader_id: int, since: datetime) -> tuple[tuple[tuple[str, int], ...], ...]:
        """(team, stars) of the rated papers that a team drafted, a digest each, oldest first."""
        drafted = arrived(reader_id, digest_items.c.delivery_id, digest_items.c.team)
        wanted = drafted.where(digest_items.c.team.is_not(None), deliveries.c.created_at >= since)
        rated: dict[int, list[tuple[str, int]]] = {}
        with self._db.read() as connection:
            for row in connection.execute(wanted):
                if row.given is not None:
                    rated.setdefault(row.delivery_id, []).append((row.team, row.given))
        return tuple(tuple(digest) for digest in rated.values())
