"""Papers that turn out to be one: everything that names one of them comes to name the one that stays.

Runs within the transaction of whoever found out. Readers lose nothing: of two ratings the later stays, and whoever
rated one of the papers has something new to learn from.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from bot.store.names import chunks
from bot.store.schema import (
    aliases,
    articles,
    digest_items,
    facets,
    interests,
    papers,
    pictures,
    ratings,
    readers,
    sightings,
)

Moves = Mapping[str, str]
"""The id that stays, by the one that goes."""


def move(connection: sa.Connection, moves: Moves) -> None:
    """Moves all that hangs on the papers that go, and removes them; those that stay must be stored."""
    _ratings(connection, moves)
    _interests(connection, moves)
    _sightings(connection, moves)
    _facets(connection, moves)
    _articles(connection, moves)
    _pictures(connection, moves)
    _revisions(connection, moves)
    for table in (digest_items, aliases):
        for old, new in moves.items():
            connection.execute(table.update().where(table.c.paper_id == old).values(paper_id=new))
    for chunk in chunks(list(moves)):
        connection.execute(papers.delete().where(papers.c.id.in_(chunk)))


def rated_under(connection: sa.Connection, names: Iterable[str]) -> frozenset[str]:
    """Those names under which somebody rated a paper before it was known."""
    found: set[str] = set()
    for chunk in chunks(list(names)):
        found.update(connection.execute(sa.select(ratings.c.paper_id).where(ratings.c.paper_id.in_(chunk))).scalars())
    return frozenset(found)


def revise_raters(connection: sa.Connection, ids: Iterable[str]) -> None:
    """Raises the revision of whoever rated one of these papers."""
    for chunk in chunks(list(ids)):
        raters = sa.select(ratings.c.reader_id).where(ratings.c.paper_id.in_(chunk))
        raised = readers.c.ratings_revision + 1
        connection.execute(readers.update().where(readers.c.id.in_(raters)).values(ratings_revision=raised))


def _ratings(connection: sa.Connection, moves: Moves) -> None:
    revise_raters(connection, moves)

    for rows_of_one in _together(connection, ratings.c.paper_id, moves, lambda row: (row.reader_id,)):
        kept = max(rows_of_one, key=_last_word)
        for row in rows_of_one:
            if row is not kept:
                same = sa.and_(ratings.c.reader_id == row.reader_id, ratings.c.paper_id == row.paper_id)
                connection.execute(ratings.delete().where(same))
        this = sa.and_(ratings.c.reader_id == kept.reader_id, ratings.c.paper_id == kept.paper_id)
        connection.execute(ratings.update().where(this).values(paper_id=moves.get(kept.paper_id, kept.paper_id)))


def _last_word(row: sa.Row[Any]) -> tuple[float, int, str]:
    """Orders ratings by time; one without a date is older than all."""
    return (row.rated_at.timestamp() if row.rated_at else -math.inf, row.stars, row.paper_id)


def _interests(connection: sa.Connection, moves: Moves) -> None:
    """Of two seed papers that are one, what was said later holds."""
    for rows_of_one in _together(connection, interests.c.text, moves, lambda row: (row.reader_id, row.kind)):
        if rows_of_one[0].kind != "paper":
            continue
        kept = max(rows_of_one, key=lambda row: (row.created_at, row.id))
        _keep_one(connection, interests, rows_of_one, kept)
        this = interests.c.id == kept.id
        connection.execute(interests.update().where(this).values(text=moves.get(kept.text, kept.text)))
        revise = readers.update().where(readers.c.id == kept.reader_id)
        connection.execute(revise.values(ratings_revision=readers.c.ratings_revision + 1))


def _sightings(connection: sa.Connection, moves: Moves) -> None:
    """What one source said under one key is one sighting, the first."""
    for rows_of_one in _together(connection, sightings.c.paper_id, moves, lambda row: (row.source, row.key)):
        kept = min(rows_of_one, key=lambda row: (row.seen_at, row.id))
        _keep_one(connection, sightings, rows_of_one, kept)
        this = sightings.c.id == kept.id
        connection.execute(sightings.update().where(this).values(paper_id=moves.get(kept.paper_id, kept.paper_id)))


def _facets(connection: sa.Connection, moves: Moves) -> None:
    for row in connection.execute(sa.select(facets.c.id, facets.c.papers)).all():
        now = list(dict.fromkeys(moves.get(paper, paper) for paper in row.papers))
        if now != row.papers:
            connection.execute(facets.update().where(facets.c.id == row.id).values(papers=now))


def _articles(connection: sa.Connection, moves: Moves) -> None:
    """An article names what its parts named, and waits again where one of them still waits."""
    for rows_of_one in _together(connection, articles.c.paper_id, moves):
        kept = max(rows_of_one, key=lambda row: (row.next_at is not None, row.paper_id not in moves, row.paper_id))
        names = list(dict.fromkeys(name for row in rows_of_one for name in row.names))
        values = {"paper_id": moves.get(kept.paper_id, kept.paper_id), "names": names}
        _only(connection, articles, rows_of_one, kept, values)


def _pictures(connection: sa.Connection, moves: Moves) -> None:
    """One that is there stays before one that is only looked for."""
    for rows_of_one in _together(connection, pictures.c.paper_id, moves):
        kept = max(rows_of_one, key=lambda row: (bool(row.file), row.paper_id not in moves, row.paper_id))
        _only(connection, pictures, rows_of_one, kept, {"paper_id": moves.get(kept.paper_id, kept.paper_id)})


def _revisions(connection: sa.Connection, moves: Moves) -> None:
    """The paper that stays was revised when one of its parts was last."""
    for rows_of_one in _together(connection, papers.c.id, moves):
        last = max((row.revised_at for row in rows_of_one if row.revised_at), default=None)
        stays = moves.get(rows_of_one[0].id, rows_of_one[0].id)
        connection.execute(papers.update().where(papers.c.id == stays).values(revised_at=last))


def _together(
    connection: sa.Connection,
    named: sa.Column[Any],
    moves: Moves,
    apart: Callable[[sa.Row[Any]], tuple[object, ...]] = lambda _: (),
) -> list[list[sa.Row[Any]]]:
    """The rows that name a paper that goes, with those of the paper that stays, by what they are to be `apart` in."""
    found: dict[tuple[object, ...], list[sa.Row[Any]]] = defaultdict(list)
    for chunk in chunks(list({*moves, *moves.values()})):
        for row in connection.execute(sa.select(named.table).where(named.in_(chunk))):
            key = row._mapping[named]
            found[moves.get(key, key), *apart(row)].append(row)
    return [rows for rows in found.values() if any(row._mapping[named] in moves for row in rows)]


def _keep_one(connection: sa.Connection, table: sa.Table, found: list[sa.Row[Any]], kept: sa.Row[Any]) -> None:
    gone = [row.id for row in found if row is not kept]
    connection.execute(table.delete().where(table.c.id.in_(gone)))


def _only(
    connection: sa.Connection, table: sa.Table, found: list[sa.Row[Any]], kept: sa.Row[Any], values: dict[str, Any]
) -> None:
    """Leaves one row of a table that has one row a paper, changed to these values."""
    for row in found:
        if row is not kept:
            connection.execute(table.delete().where(table.c.paper_id == row.paper_id))
    connection.execute(table.update().where(table.c.paper_id == kept.paper_id).values(values))
