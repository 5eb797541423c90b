"""The names of papers: looked up in bulk, so that whoever knows a paper by any of them finds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import sqlalchemy as sa

from bot.domain import PaperRecord
from bot.store import rows
from bot.store.schema import aliases, papers

CHUNK = 500
T = TypeVar("T")


def known(connection: sa.Connection, names: Iterable[str]) -> dict[str, str]:
    """The ids of the papers that have these names, by name."""
    found: dict[str, str] = {}
    for chunk in chunks(list(dict.fromkeys(names))):
        query = sa.select(aliases.c.name, aliases.c.paper_id).where(aliases.c.name.in_(chunk))
        found.update((row.name, row.paper_id) for row in connection.execute(query))
    return found


def present(connection: sa.Connection, paper_id: str) -> str:
    """The id under which that paper is known now: an id may be an older one, and a paper may not be known at all."""
    query = sa.select(aliases.c.paper_id).where(aliases.c.name == paper_id)
    return connection.execute(query).scalar() or paper_id


def records(connection: sa.Connection, names: Iterable[str]) -> dict[str, PaperRecord]:
    """The papers that have these names, by name, in the order asked for."""
    asked = list(dict.fromkeys(names))
    found: dict[str, PaperRecord] = {}
    for chunk in chunks(asked):
        here = aliases.join(papers, papers.c.id == aliases.c.paper_id)
        query = sa.select(papers, aliases.c.name).select_from(here).where(aliases.c.name.in_(chunk))
        found.update((row.name, rows.paper_record(row)) for row in connection.execute(query))
    return {name: found[name] for name in asked if name in found}


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in pieces that one statement takes."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
