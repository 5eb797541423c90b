"""What a source of arXiv's has said so far, by arXiv id: the feed's side of the comparison with arXiv's search.

A paper may have several ids, and answers to each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain import Announce
from bot.store import names
from bot.store.database import Database
from bot.store.schema import aliases, sightings

NAMED = "arxiv:"
"""How the name begins that an arXiv id gives a paper."""
NEW_HERE = (Announce.NEW.value, Announce.CROSS.value)


class AnnouncedStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def since(self, source: str, at: datetime) -> frozenset[str]:
        """The papers that were announced in the source as new or cross-listed, first sighted so from then on."""
        query = _sighted(source).where(sightings.c.seen_at >= at, sightings.c.announce.in_(NEW_HERE))
        with self._db.read() as connection:
            return _ids(connection.execute(query.where(aliases.c.name.startswith(NAMED))))

    def known(self, source: str, ids: Sequence[str]) -> frozenset[str]:
        """Those of these papers that were sighted in the source, announced or not."""
        found: set[str] = set()
        with self._db.read() as connection:
            for chunk in names.chunks([f"{NAMED}{key}" for key in ids]):
                found |= _ids(connection.execute(_sighted(source).where(aliases.c.name.in_(chunk))))
        return frozenset(found)

    def filled(self, source: str, at: datetime) -> int:
        """How many papers the search brought that the source had not announced, first sighted so from then on."""
        mine = sightings.c.source == source
        announced = sa.select(sightings.c.paper_id).where(mine, sightings.c.announce.is_not(None))
        brought = sa.and_(mine, sightings.c.seen_at >= at, sightings.c.paper_id.not_in(announced))
        query = sa.select(sa.func.count(sightings.c.paper_id.distinct())).where(brought)
        with self._db.read() as connection:
            return connection.execute(query).scalar_one()


def _sighted(source: str) -> sa.Select[Any]:
    here = aliases.join(sightings, sightings.c.paper_id == aliases.c.paper_id)
    return sa.select(aliases.c.name).select_from(here).where(sightings.c.source == source)


def _ids(rows: Iterable[sa.Row[Any]]) -> frozenset[str]:
    return frozenset(row.name.removeprefix(NAMED) for row in rows)
