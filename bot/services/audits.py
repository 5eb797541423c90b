"""How many likes a reader's digests miss, told by the stars of papers drawn from below the cut."""

from __future__ import annotations

import asyncio

from bot.domain import Reader
from bot.ports import Worker
from bot.store import Store
from ranking.jobs.judge import JudgeAudit
from ranking.selection.missed import Missed


class Audits:
    def __init__(self, store: Store, worker: Worker) -> None:
        self._store = store
        self._worker = worker

    async def estimate(self, reader: Reader) -> Missed:
        """The share of missed likes with its interval, from all audits that arrived; no shares yet where none is rated.

        Raises WorkFailed.
        """
        return await self._worker.run(await asyncio.to_thread(self._job, reader))

    def _job(self, reader: Reader) -> JudgeAudit:
        items = self._store.audits.of(reader.id)
        habit = tuple(rating.stars for rating in self._store.ratings.of(reader.id))
        return JudgeAudit(items.audited, items.shown, habit)
