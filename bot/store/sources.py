"""The installation's sources: what their fetches were like, and when each is to be read next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.domain import Source, SourceSpec, SourceState
from bot.errors import BadInput
from bot.store import rows
from bot.store.database import Database
from bot.store.schema import sources
from bot.store.subscriptions import keep_apart

REMEMBERED = 60
"""Documents of a source whose counts are kept: two months of a daily one.

The latest half in any case; of the others those without anything new go first. A document that is made anew each hour
would else push out all that is known of how often there are news."""
LONGEST_TITLE = 200
LONGEST_TTL = timedelta(days=366)
_WEEK = frozenset(range(1, 8))


@dataclass(frozen=True, slots=True)
class Document:
    """What is kept of a document that was read: how to ask for it again, and what it says of itself."""

    digest: str
    etag: str = ""
    last_modified: str = ""
    title: str = ""
    ttl: timedelta | None = None
    skip_days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Visit:
    """What is kept of one fetch. `document` is None where none came, or where it has not changed.

    `seen` and `new` are counts of entries, `seen` None where none were read; `next_at` is when the scheduled loop reads
    the source again.
    """

    at: datetime
    state: SourceState
    error: str | None = None
    document: Document | None = None
    seen: int | None = None
    new: int = 0
    next_at: datetime | None = None


class SourceStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def configure(self, wanted: Iterable[tuple[str, str, str]]) -> None:
        """Makes the sources that the settings name (name, address, kind) be these; sources added by hand stay.

        One whose address or kind changed is another source: its past, its state and its subscriptions go.
        """
        named = {name: (url, kind) for name, url, kind in wanted}
        with self._db.write() as connection:
            dropped = sa.and_(sources.c.configured, sources.c.name.not_in(named))
            connection.execute(sources.delete().where(dropped))
            for name, (url, kind) in named.items():
                row = connection.execute(sa.select(sources).where(sources.c.name == name)).first()
                if row is None:
                    connection.execute(sources.insert().values(_fresh(name, url, kind, configured=True)))
                elif (row.url, row.kind) != (url, kind):
                    connection.execute(sources.delete().where(sources.c.id == row.id))
                    connection.execute(sources.insert().values(_fresh(name, url, kind, configured=True)))

    def add(self, name: str, url: str, kind: str, shared: bool = True, title: str = "") -> Source:
        """Adds one more source to the installation, to be read at once. Raises BadInput where the name is taken."""
        values = _fresh(name, url, kind, configured=False) | {"shared": shared, "title": _title(title)}
        with self._db.write() as connection:
            if connection.execute(sa.select(sources.c.id).where(sources.c.name == name)).first():
                raise BadInput(f"There is a source named {name!r} already.")
            return rows.source(connection.execute(sources.insert().returning(sources), values).one())

    def add_all(self, wanted: Sequence[SourceSpec]) -> None:
        """Adds shared sources, all or none. Raises BadInput where a name is taken."""
        values = [
            _fresh(spec.name, spec.url, spec.kind, configured=False) | {"title": _title(spec.title)} for spec in wanted
        ]
        with self._db.write() as connection:
            taken = set(connection.execute(sa.select(sources.c.name)).scalars())
            for spec in wanted:
                if spec.name in taken:
                    raise BadInput(f"There is a source named {spec.name!r} already.")
                taken.add(spec.name)
            if values:
                connection.execute(sources.insert(), values)

    def as_it_is_now(self, source: Source) -> Source | None:
        """The source, which may have another name or be shared by now; None where it is gone."""
        mine = sa.and_(sources.c.id == source.id, sources.c.url == source.url)
        with self._db.read() as connection:
            row = connection.execute(sa.select(sources).where(mine)).first()
        return rows.source(row) if row else None

    def remove(self, name: str) -> None:
        """Takes away a source made by `add`; its papers stay. Raises BadInput for any other name."""
        mine = sources.c.name == name
        with self._db.write() as connection:
            row = connection.execute(sa.select(sources.c.configured, sources.c.shared).where(mine)).first()
            if row is None:
                raise BadInput(f"There is no source named {name!r}.")
            if row.configured:  # it would be back at the next start
                raise BadInput(f"{name!r} comes from the settings: take it out of BANDU_ARXIV_CATEGORIES.")
            if not row.shared:
                keep_apart(connection, name)
            connection.execute(sources.delete().where(mine))

    def all(self) -> tuple[Source, ...]:
        """Every source, in the order they were added."""
        with self._db.read() as connection:
            query = sa.select(sources).order_by(sources.c.id)
            return tuple(rows.source(row) for row in connection.execute(query))

    def of_kind(self, kind: str) -> tuple[Source, ...]:
        """The sources of a kind, in the order they were added."""
        with self._db.read() as connection:
            query = sa.select(sources).where(sources.c.kind == kind).order_by(sources.c.id)
            return tuple(rows.source(row) for row in connection.execute(query))

    def due(self, now: datetime) -> tuple[Source, ...]:
        """The sources whose next reading is due, those never read first, then the longest due."""
        waiting = sa.or_(sources.c.next_at.is_(None), sources.c.next_at <= now)
        with self._db.read() as connection:
            query = sa.select(sources).where(waiting).order_by(sources.c.next_at.asc().nulls_first(), sources.c.id)
            return tuple(rows.source(row) for row in connection.execute(query))

    def visited(self, visits: Iterable[tuple[int, Visit]]) -> None:
        """Notes fetches, each with its source's id, in order. What is known of a document stays where none came."""
        with self._db.write() as connection:
            for source_id, visit in visits:
                mine = sources.c.id == source_id
                row = connection.execute(sa.select(sources).where(mine)).first()
                if row is not None:
                    connection.execute(sources.update().where(mine).values(_after(visit, row)))

    def checked(self, source_id: int, to: datetime) -> None:
        """Notes up to when the source was found complete."""
        with self._db.write() as connection:
            connection.execute(sources.update().where(sources.c.id == source_id).values(checked_to=to))

    def found(self, source_id: int, state: SourceState, error: str) -> None:
        """Notes what was found out about a source after its last fetch."""
        with self._db.write() as connection:
            values = {"state": state.value, "error": error}
            connection.execute(sources.update().where(sources.c.id == source_id).values(values))


