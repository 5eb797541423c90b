"""Learning: keeps a space for the corpus and a model for each reader, made in a worker, never on the loop.

A model is fresh while it was learnt from the reader's present ratings in the present space; asking for one that is not
learns it first, so nothing depends on a job that a crash may have eaten.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass

from bot.domain import Reader
from bot.ports import Clock, Worker
from bot.store import Store
from bot.store.models import StoredModel, StoredSpace
from bot.telemetry import Telemetry
from ranking.domain import Rating
from ranking.errors import ArtifactRefused
from ranking.jobs import FitSpace, Train

CORPUS = 20_000
"""Papers that a space is learnt from at most: the newest."""
RATINGS = 5_000
"""Ratings that a model is learnt from at most: the newest. Memory grows with their square; these take 0.5 GB."""
GROWTH = 1.3
"""A space is learnt anew when the corpus has grown by this factor since."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a ranking needs: the space, and the reader's model (None without ratings)."""

    space: bytes
    model: bytes | None


class Training:
    def __init__(
        self,
        store: Store,
        worker: Worker,
        clock: Clock,
        telemetry: Telemetry,
        *,
        pause: float = 0.5,
        most: int = RATINGS,
    ) -> None:
        self._store = store
        self._worker = worker
        self._clock = clock
        self._telemetry = telemetry
        self._pause = pause
        self._most = most
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._space_lock = asyncio.Lock()
        self._pausing: dict[int, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def learnt(self, reader: Reader) -> Learnt | None:
        """The fresh space and model; None while there is no paper at all. Raises WorkFailed."""
        try:
            return await self._learnt(reader)
        except ArtifactRefused:
            await self.forget()
            return await self._learnt(reader)

    async def forget(self) -> None:
        """Drops what was learnt, where a job refused it as damaged or made by another version."""
        async with self._space_lock:
            await asyncio.to_thread(self._store.models.forget)
        self._telemetry.event("artifacts_forgotten")

    async def _learnt(self, reader: Reader) -> Learnt | None:
        space = await self._space()
        if space is None:
            return None
        async with self._locks[reader.id]:
            model = await self._model(reader, space)
        return Learnt(space.data, model.data if model else None)

    def learn_soon(self, reader: Reader) -> None:
        """Learns in the background once a burst of ratings has ended. What is being learnt already is not cut off."""
        earlier = self._pausing.pop(reader.id, None)
        if earlier is not None:
            earlier.cancel()
        task = self._pausing[reader.id] = asyncio.create_task(self._later(reader))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Waits until nothing is being learnt in the background."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        self._pausing.clear()
        for task in self._tasks:
            task.cancel()
        await self.settled()

    async def _later(self, reader: Reader) -> None:
        await asyncio.sleep(self._pause)
        self._pausing.pop(reader.id, None)
        try:
            await self.learnt(reader)
        except Exception as error:  # noqa: BLE001 - nobody awaits this task; the next digest asks again and learns
            self._telemetry.event("training_failed", reader=reader.id, error=f"{type(error).__name__}: {error}")

    async def _space(self) -> StoredSpace | None:
        async with self._space_lock:
            stored = await asyncio.to_thread(self._store.models.space)
            papers = min(await asyncio.to_thread(self._store.papers.count), CORPUS)
            if papers == 0 or (stored is not None and papers <= stored.papers * GROWTH):
                return stored
            records = await asyncio.to_thread(self._store.papers.corpus, CORPUS)
            data = await self._worker.run(FitSpace(tuple(r.paper for r in records)))
            self._telemetry.event("space_learnt", papers=len(records), bytes=len(data))
            return await asyncio.to_thread(self._store.models.put_space, data, len(records), self._clock())

    async def _model(self, reader: Reader, space: StoredSpace) -> StoredModel | None:
        revision = await asyncio.to_thread(self._store.ratings.revision, reader.id)
        stored = await asyncio.to_thread(self._store.models.model, reader.id)
        if stored is not None and (stored.space_id, stored.revision) == (space.id, revision):
            return stored
        ratings = (await asyncio.to_thread(self._store.ratings.of, reader.id))[-self._most :]
        if not ratings:
            return None
        data = await self._worker.run(await asyncio.to_thread(self._job, space, ratings))
        model = StoredModel(data, space.id, revision, len(ratings), self._clock())
        await asyncio.to_thread(self._store.models.put_model, reader.id, model)
        self._telemetry.event("model_learnt", reader=reader.id, ratings=len(ratings))
        return model

    def _job(self, space: StoredSpace, ratings: tuple[Rating, ...]) -> Train:
        records = self._store.papers.get(r.paper_id for r in ratings)
        return Train(space.data, tuple(r.paper for r in records.values()), ratings)
