"""Papers that were drawn from below the cut, and what their reader made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.domain import ItemSlot
from bot.store.database import Database
from bot.store.schema import deliveries, digest_items
from bot.store.shown import arrived, with_items


@dataclass(frozen=True, slots=True)
class AuditedItems:
    """`audited` are (probability of being drawn, stars or None); `shown` the stars of what else they showed."""

    audited: tuple[tuple[float, int | None], ...]
    shown: tuple[int, ...]


class AuditStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def since(self, reader_id: int, day: date) -> bool:
        """Whether a digest of that day or a later one had an audited paper that the reader may have seen."""
        mine = sa.and_(
            digest_items.c.slot == ItemSlot.AUDIT.value,
            digest_items.c.delivery_id.in_(with_items(reader_id)),
            deliveries.c.day >= day.isoformat(),
        )
        query = sa.select(digest_items.c.rank).join(deliveries, deliveries.c.id == digest_items.c.delivery_id)
        with self._db.read() as connection:
            return connection.execute(query.where(mine).limit(1)).first() is not None

    def of(self, reader_id: int) -> AuditedItems:
        """All of a reader's digests that had audited papers and arrived, oldest first."""
        items = arrived(reader_id, digest_items.c.delivery_id, digest_items.c.slot, digest_items.c.drawn_with)
        with self._db.read() as connection:
            found = connection.execute(items).all()
        drawn = [row for row in found if _is_audited(row)]
        digests = {row.delivery_id for row in drawn}
        return AuditedItems(
            tuple((row.drawn_with, row.given) for row in drawn),
            _stars([row for row in found if row.delivery_id in digests and not _is_audited(row)]),
        )


def _is_audited(row: sa.Row[Any]) -> bool:
    return bool(row.slot == ItemSlot.AUDIT.value and row.drawn_with is not None)


def _stars(found: Sequence[sa.Row[Any]]) -> tuple[int, ...]:
    return tuple(row.given for row in found if row.given is not None)
