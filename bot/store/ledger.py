"""The ledger: every message a reader should get is a row here before it is sent, and says what became of it.

A delivery is claimed by inserting its unique (reader, kind, slot); whoever loses that race does nothing. Its digest and
the parts of its message are stored in one transaction; a part is marked `sending` before it is sent and `sent` after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot import message
from bot.domain import Delivery, DeliveryKind, DeliveryState, Digest, DigestItem, Outgoing, Reader
from bot.message import Message
from bot.store import rows
from bot.store.database import Database
from bot.store.names import present
from bot.store.schema import deliveries, digest_items, messages, papers, ratings, readers
from bot.store.shown import with_items
from bot.store.told import told

OPEN = (DeliveryState.PLANNED, DeliveryState.SENDING)


@dataclass(frozen=True, slots=True)
class Part:
    """A part to be sent, and the ranks of the digest items it shows."""

    body: Message
    ranks: tuple[int, ...] = ()


class Ledger:
    def __init__(self, database: Database) -> None:
        self._db = database

    def claim(self, reader: Reader, kind: DeliveryKind, slot: str, day: date, at: datetime) -> Delivery | None:
        """The delivery of that slot, made now; None where somebody has claimed it before."""
        with self._db.write() as connection:
            return _claim(connection, (reader, kind, slot), day, at)

    def plan(self, delivery: Delivery, digest: Digest | None, parts: Sequence[Part], at: datetime) -> None:
        """Stores what a claimed delivery shows and the parts to send; with no parts it is settled as sent."""
        with self._db.write() as connection:
            _plan(connection, delivery, digest, parts, at)

    def hand_over(self, reader: Reader, slot: str, digest: Digest, at: datetime) -> None:
        """Keeps a digest that its reader is looking at: claimed, composed and sent in one act."""
        with self._db.write() as connection:
            delivery = _claim(connection, (reader, DeliveryKind.NOW, slot), digest.day, at)
            if delivery is not None:
                _plan(connection, delivery, digest, (), at)

    def unplanned(self) -> tuple[Delivery, ...]:
        """Deliveries that were claimed but never composed, because the process ended in between."""
        composed = sa.select(messages.c.delivery_id)
        waiting = sa.and_(deliveries.c.state == DeliveryState.PLANNED, deliveries.c.id.not_in(composed))
        query = _with_reader().where(waiting).order_by(deliveries.c.id)
        with self._db.read() as connection:
            return tuple(_delivery(row) for row in connection.execute(query))

    def waiting(self) -> tuple[Outgoing, ...]:
        """Parts still to be sent, in order."""
        query = _parts().where(messages.c.state == DeliveryState.PLANNED).order_by(messages.c.id)
        with self._db.read() as connection:
            return tuple(_outgoing(row) for row in connection.execute(query))

    def begin(self, outgoing: Outgoing, at: datetime) -> bool:
        """Takes a planned part for sending; False where somebody else has it."""
        mine = sa.and_(messages.c.id == outgoing.id, messages.c.state == DeliveryState.PLANNED)
        with self._db.write() as connection:
            values = {"state": DeliveryState.SENDING.value, "updated_at": at}
            return bool(connection.execute(messages.update().where(mine).values(values)).rowcount)

    def settle(
        self,
        outgoing: Outgoing,
        state: DeliveryState,
        at: datetime,
        *,
        message_id: int | None = None,
        error: str | None = None,
    ) -> None:
        """Says what became of a part, and of its delivery once no part of it is open."""
        values = {"state": state.value, "updated_at": at, "telegram_id": message_id, "error": error}
        with self._db.write() as connection:
            connection.execute(messages.update().where(messages.c.id == outgoing.id).values(values))
            _settle_delivery(connection, outgoing.delivery)

    def give_up(self, outgoing: Outgoing, at: datetime, error: str) -> None:
        """Gives up a delivery whose reader cannot be reached, and plans no more for that reader."""
        open_parts = sa.and_(messages.c.delivery_id == outgoing.delivery, messages.c.state.in_(OPEN))
        values = {"state": DeliveryState.GIVEN_UP.value, "updated_at": at, "error": error}
        of = sa.select(deliveries.c.reader_id).where(deliveries.c.id == outgoing.delivery).scalar_subquery()
        with self._db.write() as connection:
            connection.execute(messages.update().where(open_parts).values(values))
            connection.execute(readers.update().where(readers.c.id == of).values(reachable=False))
            _settle_delivery(connection, outgoing.delivery)

    def interrupted(self, at: datetime) -> tuple[Delivery, ...]:
        """Marks parts that were being sent when a process ended as `unknown`; returns their deliveries.

        Only for the start of a process that owns all sending.
        """
        lost = messages.c.state == DeliveryState.SENDING
        with self._db.write() as connection:
            ids = {row.delivery_id for row in connection.execute(sa.select(messages.c.delivery_id).where(lost))}
            values = {"state": DeliveryState.UNKNOWN.value, "updated_at": at}
            connection.execute(messages.update().where(lost).values(values))
            for delivery_id in ids:
                _settle_delivery(connection, delivery_id)
            query = _with_reader().where(deliveries.c.id.in_(ids)).order_by(deliveries.c.id)
            return tuple(_delivery(row) for row in connection.execute(query))

    def unknown(self, kinds: Sequence[DeliveryKind]) -> tuple[Delivery, ...]:
        """Deliveries of these kinds that stayed unsettled, oldest first."""
        query = _with_reader().where(deliveries.c.state == DeliveryState.UNKNOWN, deliveries.c.kind.in_(kinds))
        with self._db.read() as connection:
            return tuple(_delivery(row) for row in connection.execute(query.order_by(deliveries.c.id)))

    def find(self, delivery_id: int) -> Delivery | None:
        with self._db.read() as connection:
            row = connection.execute(_with_reader().where(deliveries.c.id == delivery_id)).first()
            return _delivery(row) if row else None

    def last(self, reader_id: int, day: date | None = None) -> Delivery | None:
        """The newest digest of which the reader has seen something: of that day, where one is given."""
        mine: list[sa.ColumnElement[bool]] = [deliveries.c.id.in_(with_items(reader_id))]
        if day is not None:
            mine.append(deliveries.c.day == day.isoformat())
        with self._db.read() as connection:
            row = connection.execute(_with_reader().where(*mine).order_by(deliveries.c.id.desc()).limit(1)).first()
            return _delivery(row) if row else None

    def claimed(self, kind: DeliveryKind, slots_from: str) -> frozenset[tuple[int, str]]:
        """(reader id, slot) of every delivery of that kind whose slot is not before `slots_from`."""
        query = sa.select(deliveries.c.reader_id, deliveries.c.slot)
        wanted = query.where(deliveries.c.kind == kind, deliveries.c.slot >= slots_from)
        with self._db.read() as connection:
            return frozenset((row.reader_id, row.slot) for row in connection.execute(wanted))

    def digest(self, delivery: Delivery) -> Digest:
        """The digest as it was composed, with the stars given since."""
        with self._db.read() as connection:
            head = connection.execute(sa.select(deliveries).where(deliveries.c.id == delivery.id)).one()
            items = _items(connection, delivery)
        why, day, names = rows.emptiness(head.empty)
        return Digest(
            reader=delivery.reader,
            day=delivery.day,
            items=items,
            considered=head.considered,
            drawn_to=head.drawn_to,
            empty=why,
            empty_day=day,
            empty_sources=names,
        )

    def paper_of(self, delivery_id: int, rank: int) -> str | None:
        """The id of the paper that an item shows, also when the paper itself is gone."""
        key = sa.and_(digest_items.c.delivery_id == delivery_id, digest_items.c.rank == rank)
        with self._db.read() as connection:
            return connection.execute(sa.select(digest_items.c.paper_id).where(key)).scalar()

    def stars(self, delivery: Delivery) -> dict[tuple[int, int], int]:
        """The reader's stars for every rated item of a delivery, by (delivery id, rank)."""
        mine = sa.and_(ratings.c.paper_id == digest_items.c.paper_id, ratings.c.reader_id == delivery.reader.id)
        query = sa.select(digest_items.c.rank, ratings.c.stars).join(ratings, mine)
        with self._db.read() as connection:
            found = connection.execute(query.where(digest_items.c.delivery_id == delivery.id))
            return {(delivery.id, row.rank): row.stars for row in found}

    def part_showing(self, delivery_id: int, rank: int) -> Outgoing | None:
        """The part in which an item stands."""
        query = _parts().where(messages.c.delivery_id == delivery_id).order_by(messages.c.part)
        with self._db.read() as connection:
            parts = (_outgoing(row) for row in connection.execute(query))
            return next((part for part in parts if rank in part.ranks), None)


