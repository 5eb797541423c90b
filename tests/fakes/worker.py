"""A worker in a thread of this process, which counts its jobs, holds them back, or fails when told to."""

from __future__ import annotations

import asyncio
from typing import Any, TypeVar

from bot.ports import Job

R = TypeVar("R")


class ThreadWorker:
    """Runs each job in a thread. `jobs` are those asked for, in order."""

    def __init__(self) -> None:
        self.jobs: list[Any] = []
        self.failures: list[Exception] = []
        """Raised instead of an answer, one for each job, while there are any."""
        self.open = asyncio.Event()
        """While cleared, jobs wait."""
        self.open.set()
        self.started = asyncio.Event()

    async def run(self, job: Job[R]) -> R:
        self.jobs.append(job)
        self.started.set()
        await self.open.wait()
        if self.failures:
            raise self.failures.pop(0)
        return await asyncio.to_thread(job.run)

    def count(self, kind: type[Any]) -> int:
        """How many jobs of that kind were asked for."""
        return sum(isinstance(job, kind) for job in self.jobs)