def _fresh(name: str, url: str, kind: str, *, configured: bool) -> dict[str, object]:
    return {"name": name, "url": url, "kind": kind, "configured": configured}


def _after(visit: Visit, row: sa.Row[Any]) -> dict[str, object]:
    """What changes in a source's row with a visit."""
    values: dict[str, object] = {
        "fetched_at": visit.at,
        "state": visit.state.value,
        "error": visit.error,
        "next_at": visit.next_at,
    }
    if visit.state is SourceState.FAILED:
        return values | {"failures": row.failures + 1}
    values |= {"failures": 0, "good_at": visit.at}
    if visit.new:
        values["news_at"] = visit.at
    if visit.seen is not None:
        values["past"] = _remembered([*row.past, [visit.at.isoformat(), visit.seen, visit.new]])
    return values | (_of_document(visit.document) if visit.document else {})


def _remembered(past: list[list[Any]]) -> list[list[Any]]:
    """Of documents (moment, seen, new), oldest first, those that are worth keeping."""
    if len(past) <= REMEMBERED:
        return past
    older = past[: -REMEMBERED // 2]
    goes = next((place for place, (_, _, new) in enumerate(older) if not new), 0)
    return [*past[:goes], *past[goes + 1 :]]


def _of_document(document: Document) -> dict[str, object]:
    known: dict[str, object] = {
        "digest": document.digest,
        "etag": document.etag,
        "last_modified": document.last_modified,
        "ttl": None if document.ttl is None else round(min(document.ttl, LONGEST_TTL).total_seconds()),
        "skip_days": sorted(document.skip_days & _WEEK),
    }
    return known | ({"title": _title(document.title)} if document.title else {})


def _title(said: str) -> str:
    """As every database can keep it."""
    return said.encode("utf-8", "replace").decode().replace("\0", "")[:LONGEST_TITLE]
