"""Facets that readers have set: named, muted, or given a share. What is only found is not kept.

A facet says what is done with scores, not what is learnt, so setting one does not make a model stale.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import facets
from ranking.domain import Facet


class FacetStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, reader_id: int) -> tuple[Facet, ...]:
        """The facets that the reader has set, in the order in which they claim papers."""
        query = sa.select(facets).where(facets.c.reader_id == reader_id).order_by(facets.c.id)
        with self._db.read() as connection:
            found = connection.execute(query)
            return tuple(Facet(row.name, tuple(row.papers), row.share, row.muted) for row in found)

    def keep(self, reader_id: int, kept: Sequence[Facet], at: datetime) -> None:
        """Makes these, whose names differ, the facets that the reader has set."""
        values = [
            {
                "reader_id": reader_id,
                "name": facet.name,
                "papers": list(facet.papers),
                "share": facet.share,
                "muted": facet.muted,
                "created_at": at,
            }
            for facet in kept
        ]
        with self._db.write() as connection:
            connection.execute(facets.delete().where(facets.c.reader_id == reader_id))
            if values:
                connection.execute(facets.insert(), values)
