"""Sending: in order, once, and each part's fate written down truly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from bot.domain import Delivery, DeliveryKind, Outgoing, Reader
from bot.errors import Rejected, Throttled, Unreachable, Unsent, Unsettled
from bot.message import Message, line
from bot.services.sender import PACE, RETRY
from bot.store import Store
from bot.store.ledger import Ledger, Part
from tests.fakes.memory_channel import MemoryChannel
from tests.fakes.papers import TODAY
from tests.unit.services.conftest import Office

NOTICE = "I can't tell whether your last digest reached you. Send /digest to see those papers again."


def plan(office: Office, reader: Reader, *texts: str, kind: DeliveryKind = DeliveryKind.DAILY) -> Delivery:
    """A delivery with one part for each text."""
    delivery = office.store.ledger.claim(reader, kind, " ".join(texts), TODAY, office.clock())
    assert delivery is not None
    office.store.ledger.plan(delivery, None, [Part(line(text), (n,)) for n, text in enumerate(texts)], office.clock())
    return delivery


def states(office: Office, delivery: Delivery) -> list[str]:
    """The delivery's state, and those of its parts."""
    found = office.store.ledger.find(delivery.id)
    parts = (office.store.ledger.part_showing(delivery.id, n) for n in range(9))
    return [found.state, *(part.state for part in parts if part)]


async def test_parts_go_out_in_order_with_a_pause_after_each(office: Office, reader: Reader):
    other = office.store.readers.ensure("43", office.clock(), admitted=True)
    first, second = plan(office, reader, "one", "two"), plan(office, other, "three")
    await office.sender.drain()
    assert [(s.chat_id, s.message) for s in office.channel.sent] == [
        (42, line("one")),
        (42, line("two")),
        (43, line("three")),
    ]
    assert office.pauses == [PACE, PACE, PACE]
    assert states(office, first) == ["sent", "sent", "sent"]
    assert states(office, second) == ["sent", "sent"]
    assert office.telemetry.counters["message_sent"] == 3


async def test_telegram_s_message_id_is_kept(office: Office, reader: Reader):
    delivery = plan(office, reader, "one")
    await office.sender.drain()
    assert office.store.ledger.part_showing(delivery.id, 0).message_id == office.channel.sent[0].message_id


async def test_what_was_sent_is_not_sent_again(office: Office, reader: Reader):
    plan(office, reader, "one")
    await office.sender.drain()
    await office.sender.drain()
    assert office.texts(reader) == ["one"]


@pytest.mark.parametrize(("error", "pause"), [(Throttled(17), 17), (Unsent("no connection"), RETRY)])
async def test_what_certainly_did_not_arrive_is_sent_again_after_a_pause(
    office: Office, reader: Reader, error: Exception, pause: float
):
    delivery = plan(office, reader, "one", "two")
    office.channel.script([error])
    await office.sender.drain()
    assert office.texts(reader) == [], "the second part waits for the first"
    assert states(office, delivery) == ["planned", "planned", "planned"]
    assert office.pauses[0] == pause
    assert office.delivering.planned.is_set()
    await office.sender.drain()
    assert office.texts(reader) == ["one", "two"]


async def test_one_reader_s_pause_does_not_lose_the_others(office: Office, reader: Reader):
    other = office.store.readers.ensure("43", office.clock(), admitted=True)
    plan(office, reader, "one")
    plan(office, other, "two")
    office.channel.script([Unsent("no connection")])
    await office.sender.drain()
    assert office.texts(other) == ["two"]


@pytest.mark.parametrize("kind", [DeliveryKind.DAILY, DeliveryKind.NOW])
async def test_what_may_have_arrived_is_never_sent_again_and_its_reader_is_told_once(
    office: Office, reader: Reader, kind: DeliveryKind
):
    delivery = plan(office, reader, "one", "two", "three", kind=kind)
    office.channel.script([Unsettled("time-out"), None, Unsettled("time-out")])
    for _ in range(3):
        await office.sender.drain()
    assert office.texts(reader) == ["one", "two", "three", NOTICE]
    assert states(office, delivery) == ["unknown", "unknown", "sent", "unknown"]
    assert office.telemetry.counters["message_unknown"] == 2


async def test_a_notice_that_may_have_arrived_has_no_notice(office: Office, reader: Reader):
    plan(office, reader, "one", kind=DeliveryKind.NOTICE)
    office.channel.script([Unsettled("time-out")])
    await office.sender.drain()
    await office.sender.drain()
    assert office.texts(reader) == ["one"]


async def test_a_reader_who_is_gone_is_given_up(office: Office, reader: Reader):
    other = office.store.readers.ensure("43", office.clock(), admitted=True)
    delivery = plan(office, reader, "one", "two")
    plan(office, other, "three")
    office.channel.script([Unreachable("blocked by the user")])
    await office.sender.drain()
    assert states(office, delivery) == ["given_up", "given_up", "given_up"]
    assert office.store.readers.get(reader.key).reachable is False
    assert (office.texts(reader), office.texts(other)) == ([], ["three"])
    assert office.telemetry.counters["reader_unreachable"] == 1


