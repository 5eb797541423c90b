"""A reader's digest: draw what is new, rank it in a worker, compose it, and plan its messages in the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot import timetable
from bot.digest.compose import compose
from bot.domain import Digest, DigestItem, PaperRecord, Reader, Why
from bot.ports import Clock, Worker
from bot.services.training import Training
from bot.store import Store
from ranking.domain import Paper, Reason, Scored
from ranking.errors import ArtifactRefused
from ranking.jobs import Rank

FIRST_LOOK = timedelta(days=7)
"""How far back the first digest of a reader reaches, in first sightings."""
MOST = 3_000
"""Papers ranked for one digest at most: the newest."""


class Digests:
    def __init__(self, store: Store, worker: Worker, training: Training, clock: Clock) -> None:
        self._store = store
        self._worker = worker
        self._training = training
        self._clock = clock

    def today(self, reader: Reader) -> date:
        return timetable.local_day(self._clock(), reader.zone)

    async def build(self, reader: Reader, day: date, *, again: bool = False) -> Digest:
        """The digest of what is new for this reader now; nothing is claimed or sent. Raises WorkFailed.

        With `again`, papers of a delivery that stayed unsettled are shown once more.
        """
        since = self._clock() - FIRST_LOOK
        records = await asyncio.to_thread(self._store.papers.unseen, reader.id, since, MOST, again=again)
        if not records:
            return await self._empty(reader, day)
        scored = await self._rank(reader, records)
        by_id = {record.paper.id: record for record in records}
        ranked = [(by_id[s.paper_id], s) for s in scored]
        titles = await self.titles(r for _, s in ranked[: reader.length] for r in s.explanation.reasons)
        return compose(
            reader,
            day,
            ranked,
            length=reader.length,
            considered=len(records),
            drawn_to=max(record.seq for record in records),
            titles=titles,
            empty=None,
        )

    async def predict(self, reader: Reader, record: PaperRecord) -> DigestItem:
        """One paper as an item of its own: for cards and /why of papers that no digest showed. Raises WorkFailed."""
        scored = await self._rank(reader, (record,))
        day = self.today(reader)
        alone = compose(reader, day, [(record, scored[0])], length=1, considered=1, drawn_to=0, titles={}, empty=None)
        given = await asyncio.to_thread(self._store.ratings.stars, reader.id, [record.paper.id])
        return replace(alone.items[0], rating=given.get(record.paper.id))

    async def titles(self, reasons: Iterable[Reason]) -> dict[str, str]:
        """Titles of the rated papers that reasons name."""
        ids = {reason.label for reason in reasons if reason.kind == "paper"}
        records = await asyncio.to_thread(self._store.papers.get, ids)
        return {key: record.paper.title for key, record in records.items()}

    async def _rank(self, reader: Reader, records: tuple[PaperRecord, ...]) -> tuple[Scored, ...]:
        papers = tuple(record.paper for record in records)
        try:
            return await self._ranked(reader, papers)
        except ArtifactRefused:
            await self._training.forget()
            return await self._ranked(reader, papers)

    async def _ranked(self, reader: Reader, papers: tuple[Paper, ...]) -> tuple[Scored, ...]:
        learnt = await self._training.learnt(reader)
        return await self._worker.run(Rank(learnt.space, learnt.model, papers)) if learnt else ()

    async def _empty(self, reader: Reader, day: date) -> Digest:
        anything = await asyncio.to_thread(self._store.papers.last_seq)
        why = Why.NOTHING_NEW if anything else Why.NOTHING_YET
        return compose(reader, day, [], length=reader.length, considered=0, drawn_to=0, titles={}, empty=why)
