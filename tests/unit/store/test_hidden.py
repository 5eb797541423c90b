"""A paper that only some readers could see is news again when it comes to the others, and only then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import Announce, Entry
from bot.services.catalogue import catalogue
from bot.store import Store
from bot.store.subscriptions import GONE
from tests.fakes.papers import NOON, entry, paper_id

DAY = timedelta(days=1)
OTHERS = entry(1, arxiv=None, doi="10.5555/tea.1", url="https://j.example.org/1", title="Kettles", key="j")
"""The same paper by a name that only `BOTH` knows."""
BOTH = entry(1, doi="10.5555/tea.1")


@pytest.fixture
def sources(store: Store) -> None:
    store.sources.add("mine", "https://mine.example.org/feed", "feed", shared=False)
    store.sources.add("theirs", "https://theirs.example.org/feed", "feed", shared=False)
    store.sources.add("shared", "https://shared.example.org/feed", "feed")
    store.sources.add("other", "https://other.example.org/feed", "feed")


def sight(store: Store, source: str, *said: Entry, days: int = 0, news: bool = True) -> None:
    shared = source not in ("mine", "theirs")
    catalogue(store, source, said, NOON + days * DAY, news=news, shared=shared)


def seq(store: Store, number: int = 1) -> int:
    return store.papers.get([paper_id(number)])[paper_id(number)].seq


@pytest.mark.usefixtures("sources")
@pytest.mark.parametrize("second", ["shared", "theirs", "gone"])
def test_a_paper_of_one_readers_source_is_news_again_by_another(store: Store, second: str):
    sight(store, "mine", entry(1), entry(2))
    sight(store, "mine", entry(1), days=1)
    assert (seq(store, 1), seq(store, 2)) == (1, 2)
    sight(store, second, entry(1), days=2)
    assert seq(store) == 3
    assert store.papers.get([paper_id(1)])[paper_id(1)].first_seen == NOON + 2 * DAY


@pytest.mark.usefixtures("sources")
@pytest.mark.parametrize("second", ["mine", "other"])
def test_a_paper_that_everybody_could_see_is_news_once(store: Store, second: str):
    sight(store, "shared", entry(1), entry(2))
    sight(store, second, entry(1), days=1)
    assert seq(store) == 1
    sight(store, "mine", entry(3), days=2)
    sight(store, "shared", entry(3), days=3)
    sight(store, "other", entry(3), days=4)
    assert seq(store, 3) == 4, "the third was its number by its reader's source alone"


@pytest.mark.usefixtures("sources")
def test_a_source_that_was_shared_and_is_gone_was_everybodys(store: Store):
    sight(store, "shared", entry(1), entry(2))
    store.sources.remove("shared")
    sight(store, "other", entry(1), days=1)
    assert seq(store) == 1


@pytest.mark.usefixtures("sources")
@pytest.mark.parametrize("before", [GONE, "import"])
def test_what_was_seen_where_nobody_looks_hides_nothing(store: Store, before: str):
    """Neither a source that all its readers left nor one reader's history made the paper visible."""
    sight(store, before, entry(1), news=before == GONE)
    sight(store, "mine", entry(1), days=1)
    sight(store, "shared", entry(1), entry(2), days=2)
    assert seq(store) == (2 if before == "import" else 3)


@pytest.mark.usefixtures("sources")
def test_a_replacement_is_not_news_to_others_either(store: Store):
    sight(store, "mine", entry(1))
    sight(store, "shared", entry(1, announce=Announce.REPLACE), days=1)
    assert seq(store) == 1


@pytest.mark.usefixtures("sources")
def test_of_papers_now_one_the_number_is_that_under_which_everybody_could_draw_it(store: Store):
    sight(store, "mine", OTHERS)
    sight(store, "shared", entry(2), entry(1))
    sight(store, "shared", BOTH, days=1)
    assert seq(store) == 3, "who draws from number 2 on would miss it under number 1"


@pytest.mark.usefixtures("sources")
def test_of_papers_that_two_readers_had_the_later_number_stays(store: Store):
    sight(store, "mine", OTHERS)
    sight(store, "theirs", entry(2), entry(1))
    sight(store, "mine", BOTH, days=1)
    assert seq(store) == 3


@pytest.mark.usefixtures("sources")
def test_a_source_that_is_shared_now_does_not_tell_its_own_papers_again(store: Store):
    sight(store, "mine", entry(1))
    catalogue(store, "mine", [entry(1), replace(entry(2), key="new")], NOON + DAY, news=True, shared=True)
    assert (seq(store), seq(store, 2)) == (1, 2)
