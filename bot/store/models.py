"""Learnt artifacts: the space, shared by all, and each reader's models: the one in use, and how it came to be.

Bytes; only ranking knows what is in them. Of models that are not in use only the lesson is kept, not the bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.store import lessons
from bot.store.database import Database
from bot.store.lessons import Lesson
from bot.store.schema import models, readers, spaces, vectors
from ranking.errors import ArtifactRefused
from ranking.evaluation.verdict import Drift, Trial, Verdict

KEPT = 10
"""Models of a reader that the history holds at most."""
LATEST = 3
"""Of these all, whenever they were made; of older ones the last of each day."""


class ModelState(StrEnum):
    SERVING = "serving"
    PINNED = "pinned"
    """In use because the reader went back to it, until they let go of it."""
    RETIRED = "retired"
    REFUSED = "refused"


IN_USE = (ModelState.SERVING, ModelState.PINNED)


@dataclass(frozen=True, slots=True)
class StoredSpace:
    """`papers` it was learnt from, `vectors` that were known then."""

    id: int
    data: bytes
    papers: int
    made_at: datetime
    vectors: int = 0


@dataclass(frozen=True, slots=True)
class StoredModel:
    """`revision` is the reader's ratings revision that was learnt, `ratings` how many there were.

    `data` is None where it has to be learnt again from its lesson, and in a history. `number` counts a reader's models.
    """

    data: bytes | None
    space_id: int
    revision: int
    ratings: int
    made_at: datetime
    state: ModelState = ModelState.SERVING
    trial: Trial | None = None
    drift: Drift | None = None
    number: int = 0

    @property
    def pinned(self) -> bool:
        return self.state is ModelState.PINNED


class ModelStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def space(self) -> StoredSpace | None:
        """The newest space."""
        with self._db.read() as connection:
            row = connection.execute(sa.select(spaces).order_by(spaces.c.id.desc()).limit(1)).first()
            return StoredSpace(row.id, row.data, row.papers, row.made_at, row.vectors) if row else None

    def put_space(self, data: bytes, papers: int, at: datetime, embedded: int = 0) -> StoredSpace:
        """Stores a space, learnt while so many vectors were known, and drops older ones.

        A model of an older space is learnt again from its lesson when it is needed.
        """
        values = {"data": data, "papers": papers, "made_at": at, "vectors": embedded}
        with self._db.write() as connection:
            made = spaces.insert().values(values).returning(spaces.c.id)
            new_id = connection.execute(made).scalar_one()
            connection.execute(spaces.delete().where(spaces.c.id < new_id))
        return StoredSpace(new_id, data, papers, at, embedded)

    def vectors_known(self, since: datetime) -> tuple[int, int]:
        """How many sentence vectors are kept, and how many of them came after that time."""
        query = sa.select(sa.func.count(), sa.func.count().filter(vectors.c.made_at > since)).select_from(vectors)
        with self._db.read() as connection:
            known, fresh = connection.execute(query).one()
        return known, fresh

    def forget(self) -> None:
        """Drops the bytes of all that was learnt; histories stay, and each model is learnt again from its lesson."""
        with self._db.write() as connection:
            connection.execute(models.update().values(data=None))
            connection.execute(spaces.delete())

    def model(self, reader_id: int) -> StoredModel | None:
        """The reader's model in use."""
        with self._db.read() as connection:
            row = connection.execute(sa.select(models).where(_in_use(reader_id))).first()
            return _model(row, row.data) if row else None

    def history(self, reader_id: int) -> tuple[StoredModel, ...]:
        """The reader's models, without their bytes, newest first."""
        kept = [c for c in models.c if c.name not in ("data", "lesson")]
        query = sa.select(*kept).where(models.c.reader_id == reader_id).order_by(models.c.number.desc())
        with self._db.read() as connection:
            return tuple(_model(row, None) for row in connection.execute(query))

    def lesson(self, reader_id: int, number: int) -> Lesson:
        """What that model was learnt from; raises ArtifactRefused where it cannot be read, or there is none."""
        query = sa.select(models.c.lesson).where(_numbered(reader_id, number))
        with self._db.read() as connection:
            data = connection.execute(query).scalar()
        if data is None:
            raise ArtifactRefused("There is no such model any more.")
        return lessons.unpack(data)

    def put_model(self, reader_id: int, model: StoredModel, lesson: Lesson = Lesson()) -> None:  # noqa: B008 - frozen
        """Adds a model to the reader's history. One that serves takes the place of the one in use.

        Nothing where the reader was removed meanwhile, or has gone back to an earlier model.
        """
        with self._db.write() as connection:
            # The row is held where a database has row locks, so that two processes do not give one number twice.
            held = sa.select(readers.c.id).where(readers.c.id == reader_id).with_for_update()
            if connection.execute(held).first() is None:
                return
            used = connection.execute(sa.select(models.c.state).where(_in_use(reader_id))).scalar()
            if used == ModelState.PINNED:
                return
            if model.state in IN_USE:
                _retire(connection, reader_id)
            last = sa.select(sa.func.max(models.c.number)).where(models.c.reader_id == reader_id)
            number = (connection.execute(last).scalar() or 0) + 1
            values = _values(model) | {"reader_id": reader_id, "number": number, "lesson": lessons.pack(lesson)}
            connection.execute(models.insert().values(values))
            _thin_out(connection, reader_id)

    def renew(self, reader_id: int, number: int, data: bytes, space_id: int) -> None:
        """Stores the bytes of the model in use, learnt again from the same lesson in another space."""
        mine = sa.and_(_numbered(reader_id, number), models.c.state.in_(IN_USE))
        with self._db.write() as connection:
            connection.execute(models.update().where(mine).values(data=data, space_id=space_id))

    def pin(self, reader_id: int, number: int) -> bool:
        """Puts an earlier model into use until `release`; False where there is none of that number."""
        with self._db.write() as connection:
            if not connection.execute(sa.select(models.c.id).where(_numbered(reader_id, number))).first():
                return False
            _retire(connection, reader_id)
            pinned = models.update().where(_numbered(reader_id, number)).values(state=ModelState.PINNED)
            connection.execute(pinned)
        return True

    def release(self, reader_id: int) -> None:
        """Takes the model in use, pinned or not, out of use: the next is learnt from all ratings."""
        with self._db.write() as connection:
            _retire(connection, reader_id)


