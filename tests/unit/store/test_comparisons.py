"""Comparisons under way, audited papers, and the stars they got."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain import DeliveryKind, DeliveryState, DigestItem, ItemSlot, Reader
from bot.message import line
from bot.store import Store
from bot.store.audits import AuditedItems
from bot.store.comparisons import Comparison
from bot.store.ledger import Part
from ranking.domain import Rating
from tests.fakes.papers import NOON, TODAY, bring, digest, paper_id

LATER = NOON + timedelta(days=1)


def hand_over(store: Store, reader: Reader, numbers: list[int], *marks: dict[str, object], slot: str = "one") -> None:
    """A digest of these papers, each item with what its `marks` say."""
    bring(store, numbers)
    records = store.papers.get(paper_id(n) for n in numbers)
    plain = digest(reader, [records[paper_id(n)] for n in numbers])
    items: list[DigestItem] = []
    for item, said in zip(plain.items, marks, strict=True):
        items.append(replace(item, **said))  # type: ignore[arg-type]
    store.ledger.hand_over(reader, slot, replace(plain, items=tuple(items)), NOON)


def rate(store: Store, reader: Reader, number: int, stars: int) -> None:
    store.ratings.give(reader.id, Rating(paper_id(number), stars, LATER), "tap")


def test_an_item_keeps_its_slot_its_chance_its_team_and_its_facet(store: Store, reader: Reader):
    said = {"slot": ItemSlot.AUDIT, "drawn_with": 0.0125, "team": "newest", "facet": "sea ice"}
    hand_over(store, reader, [1, 2], said, {})
    delivery = store.ledger.last(reader.id)
    assert delivery is not None
    first, second = store.ledger.digest(delivery).items
    assert (first.slot, first.drawn_with, first.team, first.facet) == tuple(said.values())
    assert (second.slot, second.drawn_with, second.team, second.facet) == (ItemSlot.TOP, None, None, None)


def test_nothing_is_compared_at_first(store: Store, reader: Reader):
    assert store.comparisons.of(reader.id) is None
    assert store.comparisons.digests(reader.id, NOON) == ()


def test_a_comparison_goes_on_with_the_same_rival_and_begins_anew_with_another(store: Store, reader: Reader):
    store.comparisons.start(reader.id, "newest", NOON)
    store.comparisons.start(reader.id, "newest", LATER)
    assert store.comparisons.of(reader.id) == Comparison("newest", NOON)
    store.comparisons.start(reader.id, "centroid", LATER)
    assert store.comparisons.of(reader.id) == Comparison("centroid", LATER)
    store.comparisons.stop(reader.id)
    assert store.comparisons.of(reader.id) is None


def test_the_stars_of_drafted_papers_come_by_digest(store: Store, reader: Reader):
    hand_over(store, reader, [1, 2, 3], {"team": "current"}, {"team": "newest"}, {})
    hand_over(store, reader, [4, 5], {"team": "newest"}, {"team": "current"}, slot="two")
    hand_over(store, reader, [6], {"team": "newest"}, slot="three")
    for number, stars in ((1, 5), (2, 1), (3, 5), (5, 4)):
        rate(store, reader, number, stars)
    assert store.comparisons.digests(reader.id, NOON) == ((("current", 5), ("newest", 1)), (("current", 4),))
    assert store.comparisons.digests(reader.id, LATER) == ()


def test_other_readers_stars_count_for_nobody_else(store: Store, reader: Reader):
    other = store.readers.ensure("43", NOON, admitted=True)
    hand_over(store, reader, [1], {"team": "current"})
    rate(store, other, 1, 5)
    assert store.comparisons.digests(reader.id, NOON) == ()
    assert store.comparisons.digests(other.id, NOON) == ()


def test_audited_papers_come_with_their_chances_and_what_else_their_digests_showed(store: Store, reader: Reader):
    audited = {"slot": ItemSlot.AUDIT, "drawn_with": 0.25}
    hand_over(store, reader, [1, 2, 3, 4], {}, {}, audited, audited)
    hand_over(store, reader, [5], {}, slot="two")
    for number, stars in ((1, 4), (3, 2), (5, 5)):
        rate(store, reader, number, stars)
    assert store.audits.of(reader.id) == AuditedItems(((0.25, 2), (0.25, None)), (4,))


def test_an_audit_that_never_arrived_is_none(store: Store, reader: Reader):
    bring(store, [1])
    records = store.papers.get([paper_id(1)])
    plain = digest(reader, list(records.values()))
    item = replace(plain.items[0], slot=ItemSlot.AUDIT, drawn_with=0.5)
    delivery = store.ledger.claim(reader, DeliveryKind.DAILY, "one", TODAY, NOON)
    assert delivery is not None
    store.ledger.plan(delivery, replace(plain, items=(item,)), [Part(line("part"), (1,))], NOON)
    assert store.audits.since(reader.id, TODAY)
    store.ledger.settle(store.ledger.waiting()[0], DeliveryState.FAILED, NOON)
    assert not store.audits.since(reader.id, TODAY)
    assert store.audits.of(reader.id) == AuditedItems((), ())


def test_whether_there_was_an_audit_is_asked_by_day(store: Store, reader: Reader):
    hand_over(store, reader, [1], {"slot": ItemSlot.AUDIT, "drawn_with": 0.5})
    assert store.audits.since(reader.id, TODAY)
    assert not store.audits.since(reader.id, TODAY + timedelta(days=1))
    assert not store.audits.since(reader.id + 1, TODAY)
