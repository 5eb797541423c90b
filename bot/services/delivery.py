"""Getting a digest on its way: claim its slot, compose it, plan its parts. The sender sends them.

What a crash leaves behind is settled at the next start: a slot claimed but not composed is composed; a planned part is
sent; a part that was being sent is `unknown`, is never sent again, and its reader is told once how to see it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bot import timetable
from bot.digest.render import render
from bot.digest.shown import ranks_shown
from bot.domain import Delivery, DeliveryKind, Digest, Reader
from bot.message import Message, line
from bot.ports import Channel, Clock
from bot.services.digests import Digests
from bot.store import Store
from bot.store.ledger import Part
from bot.telemetry import Telemetry
from bot.texts import Texts

DIGESTS = (DeliveryKind.DAILY, DeliveryKind.NOW)
OWED = timedelta(hours=24)
"""How long after its planned time a daily digest is still sent."""


class Delivering:
    """Claims, composes and plans; the sender does the rest. `serves` says who may have a daily digest today."""

    def __init__(
        self,
        store: Store,
        digests: Digests,
        channel: Channel,
        clock: Clock,
        telemetry: Telemetry,
        *,
        serves: Callable[[Reader], bool],
    ) -> None:
        self._store = store
        self._digests = digests
        self._channel = channel
        self._clock = clock
        self._telemetry = telemetry
        self._serves = serves
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        """One digest of a reader at a time: two side by side would draw the same papers."""
        self.planned = asyncio.Event()
        """Set when there may be something to send."""

    async def ask(self, reader: Reader, slot: str) -> bool:
        """Starts a digest that a reader asked for, in the background; False if that very request was taken before."""
        day = self._digests.today(reader)
        delivery = await asyncio.to_thread(self._claim, reader, DeliveryKind.NOW, slot, day)
        if delivery is not None:
            self._start(delivery)
        return delivery is not None

    async def hand_over(self, reader: Reader, slot: str) -> Digest:
        """Composes a digest for a reader who is looking at a terminal; it counts as sent. Raises WorkFailed."""
        async with self._turns[reader.id]:
            digest = await self._digests.build(reader, self._digests.today(reader), again=True)
            await asyncio.to_thread(self._store.ledger.hand_over, reader, slot, digest, self._clock())
        return digest

    async def send_due(self) -> int:
        """Claims every daily digest that is due now and plans it; returns how many were claimed here."""
        now = self._clock()
        readers = [r for r in await asyncio.to_thread(self._store.readers.scheduled) if self._serves(r)]
        oldest = (now - OWED).date() - timedelta(days=1)
        taken = await asyncio.to_thread(self._store.ledger.claimed, DeliveryKind.DAILY, oldest.isoformat())
        count = 0
        for reader in readers:
            slot = timetable.due(reader.schedule, reader.zone, now, now - OWED).latest
            if slot is None or reader.chat_id is None or (reader.id, str(slot)) in taken:
                continue
            delivery = await asyncio.to_thread(self._claim, reader, DeliveryKind.DAILY, str(slot), slot.day)
            if delivery is not None:
                await self._plan(delivery)
                count += 1
        return count

    async def resume(self) -> None:
        """Settles what an earlier process left; for the start of the one process that owns all sending."""
        for delivery in await asyncio.to_thread(self._store.ledger.interrupted, self._clock()):
            self._telemetry.event("delivery_unknown", delivery=delivery.id)
        for delivery in await asyncio.to_thread(self._store.ledger.unknown, DIGESTS):
            await self.tell(delivery)
        for delivery in await asyncio.to_thread(self._store.ledger.unplanned):
            self._start(delivery)
        self.planned.set()

    async def tell(self, unsettled: Delivery) -> None:
        """Tells a reader once that a digest may not have arrived."""
        notice = await asyncio.to_thread(
            self._claim, unsettled.reader, DeliveryKind.NOTICE, f"delivery:{unsettled.id}", unsettled.day
        )
        if notice is not None:
            await self._plan(notice)

    async def idle(self) -> None:
        """Waits until nothing is being composed in the background."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _claim(self, reader: Reader, kind: DeliveryKind, slot: str, day: date) -> Delivery | None:
        return self._store.ledger.claim(reader, kind, slot, day, self._clock())

    def _start(self, delivery: Delivery) -> None:
        task = asyncio.create_task(self._plan(delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _plan(self, delivery: Delivery) -> None:
        try:
            async with self._turns[delivery.reader.id]:
                digest, parts = await self._content(delivery)
                await asyncio.to_thread(self._store.ledger.plan, delivery, digest, parts, self._clock())
        except Exception as error:  # noqa: BLE001 - one reader's trouble is not the others'; a restart composes it
            self._trouble("delivery_unplanned", delivery, error)
        self.planned.set()

    async def _content(self, delivery: Delivery) -> tuple[Digest | None, Sequence[Part]]:
        t = Texts(delivery.reader.language)
        if delivery.kind not in DIGESTS:
            notice = t("I can't tell whether your last digest reached you. Send /digest to see those papers again.")
            return None, self._parts(line(notice))
        again = delivery.kind is DeliveryKind.NOW
        try:
            digest = await self._digests.build(delivery.reader, delivery.day, again=again)
            return digest, self._parts(render(digest, delivery.id, t))
        except Exception as error:  # noqa: BLE001 - a reader who waits for a digest is told, whatever went wrong
            self._trouble("digest_failed", delivery, error)
            apology = t("Your digest could not be made this time. Send /digest to try again.")
            return None, self._parts(line(apology))

    def _trouble(self, event: str, delivery: Delivery, error: Exception) -> None:
        self._telemetry.event(event, delivery=delivery.id, error=f"{type(error).__name__}: {error}")

    def _parts(self, message: Message) -> Sequence[Part]:
        return [Part(body, ranks_shown(body)) for body in self._channel.split(message)]
