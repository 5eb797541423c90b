"""What was found of papers' teaser pictures: where they came from, or why there is none. The files lie elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.domain import Found, PaperRecord
from bot.store import rows
from bot.store.database import Database
from bot.store.schema import deliveries, digest_items, papers, pictures

CHUNK = 500


class PictureState(StrEnum):
    READY = "ready"
    NONE = "none"
    """There is none that could be shown."""
    FAILED = "failed"
    """Nobody knows yet: it is tried again."""


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """The outcome of looking for a paper's picture; `file` is a name within the cache, `next_at` when to look again."""

    state: PictureState
    url: str = ""
    found_in: Found | None = None
    file: str = ""
    width: int = 0
    height: int = 0
    tries: int = 0
    next_at: datetime | None = None


class PictureStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def wanted(self, since: datetime, now: datetime, most: int) -> tuple[tuple[PaperRecord, int], ...]:
        """Papers of digests made after `since` whose picture is to be looked for now, newest first, with past tries."""
        newest = sa.func.max(deliveries.c.created_at)
        again = sa.and_(pictures.c.state == PictureState.FAILED, pictures.c.next_at <= now)
        query = (
            sa.select(digest_items.c.paper_id, sa.func.coalesce(sa.func.max(pictures.c.tries), 0).label("tries"))
            .join(deliveries, deliveries.c.id == digest_items.c.delivery_id)
            .join(papers, papers.c.id == digest_items.c.paper_id)
            .outerjoin(pictures, pictures.c.paper_id == digest_items.c.paper_id)
            .where(deliveries.c.created_at > since, sa.or_(pictures.c.paper_id.is_(None), again))
            .group_by(digest_items.c.paper_id)
            .order_by(newest.desc(), digest_items.c.paper_id)
            .limit(most)
        )
        with self._db.read() as connection:
            tries = {row.paper_id: row.tries for row in connection.execute(query)}
            found = connection.execute(sa.select(papers).where(papers.c.id.in_(list(tries))))
            records = {row.id: rows.paper_record(row) for row in found}
        return tuple((records[key], count) for key, count in tries.items())

    def put(self, paper_id: str, outcome: StoredPicture) -> None:
        """Keeps the outcome in place of the one before; of a paper that is gone nothing is kept."""
        values = {
            "state": outcome.state.value,
            "url": outcome.url,
            "found_in": outcome.found_in.value if outcome.found_in else None,
            "file": outcome.file,
            "width": outcome.width,
            "height": outcome.height,
            "tries": outcome.tries,
            "next_at": outcome.next_at,
        }
        with self._db.write() as connection:
            connection.execute(pictures.delete().where(pictures.c.paper_id == paper_id))
            if connection.execute(sa.select(papers.c.id).where(papers.c.id == paper_id)).first():
                connection.execute(pictures.insert().values(paper_id=paper_id, **values))

    def of(self, ids: Iterable[str]) -> dict[str, StoredPicture]:
        """What is known of the pictures of these papers."""
        keys = list(dict.fromkeys(ids))
        with self._db.read() as connection:
            return {
                row.paper_id: _outcome(row)
                for start in range(0, len(keys), CHUNK)
                for row in connection.execute(
                    sa.select(pictures).where(pictures.c.paper_id.in_(keys[start : start + CHUNK]))
                )
            }


def _outcome(row: sa.Row[Any]) -> StoredPicture:
    return StoredPicture(
        state=PictureState(row.state),
        url=row.url,
        found_in=Found(row.found_in) if row.found_in else None,
        file=row.file,
        width=row.width,
        height=row.height,
        tries=row.tries,
        next_at=row.next_at,
    )
