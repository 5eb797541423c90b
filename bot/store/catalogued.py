"""What a batch made of the papers, written down: rows, names, sightings, and what moves from one id to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.store.batch import Outcome
from bot.store.moving import move, rated_under, revise_raters
from bot.store.schema import aliases, papers, sightings


def write(connection: sa.Connection, done: Sequence[Outcome], have: Mapping[str, str], at: datetime) -> None:
    """Writes the outcomes; `have` are the names that were stored, with the ids of their papers."""
    _insert(connection, [one for one in done if one.before is None], at)
    fresh = [{"name": name, "paper_id": one.after.paper.id} for one in done for name in one.names if name not in have]
    if fresh:
        connection.execute(aliases.insert(), fresh)
    _move(connection, done, [row["name"] for row in fresh])
    _update(connection, [one for one in done if one.moved or (one.before and one.before != one.after)], at)
    if seen := [row for one in done for row in one.sightings]:
        connection.execute(sightings.insert(), seen)


def _insert(connection: sa.Connection, new: Sequence[Outcome], at: datetime) -> None:
    """A paper takes over its number only when the row that had it is gone."""
    if new:
        values = [one.values(at) | {"revised_at": None} | ({"seq": None} if one.moved else {}) for one in new]
        connection.execute(papers.insert(), values)


def _move(connection: sa.Connection, done: Sequence[Outcome], fresh: Sequence[str]) -> None:
    """Also what was rated by another name before the paper was known comes to it."""
    early = rated_under(connection, fresh)
    moves = {old: one.after.paper.id for one in done for old in one.moved}
    moves |= {name: one.after.paper.id for one in done for name in one.names if name in early}
    moves = {old: new for old, new in moves.items() if old != new}
    if moves:
        move(connection, moves)
    revise_raters(connection, early - set(moves))


def _update(connection: sa.Connection, changed: Sequence[Outcome], at: datetime) -> None:
    this = papers.c.id == sa.bindparam("this")
    for revised in (False, True):
        rows = [one.values(at) for one in changed if one.is_revised == revised]
        if rows:
            connection.execute(papers.update().where(this), [{"this": row.pop("id")} | row for row in rows])
