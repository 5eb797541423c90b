"""The tick: every minute the timetable is asked what is due and the sources which want reading.

APScheduler only keeps the minute. What is due is decided from the clock and the ledger, so a late wake, a restart or a
clock change is an ordinary case and no job is ever "missed".
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from datetime import UTC
from typing import Any, TypeVar

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.services.desk import Desk

T = TypeVar("T")

ROUNDS = 30
"""Readings of the sources that may overlap: one that waits for a slow host must not keep the others from being read. A
host is in one of them at a time, so this is how many slow hosts there may be."""


class Ticker:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stopped = False
        # A job that comes late still runs, once: the default grace of a second would skip it in silence.
        late = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        # Every minute it would warn of a job that is still at work; what goes wrong in one is told by telemetry.
        log = logging.getLogger("apscheduler.ticker")
        log.setLevel(logging.ERROR)
        self._scheduler: Any = AsyncIOScheduler(timezone=UTC, job_defaults=late, logger=log)

    def start(self) -> None:
        """Ticks now and then at every full minute."""
        now = self._desk.clock()
        for job in (self.deliver, self.illustrate, self.check, self.resolve):
            self._scheduler.add_job(job, "cron", second=0, next_run_time=now)
        self._scheduler.add_job(self.read, "cron", second=0, next_run_time=now, max_instances=ROUNDS)
        self._scheduler.start()

    def stop(self) -> None:
        """Ends the ticking and whatever a tick is doing: what it leaves undone is due again at the next start."""
        self._stopped = True
        self._scheduler.shutdown(wait=False)

    async def deliver(self) -> None:
        """Plans every daily digest that is due."""
        count = await self._guarded("deliver", self._desk.delivering.send_due())
        if count:
            self._desk.telemetry.event("digests_due", count=count)

    async def read(self) -> None:
        """Reads the sources whose time has come; what they brought is embedded at once, for a digest may be near."""
        report = await self._guarded("read", self._desk.ingest.run_due())
        if report and any(source.new or source.revised for source in report.sources):
            self._desk.embedding.wake()

    async def check(self) -> None:
        """Compares arXiv's feeds with its search, once the feeds have been read; what they lacked is embedded too."""
        checks = await self._guarded("check", self._desk.watchdog.run())
        if checks and any(check.filled for check in checks):
            self._desk.embedding.wake()

    async def resolve(self) -> None:
        """Looks for the papers that articles wait for, beside the reading: arXiv's search may take its time."""
        if await self._guarded("resolve", self._desk.articles.resolve()):
            self._desk.embedding.wake()

    async def illustrate(self) -> None:
        """Looks for the pictures of some papers that were shown lately."""
        await self._guarded("illustrate", self._desk.pictures.catch_up())

    async def _guarded(self, job: str, work: Awaitable[T]) -> T | None:
        """What the work gives; None where it failed, which is counted and must not end the ticking."""
        try:
            return await work
        except asyncio.CancelledError:
            # A scheduler that stops cancels what is under way, and would log that as a crash with its traceback.
            if not self._stopped:
                raise
        except Exception as error:  # noqa: BLE001 - as said above
            self._desk.telemetry.event("tick_failed", job=job, error=f"{type(error).__name__}: {error}")
        return None
