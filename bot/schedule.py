"""The tick: every minute the timetable is asked what is due and the sources which want reading.

APScheduler only keeps the minute. What is due is decided from the clock and the ledger, so a late wake, a restart or a
clock change is an ordinary case and no job is ever "missed".
"""

from __future__ import annotations

from datetime import UTC
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.services.desk import Desk


class Ticker:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        # A job that comes late still runs, once: the default grace of a second would skip it in silence.
        late = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler: Any = AsyncIOScheduler(timezone=UTC, job_defaults=late)

    def start(self) -> None:
        """Ticks now and then at every full minute."""
        now = self._desk.clock()
        for job in (self.deliver, self.read):
            self._scheduler.add_job(job, "cron", second=0, next_run_time=now)
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    async def deliver(self) -> None:
        """Plans every daily digest that is due."""
        try:
            count = await self._desk.delivering.send_due()
        except Exception as error:  # noqa: BLE001 - a tick that fails must not end the ticking
            self._desk.telemetry.event("tick_failed", job="deliver", error=f"{type(error).__name__}: {error}")
            return
        if count:
            self._desk.telemetry.event("digests_due", count=count)

    async def read(self) -> None:
        """Reads the sources whose hour has come."""
        try:
            await self._desk.ingest.run_due()
        except Exception as error:  # noqa: BLE001 - as above
            self._desk.telemetry.event("tick_failed", job="read", error=f"{type(error).__name__}: {error}")
