"""Long polling, with updates confirmed only once they have been handled.

Telegram forgets an update when the next request names a later offset. The library's own poller asks again at once, so
a killed process loses what it was working on; this one lets the batch be handled first (for a moment: one slow reader
must not hold up everybody). What comes twice after a crash changes nothing: a tap stores the same stars, a /digest is
claimed by its message.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence

from telegram.error import TelegramError

from bot.chat.application import Ptb
from bot.telemetry import Telemetry

LONG_POLL = 10
"""Seconds that Telegram holds a request open when there is nothing to say."""
HANDLING = 2.0
"""Seconds that a batch is given to be handled before the next one is asked for."""
LONGEST_PAUSE = 30.0


class Poller:
    def __init__(
        self,
        application: Ptb,
        allowed: Sequence[str],
        telemetry: Telemetry,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._application = application
        self._allowed = list(allowed)
        self._telemetry = telemetry
        self._sleep = sleep
        self._told = 0
        """What Telegram is known to have heard of as handled is before it."""
        self._taken = 0
        """What has been handed over to be handled is before it."""

    async def run(self) -> None:
        """Polls for ever; a failure is counted and tried again after a growing pause."""
        pause = 1.0
        while True:
            try:
                await self._batch()
                pause = 1.0
            except TelegramError as error:
                self._telemetry.event("polling_failed", error=str(error))
                await self._sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def confirm(self) -> None:
        """Confirms all that was taken, once `run` has ended and the application has handled it.

        What can't be confirmed comes again.
        """
        with contextlib.suppress(TelegramError):
            if self._taken > self._told:
                await self._application.bot.get_updates(offset=self._taken, limit=1, timeout=0)

    async def _batch(self) -> None:
        updates = await self._application.bot.get_updates(
            offset=self._taken, timeout=LONG_POLL, allowed_updates=self._allowed
        )
        self._told = self._taken  # not before the answer: the request may have been cut off on its way
        if not updates:
            return
        for update in updates:
            await self._application.update_queue.put(update)
        self._taken = updates[-1].update_id + 1
        # Not wait_for: before Python 3.12 it forgets a cancellation that comes as the wait ends.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(HANDLING):
                await self._application.update_queue.join()
