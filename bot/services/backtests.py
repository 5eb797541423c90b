"""Proof on a reader's own ratings: they are replayed in a worker, against what the reader could have instead."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

from bot.domain import PaperRecord, Reader
from bot.errors import BadInput
from bot.ports import Worker
from bot.services.lessons import PASSED_OVER_AFTER
from bot.services.spaces import CORPUS, KnownVectors, no_vectors
from bot.services.training import RATINGS, Training
from bot.store import Store
from ranking.errors import ArtifactRefused
from ranking.evaluation.evidence import Came, Evidence
from ranking.jobs import Backtest


class Backtests:
    def __init__(self, store: Store, worker: Worker, training: Training, vectors: KnownVectors = no_vectors) -> None:
        self._store = store
        self._worker = worker
        self._training = training
        self._vectors = vectors

    async def replay(self, reader: Reader) -> Evidence:
        """The evidence from this reader's ratings, the newest of very many; empty of figures where they are too few.

        Raises BadInput where nothing was rated, and WorkFailed.
        """
        ratings = await asyncio.to_thread(self._store.ratings.of, reader.id)
        if not ratings:
            raise BadInput(f"{reader.key} has rated nothing yet: there is nothing to replay.")
        try:
            return await self._replayed(reader)
        except ArtifactRefused:
            await self._training.forget()
            return await self._replayed(reader)

    async def _replayed(self, reader: Reader) -> Evidence:
        learnt = await self._training.learnt(reader)
        given = await asyncio.to_thread(self._store.ratings.of, reader.id)
        if learnt is None:
            return Evidence(rated=len(given))
        ratings, ever = given[-RATINGS:], {rating.paper_id for rating in given}
        rated = await asyncio.to_thread(self._store.papers.get, (rating.paper_id for rating in ratings))
        corpus = await asyncio.to_thread(self._store.papers.corpus, CORPUS)
        records = rated | {record.paper.id: record for record in corpus}
        papers = tuple(record.paper for record in records.values())
        sent = await asyncio.to_thread(self._store.papers.sent, reader.id)
        job = Backtest(
            space=learnt.space,
            papers=papers,
            ratings=ratings,
            others=tuple(Came(r.paper.id, _came_up(r)) for r in records.values() if r.paper.id not in ever),
            shown=tuple(Came(paper_id, at + PASSED_OVER_AFTER) for paper_id, at in sent.items()),
            vectors=await self._vectors(papers),
        )
        return replace(await self._worker.run(job), rated=len(given))


def _came_up(record: PaperRecord) -> datetime:
    """When a reader could first have seen it: of an old paper that was taken in late, when it was published."""
    published = record.paper.published
    return min(published, record.first_seen) if published else record.first_seen
