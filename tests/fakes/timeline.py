"""Seconds that pass only when a test says so: a clock and a sleep that belong together."""

from __future__ import annotations

import asyncio
import heapq
from itertools import count

_SETTLED = 50
"""Turns of the loop within which everything that is not asleep comes to rest."""


class Timeline:
    """`now` and `sleep` are handed to the code under test; `advance` lets time pass and wakes sleepers in order."""

    def __init__(self) -> None:
        self.time = 0.0
        self.slept = 0
        """How often something went to sleep."""
        self._asleep: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = count()

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept += 1
        awake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._asleep, (self.time + seconds, next(self._order), awake))
        await awake

    async def advance(self, seconds: float) -> None:
        await self.settle()
        until = self.time + seconds
        while self._asleep and self._asleep[0][0] <= until:
            self.time, _, awake = heapq.heappop(self._asleep)
            if not awake.done():
                awake.set_result(None)
            await self.settle()
        self.time = until

    async def settle(self) -> None:
        for _ in range(_SETTLED):
            await asyncio.sleep(0)
