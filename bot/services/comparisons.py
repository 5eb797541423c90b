"""Which ranker a reader likes better, told by the stars they give in digests that both have drafted."""

from __future__ import annotations

import asyncio

from bot.domain import Reader
from bot.errors import BadInput
from bot.ports import Clock, Worker
from bot.store import Store
from bot.store.comparisons import Comparison
from ranking.jobs.judge import JudgeComparison, Outcome
from ranking.jobs.select import CURRENT, RIVALS


class Comparisons:
    def __init__(self, store: Store, worker: Worker, clock: Clock) -> None:
        self._store = store
        self._worker = worker
        self._clock = clock

    async def start(self, reader: Reader, rival: str) -> None:
        """From the next digest on, half of its best papers are that rival's choice. Raises BadInput."""
        if rival not in RIVALS:
            raise BadInput(f"The model can be compared with {' or '.join(RIVALS)}.")
        await asyncio.to_thread(self._store.comparisons.start, reader.id, rival, self._clock())

    async def stop(self, reader: Reader) -> None:
        await asyncio.to_thread(self._store.comparisons.stop, reader.id)

    async def under_way(self, reader: Reader) -> Comparison | None:
        return await asyncio.to_thread(self._store.comparisons.of, reader.id)

    async def outcome(self, reader: Reader, comparison: Comparison) -> Outcome:
        """The digests so far that either side won, the model first. Raises WorkFailed."""
        job = await asyncio.to_thread(self._job, reader, comparison)
        return await self._worker.run(job)

    def _job(self, reader: Reader, comparison: Comparison) -> JudgeComparison:
        digests = self._store.comparisons.digests(reader.id, comparison.since)
        habit = tuple(rating.stars for rating in self._store.ratings.of(reader.id))
        return JudgeComparison(digests, habit, (CURRENT, comparison.rival))