async def test_a_refused_part_has_failed_and_the_rest_goes_out(office: Office, reader: Reader):
    delivery = plan(office, reader, "one", "two")
    office.channel.script([Rejected("can't parse entities")])
    await office.sender.drain()
    assert states(office, delivery) == ["failed", "failed", "sent"]
    assert office.telemetry.counters["message_failed"] == 1


@dataclass(slots=True)
class Interfering(MemoryChannel):
    """Does something else while a message is on its way."""

    meanwhile: Callable[[], None] = field(default=lambda: None)

    async def send(self, chat_id: int, message: Message) -> int:
        await asyncio.to_thread(self.meanwhile)
        return await super(Interfering, self).send(chat_id, message)


async def test_a_part_is_marked_before_it_is_on_its_way(office: Office, reader: Reader):
    delivery = plan(office, reader, "one")
    seen: list[list[str]] = []
    office.channel = Interfering(meanwhile=lambda: seen.append(states(office, delivery)))
    office.open(office.store)
    await office.sender.drain()
    assert seen == [["planned", "sending"]]


async def test_a_reader_may_be_removed_while_a_message_is_on_its_way(office: Office, reader: Reader):
    plan(office, reader, "one")
    office.channel = Interfering(meanwhile=lambda: office.store.readers.remove(reader.key))
    office.open(office.store)
    await asyncio.wait_for(office.sender.drain(), 10)
    assert len(office.channel.sent) == 1


async def test_two_senders_on_one_ledger_send_each_part_once(office: Office, reader: Reader):
    for number in range(10):
        plan(office, reader, f"text {number}")
    first = office.sender
    office.open(office.store)
    await asyncio.gather(first.drain(), office.sender.drain())
    assert sorted(office.texts(reader)) == [f"text {number}" for number in range(10)]


class StumblingLedger(Ledger):
    """Fails when it is first asked what waits."""

    failed = False

    def waiting(self) -> tuple[Outgoing, ...]:
        if not self.failed:
            self.failed = True
            raise OSError("disk I/O error")
        return super().waiting()


@dataclass(slots=True)
class Heard(MemoryChannel):
    """Says when a message has arrived; trips over the text `trip`."""

    texts_heard: asyncio.Queue[Message] = field(default_factory=asyncio.Queue)

    async def send(self, chat_id: int, message: Message) -> int:
        if message == line("trip"):
            raise RuntimeError("a bug")
        message_id = await super(Heard, self).send(chat_id, message)
        self.texts_heard.put_nowait(message)
        return message_id


@asynccontextmanager
async def running(office: Office, store: Store) -> AsyncIterator[Heard]:
    """The sender at work on a store, with something planned."""
    office.channel = channel = Heard()
    office.open(store)
    office.delivering.planned.set()
    task = asyncio.create_task(office.sender.run())
    async with asyncio.timeout(10):
        yield channel
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_trouble_in_the_store_does_not_end_sending(office: Office, reader: Reader, store: Store):
    plan(office, reader, "one")
    async with running(office, replace(store, ledger=StumblingLedger(store.database))) as channel:
        assert await channel.texts_heard.get() == line("one")
    assert office.telemetry.counters["sender_stumbled"] == 1
    assert RETRY in office.pauses


async def test_a_part_that_trips_the_channel_is_not_tried_again_and_stops_no_other(
    office: Office, reader: Reader, store: Store
):
    tripped = plan(office, reader, "trip")
    plan(office, reader, "fine")
    async with running(office, store) as channel:
        assert await channel.texts_heard.get() == line("fine")
    assert office.telemetry.counters["sender_stumbled"] == 1
    assert states(office, tripped) == ["planned", "sending"]
    await office.delivering.resume()
    assert states(office, tripped) == ["unknown", "unknown"]


async def test_what_is_planned_while_sending_goes_out_too(office: Office, reader: Reader, store: Store):
    plan(office, reader, "one")
    async with running(office, store) as channel:
        assert await channel.texts_heard.get() == line("one")
        plan(office, reader, "two")
        office.delivering.planned.set()
        assert await channel.texts_heard.get() == line("two")


@dataclass(slots=True)
class Slow(MemoryChannel):
    """Holds each message back until it is let go."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, chat_id: int, message: Message) -> int:
        self.begun.set()
        await self.let_go.wait()
        return await super(Slow, self).send(chat_id, message)


async def test_at_the_end_the_message_under_way_arrives_and_no_other_begins(office: Office, reader: Reader):
    delivery = plan(office, reader, "one", "two")
    office.channel = channel = Slow()
    office.open(office.store)
    sending = asyncio.create_task(office.sender.drain())
    await channel.begun.wait()
    ending = asyncio.create_task(office.sender.finish())
    channel.let_go.set()
    await ending
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    assert states(office, delivery) == ["planned", "sent", "planned"]