def _claim(
    connection: sa.Connection, wanted: tuple[Reader, DeliveryKind, str], day: date, at: datetime
) -> Delivery | None:
    reader, kind, slot = wanted
    key = {"reader_id": reader.id, "kind": kind.value, "slot": slot}
    if connection.execute(sa.select(deliveries.c.id).filter_by(**key)).first():
        return None
    values = key | {"state": DeliveryState.PLANNED.value, "day": day.isoformat(), "created_at": at}
    made = deliveries.insert().values(values).returning(deliveries.c.id)
    new_id = connection.execute(made).scalar_one()
    return Delivery(new_id, reader, kind, slot, DeliveryState.PLANNED, day)


def _plan(
    connection: sa.Connection, delivery: Delivery, digest: Digest | None, parts: Sequence[Part], at: datetime
) -> None:
    if digest is not None:
        _write_digest(connection, delivery.id, digest, parts)
    for number, part in enumerate(parts):
        connection.execute(messages.insert().values(_part_values(delivery.id, number, part, at)))
    if not parts:
        _set_state(connection, delivery.id, DeliveryState.SENT)


def _write_digest(connection: sa.Connection, delivery_id: int, digest: Digest, parts: Sequence[Part]) -> None:
    head = {
        "considered": digest.considered,
        "drawn_to": digest.drawn_to,
        "empty": rows.emptiness_value(digest),
    }
    connection.execute(deliveries.update().where(deliveries.c.id == delivery_id).values(head))
    part_of = {rank: number for number, part in enumerate(parts) for rank in part.ranks}
    for item in digest.items:
        # While it was composed its paper may have turned out to be one with another, and have that one's id now.
        paper = present(connection, item.record.paper.id)
        place = {"delivery_id": delivery_id, "part": part_of.get(item.rank), "paper_id": paper}
        connection.execute(digest_items.insert().values(rows.item_values(item) | place))