def _numbered(reader_id: int, number: int) -> sa.ColumnElement[bool]:
    return sa.and_(models.c.reader_id == reader_id, models.c.number == number)


def _in_use(reader_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(models.c.reader_id == reader_id, models.c.state.in_(IN_USE))


def _retire(connection: sa.Connection, reader_id: int) -> None:
    retired = {"state": ModelState.RETIRED, "data": None}
    connection.execute(models.update().where(_in_use(reader_id)).values(retired))


def _thin_out(connection: sa.Connection, reader_id: int) -> None:
    query = sa.select(models.c.id, models.c.state, models.c.made_at).where(models.c.reader_id == reader_id)
    rows = [(row.id, row.state, row.made_at) for row in connection.execute(query.order_by(models.c.number.desc()))]
    connection.execute(models.delete().where(models.c.id.in_(_superfluous(rows))))


def _superfluous(rows: Sequence[tuple[int, str, datetime]]) -> list[int]:
    """Of a history, newest first: a burst of taps makes many models a day, and one is enough to go back to."""
    days: set[tuple[date, bool]] = set()
    kept: list[int] = []
    for place, (row_id, state, made_at) in enumerate(rows):
        day = (made_at.date(), state == ModelState.REFUSED)
        if state in IN_USE or (len(kept) < KEPT and (place < LATEST or day not in days)):
            kept.append(row_id)
        days.add(day)
    return [row_id for row_id, _, _ in rows if row_id not in kept]


def _values(model: StoredModel) -> dict[str, object]:
    judged = {
        "trial": asdict(model.trial) if model.trial else None,
        "drift": asdict(model.drift) if model.drift else None,
    }
    return {
        "data": model.data,
        "space_id": model.space_id,
        "revision": model.revision,
        "ratings": model.ratings,
        "made_at": model.made_at,
        "state": model.state,
        "trial": judged,
    }


def _model(row: sa.Row[Any], data: bytes | None) -> StoredModel:
    judged = row.trial or {}
    trial, drift = judged.get("trial"), judged.get("drift")
    return StoredModel(
        data,
        row.space_id,
        row.revision,
        row.ratings,
        row.made_at,
        ModelState(row.state),
        Trial(**trial | {"verdict": Verdict(trial["verdict"])}) if trial else None,
        Drift(**drift) if drift else None,
        row.number,
    )
