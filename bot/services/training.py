"""Learning: keeps a model for each reader, made in a worker, never on the loop, and never the worse for more ratings.

A model is fresh while it was learnt from the reader's present ratings and interests in the present space; asking for
one that is not learns it first, so nothing depends on a job that a crash may have eaten. A candidate that does clearly
worse on the newest ratings is refused, and the model in use serves on until something new was said; it also serves on,
for some minutes, where learning fails. A reader who went back to an earlier model keeps it until they let go of it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass

from bot.domain import Reader
from bot.errors import BadInput, WorkFailed
from bot.ports import Clock, Worker
from bot.services.lessons import lesson_of, training_job
from bot.services.patience import Patience
from bot.services.spaces import CORPUS, KnownVectors, Spaces, no_vectors
from bot.services.standing import drifting
from bot.store import Store
from bot.store.lessons import Lesson
from bot.store.models import ModelState, StoredModel, StoredSpace
from bot.telemetry import Telemetry
from bot.texts import later
from ranking.errors import ArtifactRefused
from ranking.evaluation.verdict import Verdict

RATINGS = 5_000
"""Ratings that a model is learnt from at most, the newest: a tap should teach within seconds."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a ranking needs: the space, and the reader's model (None without ratings and interests)."""

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
        vectors: KnownVectors = no_vectors,
        pause: float = 0.5,
        most: int = RATINGS,
        corpus: int = CORPUS,
    ) -> None:
        self._store = store
        self._worker = worker
        self._clock = clock
        self._telemetry = telemetry
        self._vectors = vectors
        self._pause = pause
        self._most = most
        self._spaces = Spaces(store, worker, clock, telemetry, vectors=vectors, corpus=corpus)
        self._patience = Patience(clock)
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._pausing: dict[int, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def learnt(self, reader: Reader) -> Learnt | None:
        """The fresh space and model, or those in use where learning fails; None while there is no paper at all.

        Raises WorkFailed where learning fails and nothing that fits is stored.
        """
        try:
            return await self._learnt(reader)
        except ArtifactRefused:
            await self.forget()
            return await self._learnt(reader)

    async def forget(self) -> None:
        """Drops the bytes of what was learnt, where a job refused them as damaged or made by another version."""
        await self._spaces.forget()

    async def go_back(self, reader: Reader, number: int | None = None) -> int:
        """Puts an earlier model in use, the last but one or that of a number, until `let_go`; gives its number.

        Raises BadInput where there is none. What it had learnt is learnt again in the background.
        """
        async with self._locks[reader.id]:
            pinned = await asyncio.to_thread(self._go_back, reader, number)
        self._telemetry.event("model_pinned", reader=reader.id, number=pinned)
        self.learn_soon(reader)
        return pinned

    async def let_go(self, reader: Reader) -> None:
        """Learns from all ratings again, in the background, whatever was gone back to or refused before."""
        async with self._locks[reader.id]:
            await asyncio.to_thread(self._store.models.release, reader.id)
        self._telemetry.event("model_released", reader=reader.id)
        self.learn_soon(reader)

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

    async def _learnt(self, reader: Reader) -> Learnt | None:
        space = await self._spaces.current()
        if space is None:
            return None
        async with self._locks[reader.id]:
            return Learnt(space.data, await self._model(reader, space))

    async def _model(self, reader: Reader, space: StoredSpace) -> bytes | None:
        """The bytes of the model in use, made or remade as needed."""
        revision = await asyncio.to_thread(self._store.ratings.revision, reader.id)
        history = await asyncio.to_thread(self._store.models.history, reader.id)
        used = await asyncio.to_thread(self._store.models.model, reader.id)
        if used is not None and (used.pinned or history[0].revision == revision):
            if used.data is not None and used.space_id == space.id:
                return used.data
            lesson = await asyncio.to_thread(self._lesson, reader, used)
            if lesson:
                return await self._again(reader, space, used, lesson)
            used = None
        lesson = await asyncio.to_thread(lesson_of, self._store, reader, self._most)
        if not lesson:
            if used is not None:
                await asyncio.to_thread(self._store.models.release, reader.id)
            return None
        return await self._newer(reader, space, used, lesson, revision)

    async def _again(self, reader: Reader, space: StoredSpace, used: StoredModel, lesson: Lesson) -> bytes:
        """The model in use, learnt in another space from what it had learnt."""
        job = await training_job(self._store, self._vectors, reader, space, lesson=lesson, at=used.made_at)
        data = (await self._worker.run(job)).model
        await asyncio.to_thread(self._store.models.renew, reader.id, used.number, data, space.id)
        self._telemetry.event("model_learnt_again", reader=reader.id, number=used.number)
        return data

    async def _newer(
        self, reader: Reader, space: StoredSpace, used: StoredModel | None, lesson: Lesson, revision: int
    ) -> bytes | None:
        """A model of what was said since; where learning it fails, the one in use, if it fits the space."""
        if used is None or used.data is None or used.space_id != space.id:
            return await self._candidate(reader, space, used, lesson, revision)
        reason = (revision, space.id)
        if self._patience.resting(reader.id, reason):
            return used.data
        try:
            return await self._candidate(reader, space, used, lesson, revision)
        except WorkFailed as error:
            self._patience.failed(reader.id, reason)
            self._telemetry.event("training_failed", reader=reader.id, error=f"{type(error).__name__}: {error}")
            return used.data

    async def _candidate(
        self, reader: Reader, space: StoredSpace, used: StoredModel | None, lesson: Lesson, revision: int
    ) -> bytes | None:
        """A model of all ratings, or the one in use where that is clearly better."""
        now = self._clock()
        previous = used.data if used is not None and used.space_id == space.id else None
        job = await training_job(self._store, self._vectors, reader, space, lesson=lesson, at=now, previous=previous)
        trained = await self._worker.run(job)
        worse = trained.trial is not None and trained.trial.verdict is Verdict.WORSE
        model = StoredModel(
            None if worse else trained.model,
            space.id,
            revision,
            len(lesson.ratings),
            now,
            ModelState.REFUSED if worse else ModelState.SERVING,
            trained.trial,
            trained.drift,
        )
        await asyncio.to_thread(self._put, reader, model, lesson)
        return previous if worse else trained.model

    def _put(self, reader: Reader, model: StoredModel, lesson: Lesson) -> None:
        """Stores a candidate and its verdict, and raises the alarm when the reader starts to drift."""
        before = drifting(self._store.models.history(reader.id))
        self._store.models.put_model(reader.id, model, lesson)
        refused, trial = model.state is ModelState.REFUSED, model.trial
        self._telemetry.event(
            "model_refused" if refused else "model_learnt",
            reader=reader.id,
            ratings=model.ratings,
            verdict=trial and trial.verdict.value,
        )
        if drifting(self._store.models.history(reader.id)) and not before:
            fit = model.drift
            said = {"newest": round(fit.newest, 3), "earlier": round(fit.earlier, 3)} if fit else {}
            self._telemetry.event("model_drift", reader=reader.id, refused=refused, **said)

    def _lesson(self, reader: Reader, used: StoredModel) -> Lesson:
        """What the model in use was learnt from; nothing, and the model out of use, where that cannot be read."""
        try:
            lesson = self._store.models.lesson(reader.id, used.number)
        except ArtifactRefused as error:
            self._telemetry.event("lesson_lost", reader=reader.id, number=used.number, error=str(error))
            lesson = Lesson()
        if not lesson:
            self._store.models.release(reader.id)
        return lesson

    def _go_back(self, reader: Reader, number: int | None) -> int:
        if number is None:
            number = self._earlier(reader)
        if number is None:
            raise BadInput(later("There is no earlier model to go back to yet."))
        if number not in (model.number for model in self._store.models.history(reader.id)):
            raise BadInput(later("I don't keep a model of that number. /model shows those I have."))
        try:
            lesson = self._store.models.lesson(reader.id, number)
        except ArtifactRefused:
            lesson = Lesson()
        if not lesson or not self._store.models.pin(reader.id, number):
            raise BadInput(later("That model can't be had any more. /model shows the others."))
        return number

    def _earlier(self, reader: Reader) -> int | None:
        """The model that was in use before the present one."""
        history = self._store.models.history(reader.id)
        used = next((m.number for m in history if m.state in (ModelState.SERVING, ModelState.PINNED)), None)
        return next(
            (m.number for m in history if m.state is ModelState.RETIRED and (used is None or m.number < used)), None
        )