def _part_values(delivery_id: int, number: int, part: Part, at: datetime) -> dict[str, Any]:
    return {
        "delivery_id": delivery_id,
        "part": number,
        "state": DeliveryState.PLANNED.value,
        "body": message.dumps(part.body),
        "ranks": list(part.ranks),
        "updated_at": at,
    }


def _settle_delivery(connection: sa.Connection, delivery_id: int) -> None:
    query = sa.select(messages.c.state).where(messages.c.delivery_id == delivery_id)
    states = {DeliveryState(row.state) for row in connection.execute(query)}
    if states and states.isdisjoint(OPEN):  # none: the reader was removed while the message was on its way
        worst = (DeliveryState.UNKNOWN, DeliveryState.FAILED, DeliveryState.GIVEN_UP, DeliveryState.SENT)
        _set_state(connection, delivery_id, next(s for s in worst if s in states))


def _set_state(connection: sa.Connection, delivery_id: int, state: DeliveryState) -> None:
    mine = deliveries.c.id == delivery_id
    connection.execute(deliveries.update().where(mine).values(state=state.value))


def _with_reader() -> sa.Select[Any]:
    columns = [c.label(f"d_{c.name}") for c in deliveries.c]
    return sa.select(readers, *columns).join(deliveries, deliveries.c.reader_id == readers.c.id)


def _delivery(row: sa.Row[Any]) -> Delivery:
    return Delivery(
        id=row.d_id,
        reader=rows.reader(row),
        kind=DeliveryKind(row.d_kind),
        slot=row.d_slot,
        state=DeliveryState(row.d_state),
        day=date.fromisoformat(row.d_day),
    )


def _parts() -> sa.Select[Any]:
    return (
        sa.select(messages, readers.c.key)
        .join(deliveries, deliveries.c.id == messages.c.delivery_id)
        .join(readers, readers.c.id == deliveries.c.reader_id)
    )


def _outgoing(row: sa.Row[Any]) -> Outgoing:
    return Outgoing(
        id=row.id,
        delivery=row.delivery_id,
        part=row.part,
        chat_id=int(row.key),
        body=message.loads(row.body),
        ranks=tuple(row.ranks),
        state=DeliveryState(row.state),
        message_id=row.telegram_id,
    )


def _items(connection: sa.Connection, delivery: Delivery) -> tuple[DigestItem, ...]:
    query = (
        sa.select(digest_items, ratings.c.stars.label("given"))
        .outerjoin(
            ratings,
            sa.and_(ratings.c.paper_id == digest_items.c.paper_id, ratings.c.reader_id == delivery.reader.id),
        )
        .where(digest_items.c.delivery_id == delivery.id)
        .order_by(digest_items.c.rank)
    )
    found = connection.execute(query).all()
    wanted = sa.select(papers).where(papers.c.id.in_([row.paper_id for row in found]))
    theirs = told(connection, delivery.reader.id, map(rows.paper_record, connection.execute(wanted)))
    records = {record.paper.id: record for record in theirs}
    return tuple(rows.digest_item(row, records[row.paper_id], row.given) for row in found if row.paper_id in records)
