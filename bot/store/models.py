"""Learnt artifacts: the space, shared by all, and one model a reader. Bytes; only ranking knows what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.schema import models, readers, spaces


@dataclass(frozen=True, slots=True)
class StoredSpace:
    id: int
    data: bytes
    papers: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class StoredModel:
    """`revision` is the reader's ratings revision that was learnt, `ratings` how many there were."""

    data: bytes
    space_id: int
    revision: int
    ratings: int
    made_at: datetime


class ModelStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def space(self) -> StoredSpace | None:
        """The newest space."""
        with self._db.read() as connection:
            row = connection.execute(sa.select(spaces).order_by(spaces.c.id.desc()).limit(1)).first()
            return StoredSpace(row.id, row.data, row.papers, row.made_at) if row else None

    def put_space(self, data: bytes, papers: int, at: datetime) -> StoredSpace:
        """Stores a space and drops older ones: a model of an older space is rebuilt from ratings when it is needed."""
        with self._db.write() as connection:
            made = spaces.insert().values(data=data, papers=papers, made_at=at).returning(spaces.c.id)
            new_id = connection.execute(made).scalar_one()
            connection.execute(spaces.delete().where(spaces.c.id < new_id))
        return StoredSpace(new_id, data, papers, at)

    def forget(self) -> None:
        """Drops all that was learnt: it is learnt anew, from papers and ratings, when it is needed."""
        with self._db.write() as connection:
            connection.execute(models.delete())
            connection.execute(spaces.delete())

    def model(self, reader_id: int) -> StoredModel | None:
        with self._db.read() as connection:
            row = connection.execute(sa.select(models).where(models.c.reader_id == reader_id)).first()
            return StoredModel(row.data, row.space_id, row.revision, row.ratings, row.made_at) if row else None

    def put_model(self, reader_id: int, model: StoredModel) -> None:
        """Stores a reader's model in the place of the last; nothing where the reader was removed meanwhile."""
        values = {
            "data": model.data,
            "space_id": model.space_id,
            "revision": model.revision,
            "ratings": model.ratings,
            "made_at": model.made_at,
        }
        values |= {"state": "serving"}
        with self._db.write() as connection:
            mine = models.c.reader_id == reader_id
            if connection.execute(models.update().where(mine).values(values)).rowcount:
                return
            if connection.execute(sa.select(readers.c.id).where(readers.c.id == reader_id)).first():
                connection.execute(models.insert().values(values | {"reader_id": reader_id}))
