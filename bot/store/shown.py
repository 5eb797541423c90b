"""Which papers a reader was shown: an item is in the state of the part of the message that it stands in.

An item that stands in no part was handed over in a terminal, and is in the state of its delivery.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain import DeliveryState
from bot.store.schema import deliveries, digest_items, messages, ratings

ON_THE_WAY_OR_SENT = (DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.SENT)
NEVER_ARRIVED = (DeliveryState.FAILED, DeliveryState.GIVEN_UP)

_its_part = sa.and_(messages.c.delivery_id == digest_items.c.delivery_id, messages.c.part == digest_items.c.part)
_items = digest_items.join(deliveries, deliveries.c.id == digest_items.c.delivery_id).outerjoin(messages, _its_part)
_state = sa.func.coalesce(messages.c.state, deliveries.c.state)


def shown(reader_id: int) -> sa.Select[tuple[str]]:
    """Ids of papers that were sent to the reader or are on their way."""
    return _papers(reader_id, _state.in_(ON_THE_WAY_OR_SENT))


def doubtful(reader_id: int) -> sa.Select[tuple[str]]:
    """Ids of papers of which nobody knows whether they arrived."""
    return _papers(reader_id, _state == DeliveryState.UNKNOWN)


def never_rated(reader_id: int, before: datetime) -> sa.Select[tuple[str]]:
    """Ids of papers that reached the reader in a delivery made before that time and have no rating, newest first."""
    rated = sa.select(ratings.c.paper_id).where(ratings.c.reader_id == reader_id)
    arrived = sa.and_(_state == DeliveryState.SENT, deliveries.c.created_at < before)
    papers = _papers(reader_id, sa.and_(arrived, digest_items.c.paper_id.not_in(rated)))
    last = sa.func.max(deliveries.c.created_at)
    return papers.group_by(digest_items.c.paper_id).order_by(last.desc(), digest_items.c.paper_id)


def arrived(reader_id: int, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """These columns of digest items and their deliveries, for items that arrived, in order; the stars as `given`."""
    mine = sa.and_(ratings.c.paper_id == digest_items.c.paper_id, ratings.c.reader_id == deliveries.c.reader_id)
    query = sa.select(*columns, ratings.c.stars.label("given")).select_from(_items.outerjoin(ratings, mine))
    wanted = query.where(deliveries.c.reader_id == reader_id, _state == DeliveryState.SENT)
    return wanted.order_by(digest_items.c.delivery_id, digest_items.c.rank)


def with_items(reader_id: int) -> sa.Select[tuple[int]]:
    """Ids of deliveries of which the reader may have seen an item."""
    mine = sa.and_(deliveries.c.reader_id == reader_id, _state.not_in(NEVER_ARRIVED))
    return sa.select(digest_items.c.delivery_id).select_from(_items).where(mine)


def _papers(reader_id: int, state: sa.ColumnElement[bool]) -> sa.Select[tuple[str]]:
    return sa.select(digest_items.c.paper_id).select_from(_items).where(deliveries.c.reader_id == reader_id, state)
