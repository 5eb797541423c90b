"""Long polling: a batch is confirmed once it has been handled, and the polling ends when it is told to."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from telegram import Update
from telegram.error import NetworkError, TelegramError

from bot.chat.application import Ptb
from bot.chat.polling import Poller
from bot.telemetry import Telemetry


class Telegram:
    """A bot's side of Telegram: batches in order, then silence, also for None. Errors among them are raised."""

    def __init__(self, *batches: list[Update] | TelegramError | None) -> None:
        self.update_queue: asyncio.Queue[object] = asyncio.Queue()
        self.offsets: list[int] = []
        self.silent = asyncio.Event()
        self._batches = list(batches)
        self.bot = SimpleNamespace(get_updates=self._get_updates)

    async def _get_updates(self, *, offset: int, **said: Any) -> list[Update]:
        self.offsets.append(offset)
        batch = self._batches.pop(0) if self._batches else None
        if batch is None:
            self.silent.set()
            await asyncio.Event().wait()
        if isinstance(batch, TelegramError):
            raise batch
        return batch or []


class Sleeps:
    """Pauses that take no time, and are remembered."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.pauses.append(seconds)


def poller(telegram: Telegram, sleeps: Sleeps | None = None) -> Poller:
    return Poller(cast("Ptb", telegram), ["message"], Telemetry(), sleep=sleeps or Sleeps())


async def test_a_batch_is_confirmed_only_when_it_has_been_handled() -> None:
    telegram = Telegram([Update(7), Update(8)])
    running = asyncio.create_task(poller(telegram).run())
    for _ in range(2):
        await telegram.update_queue.get()
    assert telegram.offsets == [0]
    for _ in range(2):
        telegram.update_queue.task_done()
    await telegram.silent.wait()
    assert telegram.offsets == [0, 9]
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_it_ends_also_when_told_so_at_the_moment_a_batch_is_done() -> None:
    telegram = Telegram([Update(7)])
    running = asyncio.create_task(poller(telegram).run())
    await telegram.update_queue.get()
    telegram.update_queue.task_done()
    running.cancel()
    done, _ = await asyncio.wait({running}, timeout=1.0)
    running.cancel()
    assert done


async def test_what_was_taken_before_the_end_is_confirmed_after_it_was_handled() -> None:
    telegram = Telegram([Update(7)], [])
    polling = poller(telegram)
    running = asyncio.create_task(polling.run())
    await telegram.update_queue.get()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await polling.confirm()
    assert telegram.offsets == [0, 8]


async def test_what_was_handled_is_confirmed_where_the_request_that_says_so_was_cut_off() -> None:
    telegram = Telegram([Update(7)], None, [])
    polling = poller(telegram)
    running = asyncio.create_task(polling.run())
    await telegram.update_queue.get()
    telegram.update_queue.task_done()
    await telegram.silent.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await polling.confirm()
    assert telegram.offsets == [0, 8, 8]


async def test_pauses_between_failures_grow_and_end_with_the_first_success() -> None:
    lost = NetworkError("no line")
    telegram, sleeps = Telegram(lost, lost, lost, [], lost), Sleeps()
    running = asyncio.create_task(poller(telegram, sleeps).run())
    await telegram.silent.wait()
    assert sleeps.pauses == [1.0, 2.0, 4.0, 1.0]
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
