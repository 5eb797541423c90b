"""Catching up with sentence vectors: everything once, in small batches, and never at the cost of anything else."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.domain import Reader
from bot.errors import EmbeddingFailed, EmbeddingRefused
from bot.services.embedding import Embedding, Pace
from bot.services.spaces import no_vectors
from bot.store import Store
from bot.telemetry import Telemetry
from ranking.domain import Paper, Rating, Vectors, embedded_text
from tests.fakes.clock import FakeClock
from tests.fakes.embedder import FakeEmbedder, vectors_of
from tests.unit.store.test_vectors import put_papers

PACE = Pace(batch=3, rest=1, idle=60)


class Enough(BaseException):
    """Ends work that would go on for ever."""


class Sleeps(list[float]):
    """The pauses that were taken, none of them in earnest; ends the work after so many."""

    most = 1

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)
        if len(self) >= self.most:
            raise Enough
        await asyncio.sleep(0)


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def sleeps() -> Sleeps:
    return Sleeps()


@pytest.fixture
def telemetry() -> Telemetry:
    return Telemetry()


@pytest.fixture
def embedding(
    store: Store, embedder: FakeEmbedder, clock: FakeClock, telemetry: Telemetry, sleeps: Sleeps
) -> Embedding:
    return Embedding(store, embedder, clock, telemetry, pace=PACE, sleep=sleeps)


@dataclass(frozen=True, slots=True)
class Made:
    """What most tests are about, together."""

    embedding: Embedding
    embedder: FakeEmbedder
    sleeps: Sleeps
    telemetry: Telemetry


@pytest.fixture
def made(embedding: Embedding, embedder: FakeEmbedder, sleeps: Sleeps, telemetry: Telemetry) -> Made:
    return Made(embedding, embedder, sleeps, telemetry)


def papers_of(store: Store, clock: FakeClock, count: int) -> list[Paper]:
    ids = put_papers(store, clock, range(1, count + 1))
    found = store.papers.get(ids)
    return [found[key].paper for key in ids]


async def keep_up(embedding: Embedding, sleeps: Sleeps, most: int) -> list[float]:
    """Lets the background work go on until its so-manieth pause."""
    sleeps.clear()
    sleeps.most = most
    with contextlib.suppress(Enough):
        await embedding.keep_up()
    return list(sleeps)


async def test_all_is_embedded_once_in_small_batches_and_then_looked_for_now_and_then(
    store: Store, clock: FakeClock, made: Made
) -> None:
    embedding, embedder, sleeps, telemetry = made.embedding, made.embedder, made.sleeps, made.telemetry
    papers = papers_of(store, clock, 7)
    assert await keep_up(embedding, sleeps, 5) == [1, 1, 1, 60, 60]
    assert sorted(embedder.asked) == sorted(embedded_text(paper) for paper in papers)
    assert telemetry.counters["embedded"] == 1
    found = await embedding.known(papers)
    assert found is not None
    assert len(found.keys) == 7

    await keep_up(embedding, sleeps, 2)
    assert len(embedder.asked) == 7


async def test_copies_of_a_text_are_embedded_once(store: Store, clock: FakeClock, embedder: FakeEmbedder) -> None:
    embedding = Embedding(store, embedder, clock, Telemetry())
    same = [Paper(f"p{n}", "One title", "One abstract.") for n in range(100)]
    assert await embedding.catch_up(same, timedelta(seconds=9)) == 1
    assert len(embedder.asked) == 1


async def test_what_was_rated_comes_first(store: Store, clock: FakeClock, reader: Reader, made: Made) -> None:
    embedding, embedder, sleeps = made.embedding, made.embedder, made.sleeps
    papers = papers_of(store, clock, 9)
    store.ratings.give(reader.id, Rating(papers[0].id, 1, clock()), "tap")
    await keep_up(embedding, sleeps, 1)
    assert embedder.asked == [embedded_text(papers[n]) for n in (0, 8, 7)]


async def test_a_batch_is_rested_from_for_as_long_as_it_took(
    store: Store, clock: FakeClock, sleeps: Sleeps, telemetry: Telemetry
) -> None:
    class Slow(FakeEmbedder):
        async def embed(self, texts: Sequence[str]) -> Vectors:
            clock.advance(seconds=5)
            return await super().embed(texts)

    papers_of(store, clock, 4)
    slow = Embedding(store, Slow(), clock, telemetry, pace=PACE, sleep=sleeps)
    assert await keep_up(slow, sleeps, 3) == [5, 5, 60]


async def test_while_it_fails_it_is_asked_less_and_less_and_at_once_again_when_it_is_back(
    store: Store, clock: FakeClock, made: Made
) -> None:
    embedding, embedder, sleeps, telemetry = made.embedding, made.embedder, made.sleeps, made.telemetry
    papers_of(store, clock, 4)
    embedder.failures += [EmbeddingFailed("down")] * 12
    assert await keep_up(embedding, sleeps, 15) == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 1, 1, 60]
    assert telemetry.counters["embedding_failed"] == 12
    assert len(embedder.asked) == 4


async def test_a_pause_that_the_endpoint_asks_for_is_kept(
    store: Store, clock: FakeClock, embedding: Embedding, embedder: FakeEmbedder, sleeps: Sleeps
) -> None:
    papers_of(store, clock, 1)
    embedder.failures += [EmbeddingFailed("busy", retry_after=3_000), EmbeddingFailed("busy", retry_after=1)]
    assert await keep_up(embedding, sleeps, 3) == [3_000, 900, 1]


async def test_a_bug_in_an_embedder_does_not_end_the_background_work(
    store: Store, clock: FakeClock, made: Made
) -> None:
    embedding, embedder, sleeps, telemetry = made.embedding, made.embedder, made.sleeps, made.telemetry
    papers_of(store, clock, 1)
    embedder.failures.append(ZeroDivisionError())
    await keep_up(embedding, sleeps, 2)
    assert telemetry.counters["embedding_failed"] == 1
    assert len(embedder.asked) == 1


async def test_one_text_that_is_refused_keeps_no_other_back(store: Store, clock: FakeClock, made: Made) -> None:
    embedding, embedder, sleeps, telemetry = made.embedding, made.embedder, made.sleeps, made.telemetry
    papers = papers_of(store, clock, 7)
    embedder.refuses = {embedded_text(papers[5])}
    await keep_up(embedding, sleeps, 5)
    assert len(embedder.asked) == len(set(embedder.asked)) == 6
    assert telemetry.counters["texts_put_aside"] == 1
    assert telemetry.counters["embedding_failed"] == 0
    assert await embedding.catch_up(papers, timedelta(seconds=9)) == 0


async def test_an_endpoint_that_refuses_everything_is_taken_for_broken(
    store: Store, clock: FakeClock, made: Made
) -> None:
    embedding, embedder, sleeps, telemetry = made.embedding, made.embedder, made.sleeps, made.telemetry
    papers_of(store, clock, 3)
    embedder.failures += [EmbeddingRefused("no")] * 4
    assert await keep_up(embedding, sleeps, 3) == [2, 1, 60]
    assert telemetry.counters["texts_put_aside"] == 0
    assert len(embedder.asked) == 3


@pytest.mark.parametrize("wrong", ["width", "keys", "bytes"])
async def test_of_an_answer_that_does_not_fit_nothing_is_kept(
    store: Store, clock: FakeClock, sleeps: Sleeps, telemetry: Telemetry, wrong: str
) -> None:
    class Odd(FakeEmbedder):
        async def embed(self, texts: Sequence[str]) -> Vectors:
            right = vectors_of(texts)
            return {
                "width": vectors_of(texts, width=7),
                "keys": Vectors((*right.keys[1:], "stray"), right.width, right.data),
                "bytes": Vectors(right.keys, right.width, right.data[4:]),
            }[wrong]

    papers = papers_of(store, clock, 2)
    store.vectors.put(vectors_of(["another text"]), "letters", clock())
    odd = Embedding(store, Odd(), clock, telemetry, pace=PACE, sleep=sleeps)
    await keep_up(odd, sleeps, 1)
    assert await odd.known(papers) is None
    assert telemetry.counters["embedding_failed"] == 1


async def test_with_another_model_the_old_vectors_go_and_whoever_learnt_from_them_hears_of_it(
    store: Store, clock: FakeClock, embedding: Embedding, sleeps: Sleeps
) -> None:
    papers = papers_of(store, clock, 1)
    await keep_up(embedding, sleeps, 2)
    heard: list[str] = []

    async def changed() -> None:
        heard.append("changed")

    for model in ("letters", "other", "other"):
        sleeps.clear()
        sleeps.most = 3
        with contextlib.suppress(Enough):
            await Embedding(store, FakeEmbedder(model), clock, Telemetry(), pace=PACE, sleep=sleeps).keep_up(changed)
    assert heard == ["changed"]
    assert await embedding.known(papers) is None


async def test_a_command_catches_up_with_what_it_is_about_to_rank_within_its_budget(
    store: Store, clock: FakeClock, telemetry: Telemetry
) -> None:
    class Slow(FakeEmbedder):
        async def embed(self, texts: Sequence[str]) -> Vectors:
            clock.advance(seconds=4)
            return await super().embed(texts)

    papers = papers_of(store, clock, 20)
    embedder = Slow()
    slow = Embedding(store, embedder, clock, telemetry, pace=PACE)
    told: list[tuple[int, int]] = []
    assert await slow.catch_up(papers, timedelta(seconds=10), lambda *done: told.append(done)) == 9
    assert embedder.asked == [embedded_text(paper) for paper in papers[:9]]
    assert told == [(3, 20), (6, 20), (9, 20)]


async def test_a_command_goes_on_without_vectors_where_the_embedder_fails(
    store: Store, clock: FakeClock, embedding: Embedding, embedder: FakeEmbedder
) -> None:
    papers = papers_of(store, clock, 6)
    embedder.failures.append(EmbeddingFailed("down"))
    assert await embedding.catch_up(papers, timedelta(seconds=9)) == 0
    assert await embedding.known(papers) is None


async def test_a_command_and_the_background_embed_nothing_twice(
    store: Store, clock: FakeClock, embedding: Embedding, embedder: FakeEmbedder, sleeps: Sleeps
) -> None:
    papers = papers_of(store, clock, 9)
    await asyncio.gather(keep_up(embedding, sleeps, 5), embedding.catch_up(papers, timedelta(seconds=9)))
    assert len(embedder.asked) == len(set(embedder.asked)) == 9


async def woken(store: Store, clock: FakeClock, wake: bool) -> list[str]:
    """What is embedded of four papers, one of which came while the background work had nothing to do."""
    idle = asyncio.Event()

    async def sleep(seconds: float) -> None:
        """The idle pause has no end here; others have no length."""
        if seconds == PACE.idle:
            idle.set()
            await asyncio.Event().wait()

    embedder = FakeEmbedder()
    embedding = Embedding(store, embedder, clock, Telemetry(), pace=PACE, sleep=sleep)
    papers_of(store, clock, 3)
    task = asyncio.create_task(embedding.keep_up())
    await idle.wait()
    idle.clear()
    put_papers(store, clock, [4])
    if wake:
        embedding.wake()
        await idle.wait()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    return embedder.asked


async def test_new_texts_are_embedded_as_soon_as_it_is_woken(store: Store, clock: FakeClock) -> None:
    assert len(await woken(store, clock, wake=True)) == 4


async def test_unwoken_it_waits_for_its_time(store: Store, clock: FakeClock) -> None:
    assert len(await woken(store, clock, wake=False)) == 3


async def test_being_woken_before_the_pause_is_not_lost(store: Store, clock: FakeClock) -> None:
    looked_again, pauses = asyncio.Event(), []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            looked_again.set()
        await asyncio.Event().wait()

    embedding = Embedding(store, FakeEmbedder(), clock, Telemetry(), pace=PACE, sleep=sleep)
    embedding.wake()
    task = asyncio.create_task(embedding.keep_up())
    await asyncio.wait_for(looked_again.wait(), 20)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert pauses == [PACE.idle, PACE.idle]


async def test_no_log_line_holds_a_text(
    store: Store, clock: FakeClock, caplog: pytest.LogCaptureFixture, made: Made
) -> None:
    embedding, embedder, sleeps = made.embedding, made.embedder, made.sleeps
    caplog.set_level(logging.DEBUG, logger="bot")
    papers = papers_of(store, clock, 4)
    embedder.refuses = {embedded_text(papers[0])}
    embedder.failures.append(EmbeddingFailed("down"))
    await keep_up(embedding, sleeps, 5)
    assert caplog.records
    assert not [paper.title for paper in papers if paper.title in caplog.text]


async def test_switched_off_it_knows_nothing_and_does_nothing() -> None:
    off = Embedding.off()
    off.wake()
    await off.keep_up()
    assert off.known is no_vectors
    assert await off.known([Paper("p", "t")]) is None
    assert await off.catch_up([Paper("p", "t")], timedelta(seconds=9)) == 0
