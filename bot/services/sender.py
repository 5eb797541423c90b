"""The one place that sends planned parts, in order, and writes down what became of each.

Nothing is marked before it is true: `sending` before the request, `sent` with Telegram's message id after the answer,
`unknown` where no answer came. What certainly did not arrive is planned again; what may have arrived never is.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from bot.domain import DeliveryState, Outgoing
from bot.errors import DeliveryError, Rejected, Throttled, Unreachable, Unsent, Unsettled
from bot.ports import Channel, Clock
from bot.services.delivery import DIGESTS, Delivering
from bot.store import Store
from bot.telemetry import Telemetry

PACE = 0.04
"""Seconds between two messages: Telegram takes about 30 a second in all."""
RETRY = 5.0
"""Seconds to wait where a message certainly did not leave."""
GRACE = 5.0
"""Seconds that a message under way is given at the end; one that takes longer may arrive or not, and is `unknown`."""

Sleep = Callable[[float], Awaitable[None]]


class Sender:
    def __init__(
        self,
        store: Store,
        channel: Channel,
        delivering: Delivering,
        clock: Clock,
        telemetry: Telemetry,
        *,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._store = store
        self._channel = channel
        self._delivering = delivering
        self._clock = clock
        self._telemetry = telemetry
        self._sleep = sleep
        self._sending = asyncio.Lock()

    async def finish(self) -> None:
        """Lets the message under way arrive and be written down, and takes no other; then `run` may be cancelled."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE):
                await self._sending.acquire()

    async def run(self) -> None:
        """Sends whenever something is planned, for ever."""
        while True:
            await self._delivering.planned.wait()
            self._delivering.planned.clear()
            try:
                await self.drain()
            except Exception as error:  # noqa: BLE001 - a locked database or a bug must not end all sending
                self._telemetry.event("sender_stumbled", error=f"{type(error).__name__}: {error}")
                await self._sleep(RETRY)
                self._delivering.planned.set()

    async def drain(self) -> None:
        """Sends all that is planned now."""
        gone: set[int] = set()
        for outgoing in await asyncio.to_thread(self._store.ledger.waiting):
            if outgoing.delivery in gone:
                continue
            async with self._sending:
                went_on = await self._send(outgoing)
            if not went_on:
                gone.add(outgoing.delivery)
            await self._sleep(PACE)

    async def _send(self, outgoing: Outgoing) -> bool:
        """False where the rest of this delivery has to wait or will never go out."""
        if not await asyncio.to_thread(self._store.ledger.begin, outgoing, self._clock()):
            return False
        try:
            message_id = await self._channel.send(outgoing.chat_id, outgoing.body)
        except DeliveryError as error:
            await self._failed(outgoing, error)
            return isinstance(error, Unsettled | Rejected)
        sent = DeliveryState.SENT
        await asyncio.to_thread(self._store.ledger.settle, outgoing, sent, self._clock(), message_id=message_id)
        self._telemetry.event("message_sent", delivery=outgoing.delivery, part=outgoing.part)
        return True

    async def _failed(self, outgoing: Outgoing, error: DeliveryError) -> None:
        match error:
            case Throttled():
                await self._again(outgoing, error.retry_after)
            case Unsent():
                await self._again(outgoing, RETRY)
            case Unsettled():
                await self._settle(outgoing, DeliveryState.UNKNOWN, str(error))
                await self._tell(outgoing)
            case Unreachable():
                await asyncio.to_thread(self._store.ledger.give_up, outgoing, self._clock(), str(error))
                self._telemetry.event("reader_unreachable", delivery=outgoing.delivery, error=str(error))
            case _:
                await self._settle(outgoing, DeliveryState.FAILED, str(error))

    async def _settle(self, outgoing: Outgoing, state: DeliveryState, error: str) -> None:
        await asyncio.to_thread(self._store.ledger.settle, outgoing, state, self._clock(), error=error)
        self._telemetry.event("message_" + state, delivery=outgoing.delivery, part=outgoing.part, error=error)

    async def _again(self, outgoing: Outgoing, seconds: float) -> None:
        """Puts a part back that certainly did not arrive, and comes back to it after a pause."""
        await asyncio.to_thread(self._store.ledger.settle, outgoing, DeliveryState.PLANNED, self._clock())
        await self._sleep(seconds)
        self._delivering.planned.set()

    async def _tell(self, outgoing: Outgoing) -> None:
        delivery = await asyncio.to_thread(self._store.ledger.find, outgoing.delivery)
        if delivery is not None and delivery.kind in DIGESTS:
            await self._delivering.tell(delivery)
