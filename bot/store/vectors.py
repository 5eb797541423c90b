"""Sentence vectors, one a text and model, under the text's key: a revised abstract is another text.

Kept as half-precision floats: a vector of 384 numbers then takes 1.1 kB of the database with its key, 114 MB for
100,000 papers against 217 MB in single precision, and 12 µs to be widened again.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store import rows
from bot.store.database import Database
from bot.store.schema import papers, ratings, vectors
from ranking.domain import Paper, Vectors

CHUNK = 500


class VectorStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, found: Vectors, model: str, at: datetime) -> int:
        """Stores vectors of this model in one transaction and returns how many were new."""
        texts = {key: _narrowed(found, j) for j, key in enumerate(found.keys)}
        with self._db.write() as connection:
            for key in _kept(connection, list(texts), model):
                del texts[key]
            if texts:
                fresh = [{"key": k, "model": model, "data": data, "made_at": at} for k, data in texts.items()]
                connection.execute(vectors.insert(), fresh)
        return len(texts)

    def of(self, keys: Iterable[str], model: str) -> Vectors | None:
        """The vectors of this model under these keys, each once; None where there is none of them."""
        wanted = list(dict.fromkeys(keys))
        found: list[tuple[str, bytes]] = []
        with self._db.read() as connection:
            for start in range(0, len(wanted), CHUNK):
                query = sa.select(vectors.c.key, vectors.c.data).where(
                    vectors.c.model == model, vectors.c.key.in_(wanted[start : start + CHUNK])
                )
                found.extend((row.key, row.data) for row in connection.execute(query))
        if not found:
            return None
        width = len(found[0][1]) // 2
        usable = [(key, data) for key, data in found if len(data) == 2 * width]
        return Vectors(tuple(key for key, _ in usable), width, b"".join(_widened(data) for _, data in usable))

    def kept(self, keys: Iterable[str], model: str) -> frozenset[str]:
        """Those keys under which this model has a vector."""
        with self._db.read() as connection:
            return frozenset(_kept(connection, list(keys), model))

    def missing(self, model: str, most: int, without: Iterable[str] = ()) -> tuple[Paper, ...]:
        """Papers whose text has no vector of this model, at most so many: rated ones first, then the newest.

        Those whose key is among `without` are left out.
        """
        lacking = sa.and_(
            papers.c.text_key.is_not(None),
            papers.c.text_key.not_in(list(without)),
            ~sa.exists().where(vectors.c.key == papers.c.text_key, vectors.c.model == model),
        )
        rated = papers.c.id.in_(sa.select(ratings.c.paper_id))
        with self._db.read() as connection:
            first = _papers(connection, sa.and_(lacking, rated), most)
            rest = _papers(connection, sa.and_(lacking, ~rated), most - len(first)) if len(first) < most else []
        return (*first, *rest)

    def width(self, model: str) -> int | None:
        """How many numbers this model's vectors have; None while there is none."""
        query = sa.select(vectors.c.data).where(vectors.c.model == model).limit(1)
        with self._db.read() as connection:
            data = connection.execute(query).scalar()
        return None if data is None else len(data) // 2

    def drop_others(self, model: str) -> int:
        """Drops the vectors of every other model and returns how many there were."""
        with self._db.write() as connection:
            return connection.execute(vectors.delete().where(vectors.c.model != model)).rowcount


def _papers(connection: sa.Connection, wanted: sa.ColumnElement[bool], most: int) -> list[Paper]:
    query = sa.select(papers).where(wanted).order_by(papers.c.first_seen.desc(), papers.c.id).limit(most)
    return [rows.paper_record(row).paper for row in connection.execute(query)]


def _kept(connection: sa.Connection, keys: list[str], model: str) -> list[str]:
    found: list[Any] = []
    for start in range(0, len(keys), CHUNK):
        these = vectors.c.key.in_(keys[start : start + CHUNK])
        found.extend(connection.execute(sa.select(vectors.c.key).where(vectors.c.model == model, these)).scalars())
    return found


def _narrowed(found: Vectors, j: int) -> bytes:
    return struct.pack(f"<{found.width}e", *struct.unpack_from(f"<{found.width}f", found.data, 4 * found.width * j))


def _widened(data: bytes) -> bytes:
    width = len(data) // 2
    return struct.pack(f"<{width}f", *struct.unpack(f"<{width}e", data))
