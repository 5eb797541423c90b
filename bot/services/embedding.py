"""Sentence vectors: computed once a text, kept in the store, caught up with in the background.

Ranking asks for what is known and never waits. Whatever fails here costs vectors, and never a digest.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.errors import EmbeddingFailed, EmbeddingRefused
from bot.ports import Clock, Embedder
from bot.services.spaces import no_vectors
from bot.store import Store
from bot.telemetry import Telemetry
from ranking.domain import Paper, Vectors, embedded_text, text_key

BATCH = 8
"""Texts that are embedded at once: 1 to 3 s of one core."""
REST = 1.0
"""Seconds between two batches at least; a batch that took longer is rested from as long as it took."""
IDLE = 60.0
"""Seconds between two looks for new texts."""
LONGEST_PAUSE = 900.0
"""Seconds to wait for an embedder that keeps failing, at most, unless it asks for longer."""
TOLD_EVERY = 500
ASIDE = 1_000
"""Texts that are put aside at most; then all of them are tried again."""

Progress = Callable[[int, int], None]
"""Told how many texts of how many are done."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How hard the background work may press."""

    batch: int = BATCH
    rest: float = REST
    idle: float = IDLE


class Embedding:
    """Vectors of papers. `sleep` takes seconds."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        clock: Clock,
        telemetry: Telemetry,
        *,
        pace: Pace = Pace(),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._vectors = store.vectors
        self._embedder = embedder
        self._clock = clock
        self._telemetry = telemetry
        self._pace = pace
        self._sleep = sleep
        self._turn = asyncio.Lock()
        self._aside: set[str] = set()
        self._news = asyncio.Event()

    @staticmethod
    def off() -> Embedding:
        """One that knows nothing and does nothing."""
        return _Off()

    async def known(self, papers: Iterable[Paper]) -> Vectors | None:
        """What is kept of these papers; None where nothing is."""
        return await asyncio.to_thread(self._known, tuple(papers))

    async def catch_up(self, papers: Sequence[Paper], budget: timedelta, progress: Progress | None = None) -> int:
        """Embeds what these papers lack, in their order, for as long as the budget lasts; returns how many it did.

        Stops at the first failure, of which only telemetry hears. A batch that has begun is finished.
        """
        until, done = self._clock() + budget, 0
        async with self._turn:
            lacking = await asyncio.to_thread(self._lacking, papers)
            while done < len(lacking) and self._clock() < until:
                try:
                    done += await self._store(lacking[done : done + self._pace.batch])
                except EmbeddingFailed as error:
                    self._telemetry.event("embedding_failed", error=str(error))
                    break
                if progress is not None:
                    progress(done, len(lacking))
        return done

    def wake(self) -> None:
        """There may be new texts: the background work looks for them now, if all it does is wait for some."""
        self._news.set()

    async def keep_up(self, changed: Callable[[], Awaitable[None]] | None = None) -> None:
        """Embeds what is missing, in small batches, until it is cancelled; waits longer while that fails.

        Vectors of another model are dropped first, and `changed` is told so: what was learnt with them is of no use.
        """
        pause, done, forgotten = self._pace.rest, 0, False
        while True:
            try:
                forgotten = forgotten or await self._forget_others(changed)
                start = self._clock()
                count = await self._batch()
                took = (self._clock() - start).total_seconds()
            except Exception as error:  # noqa: BLE001 - nobody awaits this task, and it must outlive whatever happens
                asked = error.retry_after if isinstance(error, EmbeddingFailed) else 0.0
                pause = max(min(2 * pause, LONGEST_PAUSE), asked)
                self._telemetry.event("embedding_failed", error=f"{type(error).__name__}: {error}", pause=pause)
                await self._sleep(pause)
                pause = min(pause, LONGEST_PAUSE)
                continue
            pause, done = self._pace.rest, done + count
            if done and (count == 0 or done >= TOLD_EVERY):
                self._telemetry.event("embedded", texts=done)
                done = 0
            await (self._sleep(max(self._pace.rest, took)) if count else self._wait_for_news())

    async def _wait_for_news(self) -> None:
        """Until `wake` is called, or was while the last look was taken, and no longer than the idle pause."""
        waits = [asyncio.ensure_future(wait) for wait in (self._news.wait(), self._sleep(self._pace.idle))]
        try:
            ended, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        self._news.clear()
        for wait in ended:
            wait.result()

    def _known(self, papers: tuple[Paper, ...]) -> Vectors | None:
        return self._vectors.of((_key(paper) for paper in papers), self._embedder.model)

    def _lacking(self, papers: Sequence[Paper]) -> list[str]:
        """Texts without a vector, each once, in the papers' order."""
        texts = {_key(paper): embedded_text(paper) for paper in papers if paper.title or paper.abstract}
        kept = self._vectors.kept(texts, self._embedder.model) | self._aside
        return [text for key, text in texts.items() if key not in kept]

    async def _forget_others(self, changed: Callable[[], Awaitable[None]] | None) -> bool:
        dropped = await asyncio.to_thread(self._vectors.drop_others, self._embedder.model)
        if dropped:
            self._telemetry.event("vectors_forgotten", count=dropped)
            if changed is not None:
                await changed()
        return True

    async def _batch(self) -> int:
        """Embeds the next texts that lack a vector; returns how many were done or put aside."""
        async with self._turn:
            model, most = self._embedder.model, self._pace.batch
            papers = await asyncio.to_thread(self._vectors.missing, model, most, frozenset(self._aside))
            texts = await asyncio.to_thread(self._lacking, papers)
            return await self._store(texts) if texts else 0

    async def _store(self, texts: Sequence[str]) -> int:
        """Embeds and keeps all of the texts; where they are refused together, each by itself."""
        try:
            await self._put(texts)
        except EmbeddingRefused as error:
            if len(texts) == 1:
                raise
            await self._one_by_one(texts, error)
        return len(texts)

    async def _one_by_one(self, texts: Sequence[str], error: EmbeddingRefused) -> None:
        """Puts aside, until the next start, those that are refused alone. Raises where that would be all of them."""
        refused: set[str] = set()
        for text in texts:
            try:
                await self._put([text])
            except EmbeddingRefused:
                refused.add(text_key(text))
        if len(refused) == len(texts):
            raise error
        if len(self._aside) > ASIDE:
            self._aside.clear()
        self._aside |= refused
        self._telemetry.event("texts_put_aside", count=len(refused) or None)

    async def _put(self, texts: Sequence[str]) -> None:
        model = self._embedder.model
        found = await self._embedder.embed(texts)
        if found.keys != tuple(map(text_key, texts)) or len(found.data) != 4 * found.width * len(texts):
            raise EmbeddingRefused("The embedder's answer does not belong to the texts.")
        width = await asyncio.to_thread(self._vectors.width, model)
        if width not in (None, found.width):
            raise EmbeddingRefused(f"The embedder's vectors have {found.width} numbers, not {width} as before.")
        await asyncio.to_thread(self._vectors.put, found, model, self._clock())


class _Off(Embedding):
    def __init__(self) -> None:
        """Needs nothing."""

    known = staticmethod(no_vectors)
    """By this very function others tell that sentence vectors are off."""

    async def catch_up(
        self,
        papers: Sequence[Paper],  # noqa: ARG002
        budget: timedelta,  # noqa: ARG002
        progress: Progress | None = None,  # noqa: ARG002
    ) -> int:
        return 0

    def wake(self) -> None:
        """Nothing sleeps."""

    async def keep_up(self, changed: Callable[[], Awaitable[None]] | None = None) -> None:
        """Ends at once."""


def _key(paper: Paper) -> str:
    return text_key(embedded_text(paper))
