"""Which papers only the readers of a source of their own could see until now."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from bot.store.names import chunks
from bot.store.schema import sightings, sources
from bot.store.subscriptions import GONE, NOBODYS


def hidden(connection: sa.Connection, ids: Sequence[str], source: str, *, shared: bool) -> frozenset[str]:
    """Those of these papers that no source which is read for everybody has sighted.

    `shared` says it of `source` itself. A source that was shared and is gone counts as read by everybody.
    """
    own = sa.exists(sa.select(sources.c.id).where(sa.not_(sources.c.shared)))
    gone = sa.exists(sa.select(sightings.c.id).where(sightings.c.source == GONE))
    if shared and not connection.execute(sa.select(sa.or_(own, gone))).scalar():
        return frozenset()
    theirs = sa.select(sources.c.name).where(sa.not_(sources.c.shared), sources.c.name != source)
    nobodys = NOBODYS if shared else (*NOBODYS, source)
    open_to_all: set[str] = set()
    for chunk in chunks(ids):
        query = sa.select(sightings.c.paper_id).where(
            sightings.c.paper_id.in_(chunk), sightings.c.source.not_in(nobodys), sightings.c.source.not_in(theirs)
        )
        open_to_all.update(connection.execute(query.distinct()).scalars())
    return frozenset(ids) - open_to_all
