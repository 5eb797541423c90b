"""Ratings: one a paper, the latest counts, and nothing that was said is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from bot.domain import Reader
from bot.services.catalogue import catalogue
from bot.store import Store
from bot.store.ratings import IN_TIME, RatedPaper
from bot.store.schema import ratings
from ranking.domain import Rating
from tests.fakes.papers import NOON, arxiv_id, bring, entries, entry, paper_id

DAY = timedelta(days=1)


def tap(store: Store, reader: Reader, number: int, stars: int, at=NOON) -> None:
    store.ratings.give(reader.id, Rating(paper_id(number), stars, at), "tap")


def stars_of(store: Store, reader: Reader, number: int = 1) -> int | None:
    return store.ratings.stars(reader.id, [paper_id(number)]).get(paper_id(number))


def test_a_tap_on_another_star_changes_the_rating(store: Store, reader: Reader):
    tap(store, reader, 1, 2)
    tap(store, reader, 1, 5, NOON + DAY)
    assert store.ratings.of(reader.id) == (Rating(paper_id(1), 5, NOON + DAY),)


def test_ratings_come_oldest_first_and_undated_ones_before(store: Store, reader: Reader):
    past = [Rating("b", 2, NOON), Rating("c", 3, NOON - DAY), Rating("d", 4, None), Rating("a", 1, NOON)]
    store.ratings.record(reader.id, past, "import")
    assert [r.paper_id for r in store.ratings.of(reader.id)] == ["d", "c", "a", "b"]


def test_a_rating_is_taken_back_once(store: Store, reader: Reader):
    tap(store, reader, 1, 2)
    assert store.ratings.take_back(reader.id, paper_id(1)) is True
    assert store.ratings.take_back(reader.id, paper_id(1)) is False
    assert store.ratings.of(reader.id) == ()


def test_each_change_and_nothing_else_raises_the_revision(store: Store, reader: Reader):
    seen = [store.ratings.revision(reader.id)]
    for change in (
        lambda: tap(store, reader, 1, 2),
        lambda: tap(store, reader, 1, 2),
        lambda: tap(store, reader, 1, 3),
        lambda: store.ratings.take_back(reader.id, paper_id(1)),
        lambda: store.ratings.take_back(reader.id, paper_id(1)),
        lambda: store.ratings.record(reader.id, [], "import"),
    ):
        change()
        seen.append(store.ratings.revision(reader.id))
    assert seen == [0, 1, 1, 2, 3, 3, 3]


def test_one_reader_s_stars_are_nothing_to_another(store: Store, reader: Reader):
    other = store.readers.ensure("43", NOON, admitted=True)
    tap(store, reader, 1, 5)
    assert store.ratings.of(other.id) == ()
    assert store.ratings.revision(other.id) == 0


@pytest.mark.parametrize("dated", [NOON - DAY, None], ids=["older", "undated"])
def test_an_older_import_never_overrules_a_later_tap(store: Store, reader: Reader, dated):
    tap(store, reader, 1, 5)
    assert store.ratings.record(reader.id, [Rating(paper_id(1), 1, dated)], "import") == 0
    assert stars_of(store, reader) == 5


def test_a_later_import_counts(store: Store, reader: Reader):
    tap(store, reader, 1, 5)
    assert store.ratings.record(reader.id, [Rating(paper_id(1), 1, NOON + DAY)], "import") == 1
    assert stars_of(store, reader) == 1


def test_a_tap_counts_also_over_an_import_that_claims_a_later_date(store: Store, reader: Reader):
    store.ratings.record(reader.id, [Rating(paper_id(1), 1, NOON + DAY)], "import")
    tap(store, reader, 1, 5)
    assert stars_of(store, reader) == 5


def test_a_tap_counts_also_when_the_clock_was_put_back(store: Store, reader: Reader):
    tap(store, reader, 1, 2)
    tap(store, reader, 1, 4, NOON - timedelta(seconds=2))
    assert stars_of(store, reader) == 4


def test_recording_the_same_twice_changes_nothing(store: Store, reader: Reader):
    past = [Rating("a", 2, NOON), Rating("b", 3, None)]
    assert store.ratings.record(reader.id, past, "import") == 2
    assert store.ratings.record(reader.id, past, "import") == 0
    assert store.ratings.revision(reader.id) == 1


def test_stars_of_a_paper_that_comes_only_later_raise_the_revision_when_it_comes(store: Store, reader: Reader):
    tap(store, reader, 1, 5)
    before = store.ratings.revision(reader.id)
    bring(store, [2])
    assert store.ratings.revision(reader.id) == before
    bring(store, [1])
    assert store.ratings.revision(reader.id) == before + 1
    bring(store, [1], NOON + DAY)
    assert store.ratings.revision(reader.id) == before + 1


def test_the_export_names_papers_and_keeps_ratings_of_those_that_are_gone(store: Store, reader: Reader):
    catalogue(store, "blog", [entry(1, arxiv=None, url="https://example.org/one")], NOON, news=True)
    bring(store, [2])
    known = {r.paper.title: r.paper.id for r in store.papers.corpus(9)}
    blog = known[entry(1).title]
    store.ratings.record(reader.id, [Rating("gone", 2, NOON - DAY), Rating(blog, 3, NOON)], "import")
    tap(store, reader, 2, 4, NOON + DAY)
    assert store.ratings.rated(reader.id) == (
        RatedPaper(Rating("gone", 2, NOON - DAY), "import", "", "", ""),
        RatedPaper(Rating(blog, 3, NOON), "import", "", entry(1).title, "https://example.org/one"),
        RatedPaper(Rating(paper_id(2), 4, NOON + DAY), "tap", arxiv_id(2), entry(2).title, entry(2).url),
    )


def test_the_export_s_order_does_not_depend_on_the_order_of_rating(store: Store, reader: Reader):
    other = store.readers.ensure("43", NOON, admitted=True)
    past = [Rating(paper_id(n), 3, at) for n in (4, 2, 9) for at in ((NOON,) if n != 9 else (None,))]
    store.ratings.record(reader.id, past, "import")
    store.ratings.record(other.id, past[::-1], "import")
    assert store.ratings.rated(reader.id) == store.ratings.rated(other.id)


def test_ratings_go_with_their_reader(store: Store, reader: Reader):
    catalogue(store, "a", entries([1]), NOON, news=True)
    tap(store, reader, 1, 5)
    store.readers.remove(reader.key)
    assert store.ratings.of(reader.id) == ()


def test_undated_ratings_come_first_on_postgresql_too():
    query = str(sa.select(ratings).order_by(*IN_TIME).compile(dialect=postgresql.dialect()))
    assert "ratings.rated_at ASC NULLS FIRST" in query
