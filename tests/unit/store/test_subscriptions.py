"""Who reads which source, and that a reader's papers come from what that reader reads alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.domain import Announce, DeliveryKind, Reader, SourceSpec
from bot.errors import NoSuchReader
from bot.services.catalogue import catalogue
from bot.store import Store
from bot.store.schema import sightings
from bot.store.subscriptions import Joined
from tests.fakes.papers import NOON, bring, digest, entries, entry, paper_id

SHARED = "https://example.org/shared"
LAB = "https://lab.example/feed?lang=en"
BLOG = "https://blog.example/atom.xml"
WEEK_AGO = NOON - timedelta(days=7)
MOST = 100


@pytest.fixture
def other(store: Store) -> Reader:
    return store.readers.ensure("77", NOON, admitted=True)


@pytest.fixture(autouse=True)
def shared(store: Store) -> None:
    store.sources.add("shared", SHARED, "feed")


def join(store: Store, reader: Reader, *urls: str, most: int = MOST) -> tuple[Joined, ...]:
    return store.subscriptions.subscribe(reader.id, [SourceSpec("", url, "feed") for url in urls], NOON, most)


def leave(store: Store, reader: Reader, name: str) -> None:
    source = next(s for s in store.sources.all() if s.name == name)
    store.subscriptions.leave(reader.id, source.id, NOON)


def reads(store: Store, reader: Reader) -> list[str]:
    return [source.name for source in store.subscriptions.read_by(reader.id)]


def drawn(store: Store, reader: Reader) -> set[str]:
    return {r.paper.id for r in store.papers.unseen(reader.id, WEEK_AGO, 100, again=False)}


def draw(store: Store, reader: Reader, at: datetime) -> None:
    """A digest that draws on everything and shows nothing of it."""
    unseen = store.papers.unseen(reader.id, WEEK_AGO, 100, again=False)
    delivery = store.ledger.claim(reader, DeliveryKind.NOW, at.isoformat(), at.date(), at)
    assert delivery is not None
    drawn_to = max(record.seq for record in unseen)
    store.ledger.plan(delivery, replace(digest(reader, ()), drawn_to=drawn_to), (), at)


def numbers(*wanted: int) -> set[str]:
    return {paper_id(number) for number in wanted}


def test_everybody_reads_the_shared_sources_and_only_who_subscribed_the_others(
    store: Store, reader: Reader, other: Reader
):
    assert join(store, reader, LAB) == (Joined.NEW,)
    assert reads(store, reader) == ["shared", "lab.example/feed?…"]
    assert reads(store, other) == ["shared"]
    [own] = [s for s in store.sources.all() if not s.shared]
    assert (own.url, own.kind) == (LAB, "feed")


def test_the_papers_of_an_own_source_come_to_its_reader_alone(store: Store, reader: Reader, other: Reader):
    join(store, reader, LAB)
    bring(store, [1, 2], source="shared")
    bring(store, [3, 4], source="lab.example/feed?…")
    assert drawn(store, reader) == numbers(1, 2, 3, 4)
    assert drawn(store, other) == numbers(1, 2)


def test_a_paper_that_a_shared_source_has_too_comes_to_both(store: Store, reader: Reader, other: Reader):
    join(store, reader, LAB)
    bring(store, [3], source="lab.example/feed?…")
    assert drawn(store, other) == set()
    bring(store, [3], at=NOON + timedelta(hours=1), source="shared")
    assert drawn(store, reader) == drawn(store, other) == numbers(3)


def test_one_address_is_one_source_for_all_who_subscribe(store: Store, reader: Reader, other: Reader):
    join(store, reader, LAB)
    assert join(store, other, "http://LAB.example:80/feed?lang=en#top") == (Joined.NEW,)
    assert len(store.sources.all()) == 2
    assert reads(store, reader) == reads(store, other)
    assert join(store, other, LAB) == (Joined.ALREADY,)


def test_a_shared_source_is_read_already(store: Store, reader: Reader):
    assert join(store, reader, SHARED) == (Joined.ALREADY,)
    assert [s.name for s in store.sources.all()] == ["shared"]


def test_a_shared_source_is_left_by_one_reader_and_stays_for_the_others(store: Store, reader: Reader, other: Reader):
    bring(store, [1], source="shared")
    leave(store, reader, "shared")
    leave(store, reader, "shared")
    assert (reads(store, reader), reads(store, other)) == ([], ["shared"])
    assert (drawn(store, reader), drawn(store, other)) == (set(), numbers(1))
    [left] = store.subscriptions.of(reader.id)
    assert (left.source.name, left.wanted) == ("shared", False)


def test_who_left_a_shared_source_still_gets_its_papers_by_another(store: Store, reader: Reader, other: Reader):
    """Others were drawn them before, under numbers that lie before this reader's last digest."""
    store.sources.add("second", "https://example.org/second", "feed")
    leave(store, reader, "shared")
    bring(store, [1, 2, 3, 5], source="shared")
    bring(store, [4, 5], source="second")
    for one in (reader, other):
        draw(store, one, at=NOON + timedelta(hours=1))
    bring(store, [1], at=NOON + timedelta(hours=2), source="second")
    replaced = entry(2, announce=Announce.REPLACE)
    catalogue(store, "second", [replaced], NOON + timedelta(hours=2), news=True)
    assert drawn(store, reader) == numbers(1), "the third is not there, the second no news, and the others were drawn"
    assert drawn(store, other) == set()
    bring(store, [6], at=NOON + timedelta(hours=3), source="second")
    assert drawn(store, reader) == numbers(1, 6)
    draw(store, reader, at=NOON + timedelta(hours=4))
    assert drawn(store, reader) == set()


