from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from bot.domain import Found, Reader
from bot.store import Store
from bot.store.pictures import PictureState, StoredPicture
from bot.store.schema import papers
from tests.fakes.clock import FakeClock
from tests.fakes.papers import paper_id
from tests.unit.pictures.shown import WEEK, show, wanted

P1, P2, P3 = map(paper_id, (1, 2, 3))
READY = StoredPicture(PictureState.READY, "https://lamp.example/1.png", Found.FEED, "1.png", 640, 400)


def test_papers_of_the_last_digests_are_looked_after_newest_first(
    store: Store, reader: Reader, clock: FakeClock
) -> None:
    show(store, reader, clock, 1, 2)
    clock.advance(days=1)
    show(store, reader, clock, 3)
    assert wanted(store, clock) == [(P3, 0), (P1, 0), (P2, 0)]
    assert [r.paper.id for r, _ in store.pictures.wanted(clock() - WEEK, clock(), 1)] == [P3]
    clock.advance(days=6, hours=1)
    assert wanted(store, clock) == [(P3, 0)]


def test_a_paper_in_two_digests_is_looked_after_once(store: Store, reader: Reader, clock: FakeClock) -> None:
    show(store, reader, clock, 1)
    show(store, reader, clock, 1)
    assert wanted(store, clock) == [(P1, 0)]


def test_a_paper_that_nobody_was_shown_is_left_alone(store: Store, reader: Reader, clock: FakeClock) -> None:
    show(store, reader, clock, 1, also=(2,))
    assert wanted(store, clock) == [(P1, 0)]


def test_what_is_settled_is_not_wanted_again_and_what_failed_is_when_its_time_has_come(
    store: Store, reader: Reader, clock: FakeClock
) -> None:
    show(store, reader, clock, 1, 2, 3)
    store.pictures.put(P1, READY)
    store.pictures.put(P2, StoredPicture(PictureState.NONE))
    store.pictures.put(P3, StoredPicture(PictureState.FAILED, tries=2, next_at=clock() + timedelta(hours=1)))
    assert wanted(store, clock) == []
    clock.advance(hours=1)
    assert wanted(store, clock) == [(P3, 2)]


def test_the_last_outcome_is_the_one_that_is_kept(store: Store, reader: Reader, clock: FakeClock) -> None:
    show(store, reader, clock, 1)
    later = clock() + timedelta(hours=1)
    store.pictures.put(P1, StoredPicture(PictureState.FAILED, tries=1, next_at=later))
    assert store.pictures.of([P1])[P1].next_at == later
    store.pictures.put(P1, READY)
    assert store.pictures.of([P1, P1, "gone"]) == {P1: READY}


def test_of_a_paper_that_is_gone_nothing_is_kept(store: Store, reader: Reader, clock: FakeClock) -> None:
    store.pictures.put("gone", READY)
    show(store, reader, clock, 1)
    store.pictures.put(P1, replace(READY, file="2.png"))
    with store.database.write() as connection:
        connection.execute(papers.delete().where(papers.c.id == P1))
    assert store.pictures.of(["gone", P1]) == {}


def test_a_picture_says_nothing_of_who_was_shown_it(store: Store, reader: Reader, clock: FakeClock) -> None:
    show(store, reader, clock, 1)
    store.pictures.put(P1, READY)
    with store.database.read() as connection:
        columns = connection.execute(sa.text("SELECT * FROM pictures")).keys()
    assert not [name for name in columns if "reader" in name]
