"""What of a paper's record may be told to one reader: the way to an article is their source's secret who read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import sqlalchemy as sa

from bot.domain import LinkKind, PaperRecord
from bot.identity import name_in
from bot.store import names
from bot.store.schema import sightings, sources, subscriptions
from bot.store.subscriptions import NOBODYS


def told(connection: sa.Connection, reader_id: int, records: Iterable[PaperRecord]) -> tuple[PaperRecord, ...]:
    """The records without the articles that came only by sources of other readers' own, in the order given."""
    listed = tuple(records)
    ways = {url: name_in(url) for record in listed for url in _articles(record)}
    ids = names.known(connection, ways.values()) if ways else {}
    secret = _secret(connection, reader_id, sorted(set(ids.values()))) if ids else frozenset()
    untold = frozenset(url for url, name in ways.items() if ids.get(name) in secret)
    return tuple(_without(record, untold) for record in listed) if untold else listed


def _articles(record: PaperRecord) -> list[str]:
    return [link.url for link in record.links if link.kind is LinkKind.ARTICLE]


def _without(record: PaperRecord, untold: frozenset[str]) -> PaperRecord:
    return replace(
        record, links=tuple(x for x in record.links if x.kind is not LinkKind.ARTICLE or x.url not in untold)
    )


def _secret(connection: sa.Connection, reader_id: int, ids: Sequence[str]) -> frozenset[str]:
    """Those of these articles that were sighted in sources of other readers' own alone."""
    mine = sa.select(subscriptions.c.source_id).where(subscriptions.c.reader_id == reader_id, subscriptions.c.wanted)
    theirs = sa.select(sources.c.name).where(sa.not_(sources.c.shared), sources.c.id.not_in(mine))
    others = {*NOBODYS, *connection.execute(theirs).scalars()}
    seen: dict[str, set[str]] = defaultdict(set)
    for chunk in names.chunks(ids):
        query = sa.select(sightings.c.paper_id, sightings.c.source).where(sightings.c.paper_id.in_(chunk))
        for row in connection.execute(query.distinct()):
            seen[row.paper_id].add(row.source)
    return frozenset(paper for paper, places in seen.items() if places <= others)
