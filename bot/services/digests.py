"""A reader's digest: draw what is new, select from it in a worker, compose it, and plan its messages in the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

from bot import timetable
from bot.arxiv_calendar import NO_HOLIDAYS, Calendar
from bot.digest.compose import compose
from bot.domain import Digest, DigestItem, PaperRecord, Reader, Why
from bot.ports import Clock, Worker
from bot.services.emptiness import Nothing, nothing_new
from bot.services.spaces import KnownVectors, no_vectors
from bot.services.training import Learnt, Training
from bot.store import Store
from ranking.domain import Paper, Reason, Scored
from ranking.errors import ArtifactRefused
from ranking.jobs import Rank, Select

FIRST_LOOK = timedelta(days=7)
"""How far back the first digest of a reader reaches, in first sightings."""
MOST = 3_000
"""Papers ranked for one digest at most: the newest."""

Ask = Callable[[Learnt], Awaitable[tuple[Scored, ...]]]
"""A question to the worker, once there is something learnt."""


class Digests:
    def __init__(
        self,
        store: Store,
        worker: Worker,
        training: Training,
        clock: Clock,
        vectors: KnownVectors = no_vectors,
        *,
        calendar: Calendar = NO_HOLIDAYS,
    ) -> None:
        self._store = store
        self._worker = worker
        self._training = training
        self._clock = clock
        self._vectors = vectors
        self._calendar = calendar

    def today(self, reader: Reader) -> date:
        return timetable.local_day(self._clock(), reader.zone)

    async def build(self, reader: Reader, day: date, *, again: bool = False) -> Digest:
        """The digest of what is new for this reader now; nothing is claimed or sent. Raises WorkFailed.

        With `again`, papers of a delivery that stayed unsettled are shown once more. The same papers, ratings and day
        give the same digest, so one that a crash has cut off is composed again as it was.
        """
        since = self._clock() - FIRST_LOOK
        records = await asyncio.to_thread(self._store.papers.unseen, reader.id, since, MOST, again=again)
        if not records:
            return await self._empty(reader, day)
        chosen = await self._select(reader, day, tuple(record.paper for record in records))
        by_id = {record.paper.id: record for record in records}
        return compose(
            reader,
            day,
            [(by_id[scored.paper_id], scored) for scored in chosen],
            length=reader.length,
            considered=len(records),
            drawn_to=max(record.seq for record in records),
            titles=await self.titles(reason for scored in chosen for reason in scored.explanation.reasons),
            empty=None if chosen else Why.ALL_MUTED,
        )

    async def predict(self, reader: Reader, record: PaperRecord) -> DigestItem:
        """One paper as an item of its own: for cards and /why of papers that no digest showed. Raises WorkFailed."""
        scored = await self._rank(reader, (record.paper,))
        day = self.today(reader)
        alone = compose(reader, day, [(record, scored[0])], length=1, considered=1, drawn_to=0, titles={}, empty=None)
        given = await asyncio.to_thread(self._store.ratings.stars, reader.id, [record.paper.id])
        return replace(alone.items[0], rating=given.get(record.paper.id))

    async def titles(self, reasons: Iterable[Reason]) -> dict[str, str]:
        """Titles of the rated papers that reasons name."""
        ids = {reason.label for reason in reasons if reason.kind == "paper"}
        records = await asyncio.to_thread(self._store.papers.get, ids)
        return {key: record.paper.title for key, record in records.items()}

    async def _select(self, reader: Reader, day: date, papers: tuple[Paper, ...]) -> tuple[Scored, ...]:
        """The day's list in order. Whatever the reader has set is looked up once, for the retry must not differ."""
        job = await asyncio.to_thread(self._job, reader, day, papers)
        job = replace(job, vectors=await self._vectors(papers))

        async def select(learnt: Learnt) -> tuple[Scored, ...]:
            return (await self._worker.run(replace(job, space=learnt.space, model=learnt.model))).chosen

        return await self._learnt(reader, select)

    async def _rank(self, reader: Reader, papers: tuple[Paper, ...]) -> tuple[Scored, ...]:
        vectors = await self._vectors(papers)

        async def rank(learnt: Learnt) -> tuple[Scored, ...]:
            return await self._worker.run(Rank(learnt.space, learnt.model, papers, vectors=vectors))

        return await self._learnt(reader, rank)

    async def _learnt(self, reader: Reader, ask: Ask) -> tuple[Scored, ...]:
        """What the worker says with the fresh model; learnt anew, once, where the worker refuses it."""
        try:
            learnt = await self._training.learnt(reader)
            return await ask(learnt) if learnt else ()
        except ArtifactRefused:
            await self._training.forget()
            learnt = await self._training.learnt(reader)
            return await ask(learnt) if learnt else ()

    def _job(self, reader: Reader, day: date, papers: tuple[Paper, ...]) -> Select:
        """What is asked for, without what was learnt. The first digest of a week that can hold an audit has one."""
        comparison = self._store.comparisons.of(reader.id)
        monday = day - timedelta(days=day.weekday())
        return Select(
            space=b"",
            model=None,
            papers=papers,
            length=reader.length,
            seed=_seed(reader, day),
            explore=True,
            audit=not self._store.audits.since(reader.id, monday),
            facets=self._store.facets.of(reader.id),
            rival=comparison.rival if comparison else None,
        )

    async def _empty(self, reader: Reader, day: date) -> Digest:
        said = await asyncio.to_thread(self._why_empty, reader)
        empty = compose(reader, day, [], length=reader.length, considered=0, drawn_to=0, titles={}, empty=said.why)
        return replace(empty, empty_day=said.day, empty_sources=said.sources)

    def _why_empty(self, reader: Reader) -> Nothing:
        sources = self._store.subscriptions.read_by(reader.id)
        read = any(source.fetched_at for source in sources)
        if not (read or self._store.papers.last_seq()):
            return Nothing(Why.NOTHING_YET)
        return nothing_new(sources, self._clock(), reader.zone, self._calendar)


def _seed(reader: Reader, day: date) -> int:
    return int.from_bytes(sha256(f"{reader.id} {day.isoformat()}".encode()).digest()[:8], "big")
