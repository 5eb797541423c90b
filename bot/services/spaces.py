"""The space that all models stand in: when it is learnt anew, and from what.

A day of new papers never learns it anew; they are read in the space there is. It follows the corpus in steps, so
that it neither goes stale nor retires every model each night. Where learning it fails, the one before serves on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeAlias

from bot.errors import WorkFailed
from bot.ports import Clock, Worker
from bot.services.patience import Patience
from bot.store import Store
from bot.store.models import StoredSpace
from bot.telemetry import Telemetry
from ranking.domain import Paper, Vectors
from ranking.jobs import FitSpace

CORPUS = 20_000
"""Papers that a space is learnt from at most: the newest."""
GROWTH = 1.3
"""A space is learnt anew when the corpus has grown by this factor since."""
TURNOVER = 0.25
"""And, where the corpus cannot grow any more, when this part of it came since."""
VECTORS_FROM = 500
"""Sentence vectors are worth a new space once so many are known, or those of half the papers; then at each doubling."""

KnownVectors: TypeAlias = Callable[[Iterable[Paper]], Awaitable[Vectors | None]]
"""What is known of these papers' sentence vectors; None where there are none to be had."""


async def no_vectors(papers: Iterable[Paper]) -> Vectors | None:  # noqa: ARG001
    """Sentence vectors are off."""
    return None


class Spaces:
    def __init__(
        self, store: Store, worker: Worker, clock: Clock, telemetry: Telemetry, *, vectors: KnownVectors, corpus: int
    ) -> None:
        self._store = store
        self._worker = worker
        self._clock = clock
        self._telemetry = telemetry
        self._vectors = vectors
        self._corpus = corpus
        self._lock = asyncio.Lock()
        self._patience = Patience(clock)

    async def current(self) -> StoredSpace | None:
        """The space to learn and rank in; None while there is no paper at all.

        Raises WorkFailed where none could be learnt and none is stored.
        """
        async with self._lock:
            stored = await asyncio.to_thread(self._store.models.space)
            papers = min(await asyncio.to_thread(self._store.papers.count), self._corpus)
            if papers == 0 or (stored is not None and not await self._outgrown(stored, papers)):
                return stored
            return await (self._learn() if stored is None else self._renewed(stored))

    async def forget(self) -> None:
        """Drops the bytes of the space and of all models, where a job refused some of them."""
        async with self._lock:
            await asyncio.to_thread(self._store.models.forget)
        self._telemetry.event("artifacts_forgotten")

    async def _outgrown(self, stored: StoredSpace, papers: int) -> bool:
        if papers > stored.papers * GROWTH:
            return True
        if await asyncio.to_thread(self._store.papers.count_since, stored.made_at) >= self._corpus * TURNOVER:
            return True
        return self._vectors is not no_vectors and await asyncio.to_thread(self._embedded, stored, papers)

    def _embedded(self, stored: StoredSpace, papers: int) -> bool:
        """Whether many more vectors are known than when it was learnt, or those it was learnt with are gone."""
        known, since = self._store.models.vectors_known(stored.made_at)
        many = known >= min(VECTORS_FROM, papers / 2) and known >= 2 * stored.vectors
        replaced = known - since < stored.vectors / 2
        return known > 0 and (many or replaced)

    async def _renewed(self, stored: StoredSpace) -> StoredSpace:
        """One learnt in the place of an outgrown one, which serves on where that fails."""
        if self._patience.resting(stored.id, "outgrown"):
            return stored
        try:
            return await self._learn()
        except WorkFailed as error:
            self._patience.failed(stored.id, "outgrown")
            self._telemetry.event("space_failed", space=stored.id, error=str(error))
            return stored

    async def _learn(self) -> StoredSpace:
        at = self._clock()
        known, _ = await asyncio.to_thread(self._store.models.vectors_known, at)
        records = await asyncio.to_thread(self._store.papers.corpus, self._corpus)
        papers = tuple(record.paper for record in records)
        vectors = await self._vectors(papers)
        data = await self._worker.run(FitSpace(papers, vectors))
        self._telemetry.event(
            "space_learnt", papers=len(papers), vectors=vectors and len(vectors.keys), bytes=len(data)
        )
        put = self._store.models.put_space
        # Counted also where none was of use, or a space would be learnt for their sake again and again.
        return await asyncio.to_thread(put, data, len(papers), at, 0 if self._vectors is no_vectors else known)
