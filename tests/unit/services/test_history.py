"""A reader's past, taken in and given back; and how things stand."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.domain import Reader
from bot.services.history import History, Imported, PastRating
from bot.services.status import status_of
from bot.store import Store
from bot.store.models import StoredModel
from ranking.domain import Rating
from tests.fakes.clock import FakeClock
from tests.fakes.papers import NOON, bring, entry, paper_id

YEAR_AGO = NOON - timedelta(days=365)


@pytest.fixture
def history(store: Store, clock: FakeClock) -> History:
    return History(store, clock)


def past(number: int, stars: int | None, at: datetime | None = YEAR_AGO) -> PastRating:
    return PastRating(entry(number, announce=None), stars, at)


def test_ratings_and_their_papers_are_taken_in(history: History, store: Store, reader: Reader):
    done = history.take_in(reader, [past(1, 2), past(2, 5), past(3, None)], "import")
    assert done == Imported(ratings=2, papers=3)
    assert [(r.rating.paper_id, r.rating.stars, r.source, r.title) for r in history.ratings(reader)] == [
        (paper_id(1), 2, "import", entry(1).title),
        (paper_id(2), 5, "import", entry(2).title),
    ]


def test_history_is_no_news(history: History, store: Store, reader: Reader):
    history.take_in(reader, [past(1, None)], "import")
    assert store.papers.count() == 1
    assert store.papers.unseen(reader.id, YEAR_AGO - timedelta(days=9), 9, again=True) == ()


@pytest.mark.parametrize("dates", [(YEAR_AGO, NOON), (YEAR_AGO, YEAR_AGO), (None, None), (NOON, None)])
def test_taking_the_same_in_again_changes_nothing(history: History, store: Store, reader: Reader, dates):
    items = [past(1, 2, dates[0]), past(1, 4, dates[1]), past(2, 3, None), past(3, None, None)]
    first = history.take_in(reader, items, "import")
    before = (history.ratings(reader), store.ratings.revision(reader.id), store.papers.corpus(9))
    assert history.take_in(reader, items, "import") == first == Imported(ratings=2, papers=3)
    assert (history.ratings(reader), store.ratings.revision(reader.id), store.papers.corpus(9)) == before


def test_of_two_ratings_of_one_paper_the_later_counts_wherever_it_stands(
    history: History, store: Store, reader: Reader
):
    history.take_in(reader, [past(1, 4, NOON), past(1, 2, YEAR_AGO), past(1, 1, None)], "import")
    assert store.ratings.of(reader.id) == (Rating(paper_id(1), 4, NOON),)


def test_an_older_history_never_overrules_a_later_tap(history: History, store: Store, reader: Reader):
    store.ratings.give(reader.id, Rating(paper_id(1), 5, NOON), "tap")
    history.take_in(reader, [past(1, 1, YEAR_AGO), past(1, 2, None)], "import")
    assert store.ratings.stars(reader.id, [paper_id(1)]) == {paper_id(1): 5}


def test_an_empty_history_is_nothing(history: History, reader: Reader):
    assert history.take_in(reader, [], "import") == Imported(0, 0)
    assert history.ratings(reader) == ()


async def test_the_status_counts_what_there_is(store: Store, reader: Reader):
    store.sources.configure([("A", "https://example.org/rss", "feed")])
    bring(store, [1, 2, 3])
    store.ratings.give(reader.id, Rating(paper_id(1), 5, NOON), "tap")
    blank = await status_of(store, reader)
    assert (blank.papers, blank.ratings, blank.learnt) == (3, 1, 0)
    assert [s.name for s in blank.sources] == ["A"]
    store.models.put_model(reader.id, StoredModel(b"", 1, 1, 1, NOON))
    assert (await status_of(store, reader)).learnt == 1
