"""The installation's sources and what their last fetch was like."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain import Source, SourceState
from bot.errors import BadInput
from bot.store import rows
from bot.store.database import Database
from bot.store.schema import sources


@dataclass(frozen=True, slots=True)
class Visit:
    """What is kept of one fetch: the server's validators, the document's digest, how it went."""

    at: datetime
    state: SourceState
    error: str | None = None
    etag: str = ""
    last_modified: str = ""
    digest: str = ""


class SourceStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def configure(self, wanted: Iterable[tuple[str, str, str]]) -> None:
        """Makes the sources that the settings name (name, address, kind) be these; sources added by hand stay."""
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

    def add(self, name: str, url: str, kind: str) -> None:
        """Subscribes the installation to one more source. Raises BadInput where the name is taken."""
        with self._db.write() as connection:
            if connection.execute(sa.select(sources.c.id).where(sources.c.name == name)).first():
                raise BadInput(f"There is a source named {name!r} already.")
            connection.execute(sources.insert().values(_fresh(name, url, kind, configured=False)))

    def remove(self, name: str) -> None:
        """Ends a subscription made by `add`; its papers stay. Raises BadInput for any other name."""
        mine = sources.c.name == name
        with self._db.write() as connection:
            row = connection.execute(sa.select(sources.c.configured).where(mine)).first()
            if row is None:
                raise BadInput(f"There is no source named {name!r}.")
            if row.configured:  # it would be back at the next start
                raise BadInput(f"{name!r} comes from the settings: take it out of BANDU_ARXIV_CATEGORIES.")
            connection.execute(sources.delete().where(mine))

    def all(self) -> tuple[Source, ...]:
        with self._db.read() as connection:
            query = sa.select(sources).order_by(sources.c.id)
            return tuple(rows.source(row) for row in connection.execute(query))

    def visited(self, source_id: int, visit: Visit) -> None:
        """Notes a fetch. Validators and digest are kept only from one that brought the document."""
        values: dict[str, object] = {"fetched_at": visit.at, "state": visit.state.value, "error": visit.error}
        if visit.digest:
            values |= {"etag": visit.etag, "last_modified": visit.last_modified, "digest": visit.digest}
        with self._db.write() as connection:
            connection.execute(sources.update().where(sources.c.id == source_id).values(values))


def _fresh(name: str, url: str, kind: str, *, configured: bool) -> dict[str, object]:
    return {"name": name, "url": url, "kind": kind, "configured": configured}
