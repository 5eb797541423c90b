"""When a space is learnt anew: after growth, after turnover, for sentence vectors; never for a day's papers."""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta

import pytest

from bot.domain import Reader
from bot.services.spaces import KnownVectors, no_vectors
from bot.services.training import Training
from bot.store import Store
from ranking.domain import Paper, Rating, Vectors, embedded_text, text_key
from ranking.jobs import FitSpace, Train
from tests.fakes.clock import FakeClock
from tests.fakes.papers import NOON, bring, paper_id
from tests.unit.services.conftest import Office

DAY = timedelta(days=1)


@pytest.fixture
async def small(office: Office) -> AsyncIterator[Training]:
    """Learning with a corpus of forty papers at most."""
    training = learning(office, no_vectors)
    yield training
    await training.close()


def learning(office: Office, vectors: KnownVectors) -> Training:
    return Training(office.store, office.worker, office.clock, office.telemetry, vectors=vectors, pause=0, corpus=40)


async def days_pass(office: Office, training: Training, reader: Reader, days: int, papers: int) -> list[int]:
    """So many papers a day; how many spaces had been learnt by the end of each."""
    learnt = []
    for _ in range(days):
        office.clock.advance(DAY)
        last = office.store.papers.last_seq()
        bring(office.store, range(last + 1, last + 1 + papers), office.clock())
        await training.learnt(reader)
        learnt.append(office.worker.count(FitSpace))
    return learnt


async def test_a_corpus_that_cannot_grow_is_learnt_anew_when_a_quarter_of_it_is_new(
    office: Office, small: Training, reader: Reader
):
    bring(office.store, range(1, 61), office.clock())
    await small.learnt(reader)
    assert await days_pass(office, small, reader, days=6, papers=4) == [1, 1, 2, 2, 2, 3]
    jobs = [job for job in office.worker.jobs if isinstance(job, FitSpace)]
    assert {len(job.papers) for job in jobs} == {40}
    assert paper_id(72) in {paper.id for paper in jobs[1].papers}


async def test_just_under_the_most_it_neither_goes_stale(office: Office, small: Training, reader: Reader):
    bring(office.store, range(1, 36), office.clock())
    await small.learnt(reader)
    assert (await days_pass(office, small, reader, days=10, papers=2))[-1] == 3


async def test_a_day_of_papers_does_not_make_a_new_space(office: Office, reader: Reader):
    bring(office.store, range(1, 501), office.clock())
    await office.training.learnt(reader)
    assert await days_pass(office, office.training, reader, days=1, papers=149) == [1]


class Shelf:
    """Sentence vectors as the embedding has them: put into the store, and known from there."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self._store = store
        self._clock = clock

    def put(self, numbers: Iterable[int]) -> None:
        for record in self._store.papers.get(map(paper_id, numbers)).values():
            key = text_key(embedded_text(record.paper))
            self._store.vectors.put(
                Vectors((key,), 2, struct.pack("<2f", 1.0, record.seq)), "some model", self._clock()
            )

    async def known(self, papers: Iterable[Paper]) -> Vectors | None:
        keys = [text_key(embedded_text(paper)) for paper in papers]
        return self._store.vectors.of(keys, "some model")


@pytest.fixture
def shelf(store: Store, clock: FakeClock) -> Shelf:
    bring(store, range(1, 21), clock())
    return Shelf(store, clock)


async def test_vectors_of_half_of_the_papers_are_worth_a_new_space_and_then_each_doubling(
    office: Office, shelf: Shelf, reader: Reader
):
    training = learning(office, shelf.known)
    spaces = []
    for numbers in ((), range(1, 10), [10], range(11, 19), [19, 20]):
        shelf.put(numbers)
        for _ in range(2):
            await training.learnt(reader)
        spaces.append(office.worker.count(FitSpace))
    assert spaces == [1, 1, 2, 2, 3]
    sizes = [job.vectors and len(job.vectors.keys) for job in office.worker.jobs]
    assert sizes == [None, 10, 20]


async def test_vectors_that_are_kept_but_of_no_use_do_not_make_space_after_space(
    office: Office, shelf: Shelf, reader: Reader
):
    async def nothing(_papers: Iterable[Paper]) -> Vectors | None:
        return None

    shelf.put(range(1, 21))
    training = learning(office, nothing)
    for _ in range(3):
        await training.learnt(reader)
    assert office.worker.count(FitSpace) == 1


async def test_vectors_switched_off_and_on_again_cost_one_space(office: Office, shelf: Shelf, reader: Reader):
    shelf.put(range(1, 21))
    for training in (office.training, office.training, learning(office, shelf.known), learning(office, shelf.known)):
        await training.learnt(reader)
    assert office.worker.count(FitSpace) == 2


async def test_a_model_is_learnt_with_the_vectors_of_what_was_rated(office: Office, shelf: Shelf, reader: Reader):
    shelf.put([1, 2, 3])
    for number in (1, 2):
        office.store.ratings.give(reader.id, Rating(paper_id(number), 5, NOON), "tap")
    await learning(office, shelf.known).learnt(reader)
    (job,) = [job for job in office.worker.jobs if isinstance(job, Train)]
    assert len(job.vectors.keys) == 2


async def test_vectors_that_were_replaced_make_a_new_space(office: Office, shelf: Shelf, reader: Reader):
    shelf.put(range(1, 21))
    training = learning(office, shelf.known)
    await training.learnt(reader)
    office.clock.advance(DAY)
    office.store.vectors.drop_others("a model of which there is none")
    shelf.put(range(1, 21))
    await training.learnt(reader)
    await training.learnt(reader)
    assert office.worker.count(FitSpace) == 2
