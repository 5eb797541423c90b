"""Interests and facets as they are kept."""

from __future__ import annotations

from bot.domain import Reader
from bot.store import Store
from ranking.domain import Facet, Interest
from tests.fakes.papers import NOON

CATS, ADA = Interest("words", "cats"), Interest("author", "Ada Example", -1.0)


def test_interests_come_in_the_order_of_saying(store: Store, reader: Reader):
    assert store.interests.say(reader.id, [CATS], NOON) == 1
    assert store.interests.say(reader.id, [ADA], NOON) == 1
    assert store.interests.of(reader.id) == (CATS, ADA)


def test_the_same_thing_said_again_takes_the_later_weight_and_keeps_its_place(store: Store, reader: Reader):
    store.interests.say(reader.id, [CATS, ADA], NOON)
    assert store.interests.say(reader.id, [Interest("words", "cats", -2.0), ADA], NOON) == 1
    assert store.interests.of(reader.id) == (Interest("words", "cats", -2.0), ADA)


def test_only_the_readers_own_interests_are_removed(store: Store, reader: Reader):
    other = store.readers.ensure("43", NOON, admitted=True)
    store.interests.say(reader.id, [CATS], NOON)
    (said,) = store.interests.said(reader.id)
    assert store.interests.remove(other.id, [said.id]) == 0
    assert store.interests.remove(reader.id, [said.id]) == 1
    assert store.interests.of(reader.id) == ()


def test_each_change_of_an_interest_and_nothing_else_raises_the_revision(store: Store, reader: Reader):
    seen = [store.ratings.revision(reader.id)]
    for change in (
        lambda: store.interests.say(reader.id, [CATS, ADA], NOON),
        lambda: store.interests.say(reader.id, [CATS], NOON),
        lambda: store.interests.say(reader.id, [], NOON),
        lambda: store.interests.remove(reader.id, [store.interests.said(reader.id)[0].id]),
        lambda: store.interests.remove(reader.id, [-1]),
        lambda: store.facets.keep(reader.id, [Facet("one", ("a",))], NOON),
    ):
        change()
        seen.append(store.ratings.revision(reader.id))
    assert seen == [0, 1, 1, 1, 2, 2, 2]


def test_facets_are_kept_as_they_were_set(store: Store, reader: Reader):
    first, second = Facet("one", ("a", "b"), 0.3, muted=False), Facet("two", (), None, muted=True)
    store.facets.keep(reader.id, [first, second], NOON)
    assert store.facets.of(reader.id) == (first, second)
    store.facets.keep(reader.id, [second, Facet("three", ("a",))], NOON)
    assert store.facets.of(reader.id) == (second, Facet("three", ("a",)))
    store.facets.keep(reader.id, [], NOON)
    assert store.facets.of(reader.id) == ()


def test_interests_and_facets_go_with_their_reader(store: Store, reader: Reader):
    store.interests.say(reader.id, [CATS], NOON)
    store.facets.keep(reader.id, [Facet("one", ("a",))], NOON)
    store.readers.remove(reader.key)
    assert store.interests.of(reader.id) == ()
    assert store.facets.of(reader.id) == ()
