"""What is learnt from: stars, what was stated, and what the reader saw and let go."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.domain import DeliveryKind, DeliveryState, Reader
from bot.message import line
from bot.services.lessons import PASSED_OVER_AFTER, lesson_of
from bot.store import Store
from bot.store.ledger import Part
from ranking.domain import Rating
from ranking.jobs import Train
from tests.fakes.papers import NOON, TODAY, bring, digest, paper_id
from tests.unit.services.conftest import Office

LATER = NOON + PASSED_OVER_AFTER + timedelta(minutes=1)


def show(store: Store, reader: Reader, numbers: list[int], at: datetime = NOON) -> None:
    """A digest of these papers reaches the reader in a terminal."""
    known = store.papers.get(map(paper_id, numbers))
    shown = digest(reader, [known[paper_id(n)] for n in numbers])
    store.ledger.hand_over(reader, f"slot {numbers} {at}", shown, at)


def rate(store: Store, reader: Reader, number: int, stars: int = 5) -> None:
    store.ratings.give(reader.id, Rating(paper_id(number), stars, NOON), "tap")


@pytest.fixture
def read(store: Store, reader: Reader) -> Reader:
    """A reader who was shown papers 1 to 6, has rated 1, and by now had time to rate the others."""
    bring(store, range(1, 31))
    show(store, reader, [1, 2, 3, 4, 5, 6])
    rate(store, reader, 1)
    return reader


def passed_over(store: Store, reader: Reader, most: int = 500) -> list[str]:
    return list(store.papers.passed_over(reader.id, LATER - PASSED_OVER_AFTER, most))


def test_papers_that_were_sent_and_never_rated_are_passed_over_those_sent_last_first(store: Store, read: Reader):
    show(store, read, [7, 8], NOON + timedelta(seconds=30))
    show(store, read, [9], LATER)
    assert passed_over(store, read) == [paper_id(n) for n in (7, 8, 2, 3, 4, 5, 6)]
    assert passed_over(store, read, most=3) == [paper_id(n) for n in (7, 8, 2)]


def test_a_paper_that_was_shown_twice_is_passed_over_once(store: Store, read: Reader):
    show(store, read, [6], NOON + timedelta(seconds=30))
    assert passed_over(store, read) == [paper_id(n) for n in (6, 2, 3, 4, 5)]


def test_another_reader_s_digest_says_nothing(store: Store, read: Reader):
    other = store.readers.ensure("43", NOON, admitted=True)
    assert passed_over(store, other) == []
    rate(store, other, 2)
    assert paper_id(2) in passed_over(store, read)


@pytest.mark.parametrize("state", [None, *DeliveryState])
def test_only_what_certainly_arrived_counts(store: Store, reader: Reader, state: DeliveryState | None):
    bring(store, [1])
    delivery = store.ledger.claim(reader, DeliveryKind.DAILY, "one", TODAY, NOON)
    shown = digest(reader, list(store.papers.get([paper_id(1)]).values()))
    store.ledger.plan(delivery, shown, [Part(line("part 1"), (1,))], NOON)
    (out,) = store.ledger.waiting()
    if state is not None:
        store.ledger.begin(out, NOON)
        store.ledger.settle(out, state, NOON)
    assert passed_over(store, reader) == ([paper_id(1)] if state is DeliveryState.SENT else [])


async def test_what_was_passed_over_is_part_of_what_is_learnt(office: Office, read: Reader):
    office.clock.set(LATER)
    await office.training.learnt(read)
    (job,) = [job for job in office.worker.jobs if isinstance(job, Train)]
    assert job.shown == tuple(paper_id(n) for n in (2, 3, 4, 5, 6))
    assert {paper.id for paper in job.papers} == {paper_id(n) for n in range(1, 7)}
    assert [rating.paper_id for rating in job.ratings] == [paper_id(1)]


async def test_an_earlier_model_knows_only_what_had_been_passed_over_by_then(office: Office, read: Reader):
    await office.training.learnt(read)
    office.clock.set(LATER)
    rate(office.store, read, 2)
    await office.training.learnt(read)
    await office.training.go_back(read)
    await office.training.learnt(read)
    shown = [job.shown for job in office.worker.jobs if isinstance(job, Train)]
    assert shown == [(), tuple(paper_id(n) for n in (3, 4, 5, 6)), ()]


def test_a_lesson_is_the_newest_ratings_and_all_that_was_stated(store: Store, read: Reader):
    for number in range(2, 6):
        store.ratings.give(read.id, Rating(paper_id(number), 4, NOON + timedelta(days=number)), "tap")
    assert [r.paper_id for r in lesson_of(store, read, 2).ratings] == [paper_id(4), paper_id(5)]
    assert lesson_of(store, read, 2).interests == ()