def test_what_is_old_by_one_source_is_no_news_by_another(store: Store, reader: Reader):
    store.sources.add("second", "https://example.org/second", "feed")
    leave(store, reader, "shared")
    bring(store, [1], at=WEEK_AGO - timedelta(hours=1), source="shared")
    bring(store, [4], source="second")
    draw(store, reader, at=NOON + timedelta(hours=1))
    bring(store, [1], at=NOON + timedelta(hours=2), source="second")
    assert drawn(store, reader) == set()


def test_who_left_a_shared_source_comes_back_by_asking_for_it(store: Store, reader: Reader):
    bring(store, [1], source="shared")
    leave(store, reader, "shared")
    assert join(store, reader, SHARED) == (Joined.BACK,)
    assert reads(store, reader) == ["shared"]
    assert drawn(store, reader) == numbers(1)


def test_an_own_source_goes_when_its_last_reader_leaves_and_its_papers_stay(
    store: Store, reader: Reader, other: Reader
):
    join(store, reader, LAB)
    join(store, other, LAB)
    bring(store, [3], source="lab.example/feed?…")
    leave(store, reader, "lab.example/feed?…")
    assert len(store.sources.all()) == 2
    assert drawn(store, other) == numbers(3)
    leave(store, other, "lab.example/feed?…")
    assert [s.name for s in store.sources.all()] == ["shared"]
    assert store.papers.count() == 1


def test_what_was_seen_in_an_own_source_that_is_gone_is_still_nobody_elses(store: Store, reader: Reader, other: Reader):
    for url, name in ((LAB, "lab.example/feed?…"), (BLOG, "blog.example/atom.xml")):
        join(store, reader, url)
        bring(store, [3, 4], source=name)
        leave(store, reader, name)
    assert drawn(store, other) == set()
    bring(store, [4], at=NOON + timedelta(hours=1), source="shared")
    assert drawn(store, other) == numbers(4)


@pytest.mark.parametrize("before", [(), (3,)])
def test_a_source_that_is_left_while_it_is_being_read_tells_nobody_what_it_brings(
    store: Store, reader: Reader, other: Reader, before: tuple[int, ...]
):
    """Its document was on the way when its row was removed."""
    join(store, reader, LAB)
    name = "lab.example/feed?…"
    catalogue(store, name, entries(before), NOON, news=True, shared=False)
    leave(store, reader, name)
    catalogue(store, name, entries([3, 4]), NOON, news=True, shared=False)
    assert drawn(store, other) == set()
    bring(store, [3], at=NOON + timedelta(hours=1), source="shared")
    assert drawn(store, other) == numbers(3)


