"""What is kept of articles that name papers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain import Announce, Entry
from bot.identity import names_of
from bot.services.catalogue import catalogue
from bot.store import Store
from bot.store.articles import ArticleState, Place
from tests.fakes.papers import NOON, bring, entry, paper_id

ARTICLE = Entry("On teapots", url="https://blog.example.org/teapots", key="k1")
OWN = names_of(ARTICLE)[0]


@pytest.fixture
def stored(store: Store) -> Store:
    store.sources.add("Blog", "https://blog.example.org/feed", "feed")
    catalogue(store, "Blog", [ARTICLE], NOON, news=False)
    store.articles.wait({OWN: ["arxiv:2603.00101", "titled On Tea"]}, NOON)
    return store


def test_an_article_waits_with_its_record_and_the_places_where_it_was_seen(stored: Store):
    catalogue(stored, "Other", [ARTICLE], NOON, news=False)
    catalogue(stored, "import", [ARTICLE], NOON, news=False)
    (article,) = stored.articles.waiting()
    assert (article.id, article.record.paper.title) == (OWN, "On teapots")
    assert article.names == ("arxiv:2603.00101", "titled On Tea")
    assert (article.state, article.tries, article.next_at) == (ArticleState.WAITING, 0, NOON)
    assert article.places == (Place("Blog", True, "k1"), Place("Other", True, "k1"))  # noqa: FBT003 - as stored
    assert stored.articles.known([OWN, "url:nothing"]) == {OWN: article}


def test_a_try_is_counted_and_the_next_one_set(stored: Store):
    later = NOON + timedelta(hours=1)
    stored.articles.postpone({OWN: later})
    (article,) = stored.articles.waiting()
    assert (article.tries, article.next_at) == (1, later)


@pytest.mark.parametrize("state", [ArticleState.LINKED, ArticleState.ALONE])
def test_what_is_settled_waits_no_longer_until_it_names_something_else(stored: Store, state: ArticleState):
    stored.articles.settle(OWN, state)
    assert stored.articles.waiting() == ()
    assert (stored.articles.known([OWN])[OWN].state, stored.articles.known([OWN])[OWN].next_at) == (state, None)
    stored.articles.wait({OWN: ["arxiv:2603.00102"]}, NOON)
    (article,) = stored.articles.waiting()
    assert (article.names, article.tries) == (("arxiv:2603.00102",), 0)


def test_those_that_wait_longest_come_first(stored: Store):
    other = Entry("On kettles", url="https://blog.example.org/kettles")
    catalogue(stored, "Blog", [other], NOON, news=False)
    stored.articles.wait({names_of(other)[0]: ["arxiv:2603.00102"]}, NOON - timedelta(hours=1))
    assert [a.record.paper.title for a in stored.articles.waiting()] == ["On kettles", "On teapots"]


def test_a_title_names_the_one_paper_that_has_it(store: Store):
    bring(store, [1])
    catalogue(store, "arXiv", [entry(2, title="Tea"), entry(3, title="Tea", authors=("C",))], NOON, news=True)
    catalogue(store, "Blog", [Entry("A Blog on Tea", url="https://blog.example.org/tea")], NOON, news=True)
    title = entry(1).title.upper()
    assert store.articles.titled([title, "Tea", "A Blog on Tea", "None"]) == {title: paper_id(1)}


def test_an_article_goes_with_its_record(stored: Store):
    catalogue(stored, "arXiv", [entry(1, announce=Announce.NEW)], NOON, news=True)
    assert stored.articles.known([paper_id(1)]) == {}
    assert stored.articles.known([]) == {}
