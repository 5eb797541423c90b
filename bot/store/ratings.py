"""A reader's stars: one rating a paper, the latest counts. Each change raises the reader's revision.

A paper may be named by an id that it had before: a button is older than the sighting that made two papers one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.names import present
from bot.store.revision import revise
from bot.store.schema import papers, ratings, readers
from ranking.domain import Rating

IN_TIME = (ratings.c.rated_at.asc().nulls_first(), ratings.c.paper_id)
"""Undated ratings first on every database: PostgreSQL would put them last, as the newest."""


@dataclass(frozen=True, slots=True)
class RatedPaper:
    """A rating with what an export says of its paper; blanks where the paper is gone."""

    rating: Rating
    source: str
    arxiv_id: str
    title: str
    url: str


class RatingStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def record(self, reader_id: int, given: Iterable[Rating], source: str) -> int:
        """Stores ratings of the past in one transaction and returns how many changed something.

        None of them overrules what was said later.
        """
        with self._db.write() as connection:
            changed = sum(_upsert(connection, reader_id, rating, source, now=False) for rating in given)
            revise(connection, reader_id, changed)
        return changed

    def give(self, reader_id: int, rating: Rating, source: str) -> None:
        """Stores what the reader says now: it overrules whatever was known, also what claims a later date."""
        with self._db.write() as connection:
            revise(connection, reader_id, _upsert(connection, reader_id, rating, source, now=True))

    def take_back(self, reader_id: int, paper_id: str) -> bool:
        """Removes a rating; False where there was none."""
        with self._db.write() as connection:
            paper = present(connection, paper_id)
            mine = sa.and_(ratings.c.reader_id == reader_id, ratings.c.paper_id == paper)
            changed = connection.execute(ratings.delete().where(mine)).rowcount
            revise(connection, reader_id, changed)
        return bool(changed)

    def of(self, reader_id: int) -> tuple[Rating, ...]:
        """All ratings of a reader, oldest first, undated ones before."""
        query = sa.select(ratings).where(ratings.c.reader_id == reader_id)
        with self._db.read() as connection:
            found = connection.execute(query.order_by(*IN_TIME))
            return tuple(Rating(row.paper_id, row.stars, row.rated_at) for row in found)

    def stars(self, reader_id: int, paper_ids: Iterable[str]) -> dict[str, int]:
        """The stars this reader has given these papers."""
        mine = sa.and_(ratings.c.reader_id == reader_id, ratings.c.paper_id.in_(list(paper_ids)))
        with self._db.read() as connection:
            return {row.paper_id: row.stars for row in connection.execute(sa.select(ratings).where(mine))}

    def revision(self, reader_id: int) -> int:
        """Grows with every change of this reader's ratings."""
        query = sa.select(readers.c.ratings_revision).where(readers.c.id == reader_id)
        with self._db.read() as connection:
            return connection.execute(query).scalar() or 0

    def rated(self, reader_id: int) -> tuple[RatedPaper, ...]:
        """Ratings with their papers, in the stable order of exports: time, then paper id."""
        query = (
            sa.select(ratings, papers.c.arxiv_id, papers.c.title, papers.c.url)
            .outerjoin(papers, papers.c.id == ratings.c.paper_id)
            .where(ratings.c.reader_id == reader_id)
            .order_by(*IN_TIME)
        )
        with self._db.read() as connection:
            return tuple(
                RatedPaper(
                    Rating(row.paper_id, row.stars, row.rated_at),
                    row.source,
                    row.arxiv_id or "",
                    row.title or "",
                    row.url or "",
                )
                for row in connection.execute(query)
            )


def _upsert(connection: sa.Connection, reader_id: int, rating: Rating, source: str, *, now: bool) -> bool:
    paper = present(connection, rating.paper_id)
    mine = sa.and_(ratings.c.reader_id == reader_id, ratings.c.paper_id == paper)
    row = connection.execute(sa.select(ratings).where(mine)).first()
    values = {"stars": rating.stars, "rated_at": rating.at, "source": source}
    if row is None:
        key = {"reader_id": reader_id, "paper_id": paper}
        connection.execute(ratings.insert().values(key | values))
        return True
    if (row.stars, row.rated_at) == (rating.stars, rating.at) or (not now and _outdated(rating.at, row.rated_at)):
        return False
    connection.execute(ratings.update().where(mine).values(values))
    return True


def _outdated(new: datetime | None, old: datetime | None) -> bool:
    """Whether the reader has said something later."""
    return old is not None and (new is None or new < old)
