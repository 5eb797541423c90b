"""Sources: those that the settings name, those added by hand, and what the last fetch was like."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain import Source, SourceSpec, SourceState, Visited
from bot.errors import BadInput
from bot.store import Store
from bot.store.sources import LONGEST_TITLE, REMEMBERED, Document, Visit
from tests.fakes.papers import NOON

CV = ("arXiv cs.CV", "https://example.org/rss/cs.CV", "arxiv_rss")
LG = ("arXiv cs.LG", "https://example.org/rss/cs.LG", "arxiv_rss")
READ = Visit(NOON, SourceState.OK, document=Document("abc", '"1"', "yesterday"), seen=3, new=2)


def one(store: Store) -> Source:
    store.sources.configure([CV])
    return store.sources.all()[0]


def names(store: Store) -> list[str]:
    return [s.name for s in store.sources.all()]


def test_the_settings_sources_are_made(store: Store):
    store.sources.configure([CV, LG])
    assert [(s.name, s.url, s.kind) for s in store.sources.all()] == [CV, LG]
    assert {s.state for s in store.sources.all()} == {None}


def test_configuring_the_same_again_forgets_nothing(store: Store):
    store.sources.configure([CV])
    store.sources.visited([(store.sources.all()[0].id, READ)])
    before = store.sources.all()
    store.sources.configure([CV])
    assert store.sources.all() == before


def test_a_source_that_the_settings_no_longer_name_goes_and_those_added_by_hand_stay(store: Store):
    store.sources.configure([CV, LG])
    store.sources.add("blog", "https://example.org/blog", "feed")
    store.sources.configure([LG])
    assert names(store) == ["arXiv cs.LG", "blog"]
    store.sources.configure([])
    assert names(store) == ["blog"]


def test_a_source_that_moved_is_read_from_its_beginning(store: Store):
    store.sources.configure([CV])
    store.sources.visited([(store.sources.all()[0].id, READ)])
    store.sources.configure([(CV[0], "https://example.net/elsewhere", CV[2])])
    [moved] = store.sources.all()
    assert (moved.url, moved.etag, moved.digest, moved.fetched_at) == ("https://example.net/elsewhere", "", "", None)


def test_a_name_is_taken_once(store: Store):
    store.sources.add("blog", "https://example.org/a", "feed")
    with pytest.raises(BadInput, match=r"^There is a source named 'blog' already\.$"):
        store.sources.add("blog", "https://example.org/b", "feed")


def test_a_source_added_by_hand_is_removed_by_its_name(store: Store):
    store.sources.add("blog", "https://example.org/a", "feed")
    store.sources.remove("blog")
    assert store.sources.all() == ()
    with pytest.raises(BadInput, match=r"^There is no source named 'blog'\.$"):
        store.sources.remove("blog")


def test_a_source_of_the_settings_is_not_removed_in_vain(store: Store):
    store.sources.configure([CV])
    with pytest.raises(
        BadInput, match=r"^'arXiv cs.CV' comes from the settings: take it out of BANDU_ARXIV_CATEGORIES\.$"
    ):
        store.sources.remove("arXiv cs.CV")
    assert names(store) == ["arXiv cs.CV"]


def test_a_fetch_that_brought_the_document_is_remembered(store: Store):
    store.sources.configure([CV])
    store.sources.visited([(store.sources.all()[0].id, READ)])
    [source] = store.sources.all()
    assert (source.etag, source.last_modified, source.digest) == ('"1"', "yesterday", "abc")
    assert (source.state, source.fetched_at, source.error) == (SourceState.OK, NOON, None)


def test_a_fetch_that_brought_nothing_keeps_what_is_known_of_the_document(store: Store):
    store.sources.configure([CV])
    [source] = store.sources.all()
    store.sources.visited([(source.id, READ)])
    store.sources.visited([(source.id, Visit(NOON, SourceState.FAILED, error="no answer"))])
    [source] = store.sources.all()
    assert (source.etag, source.digest, source.state, source.error) == ('"1"', "abc", SourceState.FAILED, "no answer")
    store.sources.visited([(source.id, Visit(NOON, SourceState.UNCHANGED))])
    assert store.sources.all()[0].error is None


def test_noting_a_fetch_of_a_source_that_was_removed_meanwhile_does_nothing(store: Store):
    store.sources.visited([(17, READ)])
    assert store.sources.all() == ()


def test_a_source_added_by_hand_is_given_as_it_is_kept(store: Store):
    added = store.sources.add("blog", "https://example.org/a", "feed", shared=False, title="A blog" + "!" * 500)
    assert store.sources.all() == (added,)
    assert (added.shared, len(added.title), added.next_at) == (False, LONGEST_TITLE, None)


def test_sources_are_due_by_their_next_reading_and_at_once_before_the_first(store: Store):
    store.sources.configure([CV, LG, ("arXiv cs.AI", "https://example.org/rss/cs.AI", "arxiv_rss")])
    cv, lg, _ = store.sources.all()
    store.sources.visited([(cv.id, Visit(NOON, SourceState.OK, next_at=NOON + timedelta(hours=2)))])
    store.sources.visited([(lg.id, Visit(NOON, SourceState.OK, next_at=NOON + timedelta(hours=1)))])
    assert [s.name for s in store.sources.due(NOON)] == ["arXiv cs.AI"]
    assert [s.name for s in store.sources.due(NOON + timedelta(hours=1))] == ["arXiv cs.AI", "arXiv cs.LG"]
    later = store.sources.due(NOON + timedelta(hours=2))
    assert [s.name for s in later] == ["arXiv cs.AI", "arXiv cs.LG", "arXiv cs.CV"]


def test_failures_in_a_row_are_counted_and_end_with_a_fetch_that_succeeds(store: Store):
    source = one(store)
    for _ in range(3):
        store.sources.visited([(source.id, Visit(NOON, SourceState.FAILED, "no answer"))])
    assert (one(store).failures, one(store).good_at) == (3, None)
    store.sources.visited([(source.id, Visit(NOON, SourceState.UNCHANGED))])
    assert (one(store).failures, one(store).good_at) == (0, NOON)


def test_when_news_came_is_remembered_beyond_what_brought_none(store: Store):
    source = one(store)
    store.sources.visited([(source.id, READ)])
    later = NOON + timedelta(days=1)
    store.sources.visited([(source.id, Visit(later, SourceState.OK, document=Document("def"), seen=3))])
    assert (one(store).news_at, one(store).good_at) == (NOON, later)
    assert one(store).past == (Visited(NOON, 3, 2), Visited(later, 3, 0))


def test_a_fetch_without_a_document_is_no_part_of_the_past(store: Store):
    source = one(store)
    store.sources.visited([(source.id, Visit(NOON, SourceState.UNCHANGED))])
    store.sources.visited([(source.id, Visit(NOON, SourceState.FAILED, "no answer"))])
    assert one(store).past == ()


def test_the_past_has_an_end(store: Store):
    source = one(store)
    for number in range(REMEMBERED + 5):
        store.sources.visited([(source.id, Visit(NOON, SourceState.OK, document=Document(str(number)), seen=number))])
    assert [visited.seen for visited in one(store).past] == list(range(5, REMEMBERED + 5))


def test_a_document_made_anew_each_hour_does_not_push_out_when_there_were_news(store: Store):
    source = one(store)
    for number in range(3 * REMEMBERED):
        visit = Visit(NOON + timedelta(hours=number), SourceState.OK, seen=10, new=int(number in (0, 20, 40)))
        store.sources.visited([(source.id, visit)])
    past = one(store).past
    assert [visited.at for visited in past if visited.new] == [NOON + timedelta(hours=n) for n in (0, 20, 40)]
    assert len(past) == REMEMBERED
    assert past[-1].at - past[-30].at == timedelta(hours=29)


def test_many_sources_are_added_at_once_or_none_of_them(store: Store):
    blogs = [SourceSpec(f"blog {n}", f"https://example.org/{n}", "feed", "A blog\0") for n in range(600)]
    store.sources.add_all(blogs)
    assert [(s.name, s.shared, s.title) for s in store.sources.all()] == [(b.name, True, "A blog") for b in blogs]
    with pytest.raises(BadInput, match=r"^There is a source named 'blog 7' already\.$"):
        store.sources.add_all([SourceSpec("other", "https://example.net/", "feed"), blogs[7]])
    assert len(store.sources.all()) == 600


def test_a_source_is_found_again_under_another_name_and_not_in_another_one_that_has_its_number(store: Store):
    before = store.sources.add("blog", "https://example.org/a", "feed", shared=False)
    assert store.subscriptions.share("https://example.org/a", "a better name")
    now = store.sources.as_it_is_now(before)
    assert now is not None
    assert (now.name, now.shared) == ("a better name", True)
    store.sources.remove("a better name")
    assert store.sources.as_it_is_now(before) is None
    assert store.sources.add("other", "https://example.org/b", "feed").id == before.id
    assert store.sources.as_it_is_now(before) is None


def test_what_a_document_says_of_itself_stays_until_the_next_says_otherwise(store: Store):
    source = one(store)
    said = Document("abc", title="A blog", ttl=timedelta(minutes=90), skip_days=frozenset({7, 6}))
    store.sources.visited([(source.id, Visit(NOON, SourceState.OK, document=said, seen=1))])
    store.sources.visited([(source.id, Visit(NOON, SourceState.UNCHANGED))])
    assert (one(store).title, one(store).ttl, one(store).skip_days) == ("A blog", timedelta(minutes=90), {6, 7})
    store.sources.visited([(source.id, Visit(NOON, SourceState.OK, document=Document("def"), seen=1))])
    assert (one(store).title, one(store).ttl, one(store).skip_days) == ("A blog", None, frozenset())


def test_how_far_a_source_is_complete_is_remembered(store: Store):
    store.sources.checked(one(store).id, NOON)
    assert one(store).checked_to == NOON
    store.sources.visited([(one(store).id, READ)])
    assert one(store).checked_to == NOON


def test_what_no_database_could_keep_of_a_document_is_made_fit(store: Store):
    source = one(store)
    odd = Document("abc", title="half a \ud800 pair\0", ttl=timedelta.max, skip_days=frozenset({-(10**30), 6}))
    store.sources.visited([(source.id, Visit(NOON, SourceState.OK, document=odd, seen=1))])
    assert (one(store).title, one(store).ttl, one(store).skip_days) == ("half a ? pair", timedelta(days=366), {6})
