"""Sources: those that the settings name, those added by hand, and what the last fetch was like."""

from __future__ import annotations

import pytest

from bot.domain import SourceState
from bot.errors import BadInput
from bot.store import Store
from bot.store.sources import Visit
from tests.fakes.papers import NOON

CV = ("arXiv cs.CV", "https://example.org/rss/cs.CV", "arxiv_rss")
LG = ("arXiv cs.LG", "https://example.org/rss/cs.LG", "arxiv_rss")
READ = Visit(NOON, SourceState.OK, etag='"1"', last_modified="yesterday", digest="abc")


def names(store: Store) -> list[str]:
    return [s.name for s in store.sources.all()]


def test_the_settings_sources_are_made(store: Store):
    store.sources.configure([CV, LG])
    assert [(s.name, s.url, s.kind) for s in store.sources.all()] == [CV, LG]
    assert {s.state for s in store.sources.all()} == {None}


def test_configuring_the_same_again_forgets_nothing(store: Store):
    store.sources.configure([CV])
    store.sources.visited(store.sources.all()[0].id, READ)
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
    store.sources.visited(store.sources.all()[0].id, READ)
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
    store.sources.visited(store.sources.all()[0].id, READ)
    [source] = store.sources.all()
    assert (source.etag, source.last_modified, source.digest) == ('"1"', "yesterday", "abc")
    assert (source.state, source.fetched_at, source.error) == (SourceState.OK, NOON, None)


def test_a_fetch_that_brought_nothing_keeps_what_is_known_of_the_document(store: Store):
    store.sources.configure([CV])
    [source] = store.sources.all()
    store.sources.visited(source.id, READ)
    store.sources.visited(source.id, Visit(NOON, SourceState.FAILED, error="no answer"))
    [source] = store.sources.all()
    assert (source.etag, source.digest, source.state, source.error) == ('"1"', "abc", SourceState.FAILED, "no answer")
    store.sources.visited(source.id, Visit(NOON, SourceState.UNCHANGED))
    assert store.sources.all()[0].error is None


def test_noting_a_fetch_of_a_source_that_was_removed_meanwhile_does_nothing(store: Store):
    store.sources.visited(17, READ)
    assert store.sources.all() == ()
