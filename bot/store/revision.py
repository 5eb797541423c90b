"""The reader's revision: grows with every change of what their model is learnt from, so that a stale one is known."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.schema import readers


def revise(connection: sa.Connection, reader_id: int, changed: int) -> None:
    """Raises the revision where something changed, in the transaction of the change."""
    if changed:
        raised = readers.c.ratings_revision + 1
        connection.execute(readers.update().where(readers.c.id == reader_id).values(ratings_revision=raised))