def test_what_was_seen_in_a_shared_source_that_is_gone_is_still_everybodys(store: Store, reader: Reader, other: Reader):
    join(store, reader, LAB)
    bring(store, [1], source="shared")
    store.sources.remove("shared")
    assert drawn(store, reader) == drawn(store, other) == numbers(1)


def test_the_history_of_a_reader_makes_no_paper_visible_to_others(store: Store, reader: Reader, other: Reader):
    join(store, reader, LAB)
    bring(store, [3], source="lab.example/feed?…")
    bring(store, [3], source="import")
    assert drawn(store, other) == set()


def test_with_a_reader_go_the_sources_that_only_they_read(store: Store, reader: Reader, other: Reader):
    join(store, reader, LAB, BLOG)
    join(store, other, BLOG)
    store.readers.remove(reader.key)
    assert [s.name for s in store.sources.all()] == ["shared", "blog.example/atom.xml"]
    with pytest.raises(NoSuchReader):
        store.readers.remove(reader.key)


def test_there_is_room_for_so_many_own_sources(store: Store, reader: Reader):
    assert join(store, reader, LAB, BLOG, most=1) == (Joined.NEW, Joined.FULL)
    assert join(store, reader, LAB, SHARED, BLOG, most=1) == (Joined.ALREADY, Joined.ALREADY, Joined.FULL)
    assert join(store, reader, BLOG, most=2) == (Joined.NEW,)


def test_the_same_address_twice_in_one_list_is_one_source(store: Store, reader: Reader):
    assert join(store, reader, LAB, LAB) == (Joined.NEW, Joined.ALREADY)


def test_the_name_of_an_own_source_holds_no_secret_and_no_other_has_it(store: Store, reader: Reader):
    join(store, reader, "https://ada:hunter2@lab.example/feed?key=one", "https://ada:hunter2@lab.example/feed?key=two")
    names = [s.name for s in store.sources.all()]
    assert names == ["shared", "lab.example/feed?…", "lab.example/feed?… (2)"]


def test_an_own_source_that_the_operator_adds_becomes_everybodys(store: Store, reader: Reader, other: Reader):
    join(store, reader, LAB)
    bring(store, [3], source="lab.example/feed?…")
    assert store.subscriptions.share(LAB, "the lab")
    assert [(s.name, s.shared) for s in store.sources.all()] == [("shared", True), ("the lab", True)]
    assert reads(store, reader) == reads(store, other) == ["shared", "the lab"]
    assert drawn(store, other) == numbers(3)
    assert not store.subscriptions.share(LAB, "again")
    assert not store.subscriptions.share(BLOG, "blog")
    leave(store, reader, "the lab")
    assert reads(store, other) == ["shared", "the lab"]


def test_leaving_a_source_that_is_gone_does_nothing(store: Store, reader: Reader):
    store.subscriptions.leave(reader.id, 4_711, NOON)
    assert reads(store, reader) == ["shared"]


def test_where_nothing_is_hidden_no_sighting_is_looked_at(store: Store, reader: Reader):
    bring(store, [1], source="shared")
    asked: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    sa.event.listen(store.database.engine, "before_cursor_execute", hear)
    assert drawn(store, reader) == numbers(1)
    assert sightings.name not in asked[-1]
    join(store, reader, LAB)
    drawn(store, reader)
    assert sightings.name not in asked[-1]
    leave(store, reader, "shared")
    drawn(store, reader)
    assert sightings.name in asked[-1]


def test_what_the_operator_removes_of_readers_own_stays_hidden(store: Store, reader: Reader, other: Reader):
    join(store, reader, LAB)
    bring(store, [3], source="lab.example/feed?…")
    store.sources.remove("lab.example/feed?…")
    assert drawn(store, reader) == drawn(store, other) == set()


def test_no_address_gives_a_source_one_of_the_names_that_hide_what_was_seen(store: Store, reader: Reader):
    join(store, reader, "http://import/")
    assert [s.name for s in store.sources.all()] == ["shared", "import (2)"]
