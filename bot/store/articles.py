"""Articles that name papers: what they name, and whether they wait for it, stand behind it as links, or stand alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.domain import PaperRecord
from bot.store import names, rows
from bot.store.database import Database
from bot.store.schema import aliases, articles, papers, sightings, sources
from bot.store.subscriptions import NOBODYS

_MOST_WAITING = 500


class ArticleState(StrEnum):
    WAITING = "waiting"
    """Some of what it names is not known yet."""
    LINKED = "linked"
    """It is the link of the papers it names, and no item of its own."""
    ALONE = "alone"
    """What it names is not to be found: it is an item like any other."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article was sighted: the source, whether that is read for everybody, and the entry's key."""

    source: str
    shared: bool
    key: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article with the record of its own. `next_at` is when its papers are asked for again, None unless it waits."""

    record: PaperRecord
    names: tuple[str, ...]
    state: ArticleState
    tries: int
    next_at: datetime | None
    places: tuple[Place, ...]

    @property
    def id(self) -> str:
        return self.record.paper.id


class ArticleStore:
    def __init__(self, database: Database) -> None:
        self._db = database

    def known(self, asked: Iterable[str]) -> dict[str, Article]:
        """The articles among the papers with these names, by name."""
        found: dict[str, Article] = {}
        with self._db.read() as connection:
            for chunk in names.chunks(list(dict.fromkeys(asked))):
                query = _selected(aliases.c.name).join(aliases, aliases.c.paper_id == papers.c.id)
                found_here = connection.execute(query.where(aliases.c.name.in_(chunk))).all()
                these = _articles(connection, found_here)
                found.update((row.name, these[row.id]) for row in found_here)
        return found

    def waiting(self) -> tuple[Article, ...]:
        """The articles that wait, those to be asked for first coming first; some hundreds at most."""
        mine = articles.c.state == ArticleState.WAITING.value
        query = _selected().where(mine).order_by(articles.c.next_at, articles.c.paper_id).limit(_MOST_WAITING)
        with self._db.read() as connection:
            return tuple(_articles(connection, connection.execute(query).all()).values())

    def wait(self, named: Mapping[str, Iterable[str]], at: datetime) -> None:
        """Lets the articles with these ids wait, from now on, for the papers that they name."""
        with self._db.write() as connection:
            for paper_id, these in named.items():
                mine = articles.c.paper_id == paper_id
                values: dict[str, Any] = {"names": list(these), "state": ArticleState.WAITING.value, "tries": 0}
                values["next_at"] = at
                if not connection.execute(articles.update().where(mine).values(values)).rowcount:
                    connection.execute(articles.insert().values(values | {"paper_id": paper_id}))

    def settle(self, paper_id: str, state: ArticleState) -> None:
        """Ends the waiting of an article."""
        mine = articles.update().where(articles.c.paper_id == paper_id)
        with self._db.write() as connection:
            connection.execute(mine.values(state=state.value, next_at=None))

    def postpone(self, until: Mapping[str, datetime]) -> None:
        """Counts one more try for these articles, and says when the next one is."""
        with self._db.write() as connection:
            for paper_id, at in until.items():
                mine = articles.update().where(articles.c.paper_id == paper_id)
                connection.execute(mine.values(tries=articles.c.tries + 1, next_at=at))

    def titled(self, titles: Iterable[str]) -> dict[str, str]:
        """The papers of arXiv or with a DOI that have these titles, their ids by title; never one of several."""
        by_title: dict[str, set[str]] = defaultdict(set)
        asked = {title.lower(): title for title in titles}
        is_paper = sa.or_(papers.c.arxiv_id.is_not(None), papers.c.doi != "")
        with self._db.read() as connection:
            for chunk in names.chunks(list(asked)):
                query = sa.select(papers.c.id, papers.c.title)
                query = query.where(is_paper, sa.func.lower(papers.c.title).in_(chunk))
                for row in connection.execute(query):
                    by_title[row.title.lower()].add(row.id)
        return {asked[title]: min(ids) for title, ids in by_title.items() if len(ids) == 1 and title in asked}


def _selected(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    mine = (articles.c.names, articles.c.state, articles.c.tries, articles.c.next_at)
    return sa.select(papers, *mine, *columns).join(articles, articles.c.paper_id == papers.c.id)


def _articles(connection: sa.Connection, found: Iterable[sa.Row[Any]]) -> dict[str, Article]:
    """The rows as articles, by the ids of their own records."""
    listed = list(found)
    places = _places(connection, [row.id for row in listed])
    return {
        row.id: Article(
            record=rows.paper_record(row),
            names=tuple(row.names),
            state=ArticleState(row.state),
            tries=row.tries,
            next_at=row.next_at,
            places=tuple(places[row.id]),
        )
        for row in listed
    }


def _places(connection: sa.Connection, ids: list[str]) -> dict[str, list[Place]]:
    """Where papers were sighted, in order; not what was seen in nobody's sources."""
    found: dict[str, list[Place]] = defaultdict(list)
    for chunk in names.chunks(ids):
        query = (
            sa.select(sightings.c.paper_id, sightings.c.source, sightings.c.key, sources.c.shared)
            .outerjoin(sources, sources.c.name == sightings.c.source)
            .where(sightings.c.paper_id.in_(chunk), sightings.c.source.not_in(NOBODYS))
            .order_by(sightings.c.id)
        )
        for row in connection.execute(query):
            # A source that is gone without having been somebody's own was read for everybody.
            found[row.paper_id].append(Place(row.source, row.shared is not False, row.key))
    return found
