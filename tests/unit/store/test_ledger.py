"""The ledger: a slot is claimed once, a part is sent once, and what became of each is known."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain import Delivery, DeliveryKind, DeliveryState, Outgoing, Reader, Why
from bot.message import Block, Button, Message, Span, Style, line
from bot.store import Store
from bot.store.ledger import Part
from bot.store.schema import digest_items, papers
from ranking.domain import Rating
from tests.fakes.papers import NOON, TODAY, bring, digest, paper_id

LATER = NOON + timedelta(minutes=1)
RICH = Message(
    (
        Block((Span("1. A <b> & 标题 🙂\n", Style.BOLD, "https://example.org/?a=1&b=2"), Span("tips", Style.FOLDED))),
        Block((Span("end"),), ((Button("☆", "r:1:1:1"), Button("☆", "r:1:1:2")),)),
    )
)


def claimed(store: Store, reader: Reader, slot: str = "one", kind: DeliveryKind = DeliveryKind.DAILY) -> Delivery:
    delivery = store.ledger.claim(reader, kind, slot, TODAY, NOON)
    assert delivery is not None
    return delivery


def planned(store: Store, reader: Reader, parts: int = 1, slot: str = "one") -> tuple[Delivery, list[Outgoing]]:
    """A delivery with so many parts, each of which shows one item."""
    bring(store, range(1, parts + 1))
    records = store.papers.get(paper_id(n) for n in range(1, parts + 1))
    shown = digest(reader, [records[paper_id(n)] for n in range(1, parts + 1)])
    delivery = claimed(store, reader, slot)
    store.ledger.plan(delivery, shown, [Part(line(f"part {n}"), (n,)) for n in range(1, parts + 1)], NOON)
    return delivery, [out for out in store.ledger.waiting() if out.delivery == delivery.id]


def state_of(store: Store, delivery: Delivery) -> DeliveryState:
    found = store.ledger.find(delivery.id)
    assert found is not None
    return found.state


def test_a_slot_is_claimed_once(store: Store, reader: Reader):
    delivery = claimed(store, reader, "2026-11-22T08:30")
    assert delivery == store.ledger.find(delivery.id)
    assert (delivery.state, delivery.day, delivery.reader) == (DeliveryState.PLANNED, TODAY, reader)
    assert store.ledger.claim(reader, DeliveryKind.DAILY, "2026-11-22T08:30", TODAY, LATER) is None


def test_the_same_slot_is_free_for_another_kind_another_reader_and_another_slot(store: Store, reader: Reader):
    other = store.readers.ensure("43", NOON, admitted=True)
    claimed(store, reader)
    claimed(store, reader, kind=DeliveryKind.NOW)
    claimed(store, other)
    claimed(store, reader, "two")


def test_four_threads_racing_for_a_hundred_slots_win_exactly_a_hundred(store: Store, reader: Reader):
    together = Barrier(4)

    def race(_: int) -> int:
        together.wait()
        tries = (store.ledger.claim(reader, DeliveryKind.DAILY, f"slot {n}", TODAY, NOON) for n in range(100))
        return sum(won is not None for won in tries)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(race, range(4))) == 100


def test_a_planned_part_waits_as_it_was_composed(store: Store, reader: Reader):
    delivery = claimed(store, reader)
    store.ledger.plan(delivery, None, [Part(RICH, (1,)), Part(line("two"), (2, 3))], NOON)
    first, second = store.ledger.waiting()
    assert (first.body, first.ranks, first.part, first.chat_id) == (RICH, (1,), 0, 42)
    assert (second.ranks, second.part, second.state, second.message_id) == ((2, 3), 1, DeliveryState.PLANNED, None)


def test_a_digest_comes_back_as_it_was_composed(store: Store, reader: Reader):
    bring(store, [1, 2])
    records = store.papers.get([paper_id(1), paper_id(2)])
    composed = digest(reader, [records[paper_id(2)], records[paper_id(1)]])
    delivery = claimed(store, reader)
    store.ledger.plan(delivery, composed, [Part(line("all"), (1, 2))], NOON)
    assert store.ledger.digest(delivery) == composed


@pytest.mark.parametrize(
    "said",
    [
        {"empty": Why.NOTHING_NEW},
        {"empty": Why.HOLIDAY, "empty_day": date(2026, 11, 26)},
        {"empty": Why.UNREAD, "empty_day": date(2026, 11, 20), "empty_sources": ("arXiv cs.CV", "a [blog], “x”")},
        {"empty": Why.UNREAD, "empty_sources": ("arXiv cs.CV",)},
    ],
)
def test_an_empty_digest_comes_back_with_its_reason(store: Store, reader: Reader, said: dict[str, Any]):
    empty = replace(digest(reader, []), **said)
    delivery = claimed(store, reader)
    store.ledger.plan(delivery, empty, [Part(line("nothing new"))], NOON)
    assert store.ledger.digest(delivery) == empty


def test_a_digest_shows_the_stars_given_since(store: Store, reader: Reader):
    delivery, _ = planned(store, reader, parts=2)
    other = store.readers.ensure("43", NOON, admitted=True)
    store.ratings.give(reader.id, Rating(paper_id(2), 4, LATER), "tap")
    store.ratings.give(other.id, Rating(paper_id(1), 1, LATER), "tap")
    assert [item.rating for item in store.ledger.digest(delivery).items] == [None, 4]
    assert store.ledger.stars(delivery) == {(delivery.id, 2): 4}


def test_a_paper_that_is_gone_is_left_out_of_the_digest_but_still_has_its_id_and_stars(store: Store, reader: Reader):
    delivery, _ = planned(store, reader, parts=2)
    with store.database.write() as connection:
        connection.execute(papers.delete().where(papers.c.id == paper_id(1)))
    store.ratings.give(reader.id, Rating(paper_id(1), 5, LATER), "tap")
    assert [item.rank for item in store.ledger.digest(delivery).items] == [2]
    assert store.ledger.paper_of(delivery.id, 1) == paper_id(1)
    assert store.ledger.stars(delivery) == {(delivery.id, 1): 5}


def test_an_item_that_was_never_shown_has_no_paper(store: Store, reader: Reader):
    delivery, _ = planned(store, reader)
    assert store.ledger.paper_of(delivery.id, 2) is None
    assert store.ledger.paper_of(delivery.id + 1, 1) is None
    assert store.ledger.paper_of(10**17, 10**17) is None


def test_the_part_that_shows_an_item_is_found(store: Store, reader: Reader):
    delivery, parts = planned(store, reader, parts=3)
    found = store.ledger.part_showing(delivery.id, 2)
    assert found == parts[1]
    assert store.ledger.part_showing(delivery.id, 4) is None


def test_nothing_to_send_is_settled_as_sent(store: Store, reader: Reader):
    delivery = claimed(store, reader)
    store.ledger.plan(delivery, digest(reader, []), [], NOON)
    assert state_of(store, delivery) is DeliveryState.SENT
    assert store.ledger.unplanned() == ()


def test_a_digest_handed_over_is_claimed_composed_and_sent_in_one_act(store: Store, reader: Reader):
    bring(store, [1])
    shown = digest(reader, list(store.papers.get([paper_id(1)]).values()))
    store.ledger.hand_over(reader, "terminal:1", shown, NOON)
    delivery = store.ledger.last(reader.id)
    assert delivery is not None
    assert (delivery.state, delivery.kind) == (DeliveryState.SENT, DeliveryKind.NOW)
    assert store.ledger.digest(delivery) == shown
    assert store.ledger.waiting() == ()


def test_a_digest_is_handed_over_once_for_a_slot(store: Store, reader: Reader):
    bring(store, [1, 2])
    records = store.papers.get([paper_id(1), paper_id(2)])
    for number in (1, 2):
        store.ledger.hand_over(reader, "terminal:1", digest(reader, [records[paper_id(number)]]), NOON)
    assert store.ledger.paper_of(store.ledger.last(reader.id).id, 1) == paper_id(1)


def test_a_part_is_begun_once(store: Store, reader: Reader):
    _, [part] = planned(store, reader)
    assert store.ledger.begin(part, NOON) is True
    assert store.ledger.begin(part, NOON) is False
    assert store.ledger.waiting() == ()


def test_a_part_that_is_put_back_may_be_begun_again(store: Store, reader: Reader):
    delivery, [part] = planned(store, reader)
    store.ledger.begin(part, NOON)
    store.ledger.settle(part, DeliveryState.PLANNED, LATER)
    assert store.ledger.begin(part, LATER) is True
    assert state_of(store, delivery) is DeliveryState.PLANNED


def test_the_message_id_of_a_sent_part_is_kept(store: Store, reader: Reader):
    delivery, [part] = planned(store, reader)
    store.ledger.settle(part, DeliveryState.SENT, LATER, message_id=2**40)
    shown = store.ledger.part_showing(delivery.id, 1)
    assert shown is not None
    assert (shown.message_id, shown.state) == (2**40, DeliveryState.SENT)


@pytest.mark.parametrize(
    ("became", "delivery_is"),
    [
        (["sent", "sent"], "sent"),
        (["sent", "planned"], "planned"),
        (["unknown", "sending"], "planned"),
        (["sent", "unknown"], "unknown"),
        (["failed", "unknown"], "unknown"),
        (["sent", "failed"], "failed"),
        (["given_up", "failed"], "failed"),
        (["sent", "given_up"], "given_up"),
        (["given_up", "given_up"], "given_up"),
    ],
)
def test_a_delivery_is_settled_by_its_parts(store: Store, reader: Reader, became: list[str], delivery_is: str):
    delivery, parts = planned(store, reader, parts=2)
    for part in parts:
        store.ledger.begin(part, NOON)
    for part, state in zip(parts, became, strict=True):
        store.ledger.settle(part, DeliveryState(state), LATER)
    assert state_of(store, delivery) == delivery_is


def test_after_a_crash_only_what_was_being_sent_is_unknown(store: Store, reader: Reader):
    lost, [part] = planned(store, reader)
    store.ledger.begin(part, NOON)
    sent, [arrived] = planned(store, reader, slot="two")
    store.ledger.settle(arrived, DeliveryState.SENT, NOON)
    waiting, _ = planned(store, reader, slot="three")
    assert [d.id for d in store.ledger.interrupted(LATER)] == [lost.id]
    assert [state_of(store, d) for d in (lost, sent, waiting)] == ["unknown", "sent", "planned"]
    assert [d.id for d in store.ledger.unknown([DeliveryKind.DAILY])] == [lost.id]
    assert store.ledger.unknown([DeliveryKind.NOTICE]) == ()
    assert store.ledger.interrupted(LATER) == ()


def test_a_delivery_of_which_another_part_still_waits_is_unknown_only_after_that(store: Store, reader: Reader):
    delivery, [first, second] = planned(store, reader, parts=2)
    store.ledger.begin(first, NOON)
    assert [(d.id, d.state) for d in store.ledger.interrupted(LATER)] == [(delivery.id, DeliveryState.PLANNED)]
    store.ledger.settle(second, DeliveryState.SENT, LATER)
    assert state_of(store, delivery) is DeliveryState.UNKNOWN


def test_giving_up_settles_all_open_parts_and_makes_the_reader_unreachable(store: Store, reader: Reader):
    delivery, [first, second, third] = planned(store, reader, parts=3)
    store.ledger.settle(first, DeliveryState.SENT, NOON, message_id=1)
    store.ledger.begin(second, NOON)
    store.ledger.give_up(second, LATER, "blocked")
    parts = [store.ledger.part_showing(delivery.id, rank) for rank in (1, 2, 3)]
    assert [part.state for part in parts] == ["sent", "given_up", "given_up"]
    assert state_of(store, delivery) is DeliveryState.GIVEN_UP
    assert store.readers.get(reader.key).reachable is False
    assert store.ledger.begin(third, LATER) is False


def test_claimed_but_never_composed_is_found_after_a_crash(store: Store, reader: Reader):
    left = claimed(store, reader, "left")
    planned(store, reader)
    assert store.ledger.unplanned() == (left,)


def test_claims_of_late_slots_are_listed_by_reader_and_slot(store: Store, reader: Reader):
    for slot in ("2026-11-20T08:30", "2026-11-22T08:30"):
        claimed(store, reader, slot)
    claimed(store, reader, "2026-11-23T08:30", DeliveryKind.NOW)
    assert store.ledger.claimed(DeliveryKind.DAILY, "2026-11-21") == {(reader.id, "2026-11-22T08:30")}


def test_the_last_digest_is_the_newest_that_shows_something(store: Store, reader: Reader):
    assert store.ledger.last(reader.id) is None
    shown, _ = planned(store, reader)
    empty = claimed(store, reader, "empty")
    store.ledger.plan(empty, digest(reader, []), [Part(line("nothing"))], NOON)
    assert store.ledger.last(reader.id).id == shown.id
    assert store.ledger.last(reader.id, TODAY).id == shown.id
    assert store.ledger.last(reader.id, TODAY - timedelta(days=1)) is None
    assert store.ledger.last(reader.id + 1) is None


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.GIVEN_UP])
def test_a_digest_that_never_arrived_is_not_the_last(store: Store, reader: Reader, state: DeliveryState):
    shown, _ = planned(store, reader)
    _, [part] = planned(store, reader, slot="two")
    store.ledger.settle(part, state, LATER)
    assert store.ledger.last(reader.id).id == shown.id


def test_a_digest_of_which_a_part_arrived_is_the_last(store: Store, reader: Reader):
    delivery, [first, second] = planned(store, reader, parts=2)
    store.ledger.settle(first, DeliveryState.SENT, LATER)
    store.ledger.settle(second, DeliveryState.FAILED, LATER)
    assert store.ledger.last(reader.id).id == delivery.id


def test_the_day_of_a_digest_is_the_reader_s_and_not_the_moment_of_sending(store: Store, reader: Reader):
    delivery = store.ledger.claim(reader, DeliveryKind.NOW, "x", date(2026, 11, 23), NOON)
    assert store.ledger.find(delivery.id).day == date(2026, 11, 23)


def test_settling_a_part_of_a_reader_who_was_removed_meanwhile_does_nothing(store: Store, reader: Reader):
    delivery, [part] = planned(store, reader)
    store.ledger.begin(part, NOON)
    store.readers.remove(reader.key)
    store.ledger.settle(part, DeliveryState.SENT, LATER, message_id=1)
    store.ledger.give_up(part, LATER, "gone")
    assert store.ledger.find(delivery.id) is None


def test_all_that_was_planned_goes_with_a_removed_reader(store: Store, reader: Reader):
    planned(store, reader)
    store.readers.remove(reader.key)
    assert store.ledger.waiting() == ()
    with store.database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(digest_items)).scalar() == 0
