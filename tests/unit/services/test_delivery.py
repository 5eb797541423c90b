"""Getting digests on their way: claimed once, composed once, and nothing forgotten over a restart."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain import DeliveryKind, DeliveryState, Language, Reader, Schedule
from bot.errors import Unreachable, WorkFailed
from bot.message import line
from bot.services.membership import Door, Membership
from bot.store import Store
from bot.store.ledger import Part
from ranking.errors import BadRatings
from tests.fakes.clock import FakeClock
from tests.fakes.papers import TODAY, bring, digest, paper_id
from tests.unit.services.conftest import Office

NOTICE = "I can't tell whether your last digest reached you. Send /digest to see those papers again."
SORRY = "Your digest could not be made this time. Send /digest to try again."


def schedule(store: Store, reader: Reader, at: str, since: datetime, zone: str = "UTC") -> Reader:
    store.readers.set_zone(reader.id, zone, since)
    store.readers.set_schedule(reader.id, Schedule((time.fromisoformat(at),), since=since))
    return store.readers.get(reader.key)


def shown(office: Office) -> list[str]:
    """Ids of the papers in all planned parts, in order."""
    parts = office.store.ledger.waiting()
    return [pid for p in parts for rank in p.ranks if (pid := office.store.ledger.paper_of(p.delivery, rank))]


async def planned_after_asking(office: Office, reader: Reader, slot: str) -> list[str]:
    assert await office.delivering.ask(reader, slot) is True
    await office.delivering.idle()
    return [line_of(p) for p in office.store.ledger.waiting()]


def line_of(part) -> str:
    return "".join(span.text for block in part.body.blocks for span in block.spans)


async def test_a_digest_that_is_asked_for_is_planned_with_its_buttons(office: Office, reader: Reader):
    bring(office.store, range(1, 9))
    await planned_after_asking(office, reader, "update:1")
    [part] = office.store.ledger.waiting()
    assert part.ranks == (1, 2, 3, 4, 5, 6)
    assert office.delivering.planned.is_set()


async def test_the_same_request_is_taken_once(office: Office, reader: Reader):
    bring(office.store, [1])
    assert await office.delivering.ask(reader, "update:1") is True
    assert await office.delivering.ask(reader, "update:1") is False
    await office.delivering.idle()
    assert len(office.store.ledger.waiting()) == 1


async def test_two_requests_at_once_never_show_the_same_paper_twice(office: Office, reader: Reader):
    bring(office.store, range(1, 9))
    office.worker.open.clear()
    await office.delivering.ask(reader, "update:1")
    await office.delivering.ask(reader, "update:2")
    await office.worker.started.wait()
    office.worker.open.set()
    await office.delivering.idle()
    assert len(office.store.ledger.waiting()) == 2
    assert len(shown(office)) == len(set(shown(office))) == 6


async def test_what_digest_showed_is_not_sent_again_by_the_push(office: Office, reader: Reader):
    schedule(office.store, reader, "08:00", office.clock() - timedelta(hours=1))
    bring(office.store, [1, 2])
    office.worker.open.clear()
    await office.delivering.ask(reader, "update:1")
    push = asyncio.create_task(office.delivering.send_due())
    await office.worker.started.wait()
    office.worker.open.set()
    assert await push == 1
    await office.delivering.idle()
    assert sorted(shown(office)) == [paper_id(1), paper_id(2)]


async def test_a_split_digest_is_planned_part_by_part(office: Office, reader: Reader):
    office.channel.limit = 900
    bring(office.store, range(1, 9))
    await planned_after_asking(office, reader, "update:1")
    parts = office.store.ledger.waiting()
    assert len(parts) > 1
    assert [rank for part in parts for rank in part.ranks] == [1, 2, 3, 4, 5, 6]


async def test_what_is_due_is_claimed_once(office: Office, reader: Reader):
    schedule(office.store, reader, "08:00", office.clock() - timedelta(days=1))
    bring(office.store, [1])
    assert await office.delivering.send_due() == 1
    assert await office.delivering.send_due() == 0
    office.clock.advance(minutes=1)
    assert await office.delivering.send_due() == 0
    assert shown(office) == [paper_id(1)]
    office.clock.advance(days=1)
    assert await office.delivering.send_due() == 1


async def test_nothing_is_due_before_its_time_nor_from_before_the_schedule_was_set(office: Office, reader: Reader):
    schedule(office.store, reader, "08:01", office.clock() - timedelta(days=1))
    assert await office.delivering.send_due() == 1, "yesterday's, still owed"
    later = office.store.readers.ensure("43", office.clock(), admitted=True)
    schedule(office.store, later, "07:59", office.clock())
    assert await office.delivering.send_due() == 0
    office.clock.advance(minutes=1)
    assert await office.delivering.send_due() == 1


async def test_after_a_long_absence_only_the_latest_is_sent(office: Office, reader: Reader):
    schedule(office.store, reader, "07:00", office.clock() - timedelta(days=9))
    assert await office.delivering.send_due() == 1
    assert len(office.store.ledger.waiting()) == 1


@pytest.mark.parametrize(
    ("zone", "moments", "slot"),
    [
        ("Asia/Shanghai", ["2026-11-22T00:29", "2026-11-22T00:30"], "2026-11-22T08:30"),
        ("Europe/Berlin", ["2026-03-29T06:29", "2026-03-29T06:30"], "2026-03-29T08:30"),
        ("Pacific/Kiritimati", ["2026-11-21T18:29", "2026-11-21T18:30"], "2026-11-22T08:30"),
    ],
)
async def test_the_push_comes_by_the_reader_s_own_clock(
    office: Office, reader: Reader, zone: str, moments: list[str], slot: str
):
    before, then = (datetime.fromisoformat(m).replace(tzinfo=UTC) for m in moments)
    schedule(office.store, reader, "08:30", before - timedelta(hours=1), zone)
    office.clock.set(before)
    assert await office.delivering.send_due() == 0
    office.clock.set(then)
    assert await office.delivering.send_due() == 1
    assert office.store.ledger.claimed(DeliveryKind.DAILY, "2026") == {(reader.id, slot)}


async def test_the_hour_that_comes_twice_brings_one_push(office: Office, reader: Reader):
    schedule(office.store, reader, "02:30", datetime(2026, 10, 24, 12, tzinfo=UTC), "Europe/Berlin")
    office.clock.set(datetime(2026, 10, 25, 0, 0, tzinfo=UTC))
    counts = []
    for _ in range(180):
        counts.append(await office.delivering.send_due())
        office.clock.advance(minutes=1)
    assert [minute for minute, count in enumerate(counts) if count] == [30]


async def test_readers_without_a_chat_without_a_plan_or_out_of_reach_are_passed_over(office: Office, store: Store):
    now = office.clock()
    for key in ("me", "1", "2", "3"):
        one = store.readers.ensure(key, now, admitted=True)
        if key != "1":
            schedule(store, one, "08:00", now - timedelta(hours=1))
    store.readers.set_reachable(store.readers.get("3").id, reachable=False)
    assert await office.delivering.send_due() == 1
    assert [p.chat_id for p in store.ledger.waiting()] == [2]


async def test_who_is_not_served_any_more_gets_no_push(office: Office, reader: Reader):
    schedule(office.store, reader, "08:00", office.clock() - timedelta(hours=1))
    office.strangers.add(reader.key)
    assert await office.delivering.send_due() == 0
    office.strangers.clear()
    assert await office.delivering.send_due() == 1


@pytest.mark.parametrize("error", [WorkFailed("The worker died."), BadRatings("no"), RuntimeError("a bug")])
async def test_a_digest_that_could_not_be_made_is_said_to_be_so(office: Office, reader: Reader, error: Exception):
    bring(office.store, [1])
    office.worker.failures = [error]
    assert await planned_after_asking(office, reader, "update:1") == [SORRY]
    assert office.telemetry.counters["digest_failed"] == 1
    assert shown(office) == []


async def test_one_reader_s_trouble_does_not_keep_the_others_from_their_push(office: Office, store: Store):
    bring(store, [1])
    for key in ("1", "2"):
        schedule(store, store.readers.ensure(key, office.clock(), admitted=True), "08:00", office.clock())
    office.worker.failures = [RuntimeError("a bug")]
    assert await office.delivering.send_due() == 2
    assert [line_of(p) == SORRY for p in store.ledger.waiting()] == [True, False]


async def test_a_reader_who_is_removed_while_their_digest_is_composed_stops_nobody(office: Office, store: Store):
    bring(store, [1])
    for key in ("1", "2"):
        schedule(store, store.readers.ensure(key, office.clock(), admitted=True), "08:00", office.clock())
    office.worker.open.clear()
    push = asyncio.create_task(office.delivering.send_due())
    await office.worker.started.wait()
    store.readers.remove("1")
    office.worker.open.set()
    assert await push == 2
    assert [p.chat_id for p in store.ledger.waiting()] == [2]
    assert office.telemetry.counters["delivery_unplanned"] == 1


async def test_sorry_is_said_in_the_reader_s_language(office: Office, reader: Reader):
    bring(office.store, [1])
    office.store.readers.set_language(reader.id, Language.CHINESE)
    office.worker.failures = [WorkFailed("The worker died.")]
    [said] = await planned_after_asking(office, office.store.readers.get("42"), "update:1")
    assert said != SORRY
    assert "/digest" in said


async def test_a_terminal_is_handed_its_digest_and_it_counts_as_sent(office: Office, store: Store):
    me = store.readers.ensure("me", office.clock(), admitted=True)
    bring(store, [1, 2])
    digest = await office.delivering.hand_over(me, "terminal:1")
    assert {item.record.paper.id for item in digest.items} == {paper_id(1), paper_id(2)}
    assert (await office.delivering.hand_over(me, "terminal:2")).items == ()
    assert store.ledger.waiting() == ()
    assert store.ledger.last(me.id).state is DeliveryState.SENT


async def test_a_terminal_hears_of_the_worker_s_trouble_and_nothing_counts(office: Office, reader: Reader):
    bring(office.store, [1])
    office.worker.failures = [WorkFailed("The worker died.")]
    with pytest.raises(WorkFailed):
        await office.delivering.hand_over(reader, "terminal:1")
    assert (await office.delivering.hand_over(reader, "terminal:1")).items


async def test_what_was_claimed_but_not_composed_is_composed_after_a_restart(office: Office, reader: Reader):
    bring(office.store, [1])
    office.store.ledger.claim(reader, DeliveryKind.DAILY, "2026-11-22T08:00", TODAY, office.clock())
    await office.delivering.resume()
    await office.delivering.idle()
    assert shown(office) == [paper_id(1)]
    assert office.store.ledger.unplanned() == ()


async def test_what_was_composed_but_not_sent_waits_unchanged_after_a_restart(office: Office, reader: Reader):
    bring(office.store, [1])
    await planned_after_asking(office, reader, "update:1")
    before = office.store.ledger.waiting()
    bring(office.store, [2])
    office.open(office.store)
    await office.delivering.resume()
    await office.delivering.idle()
    assert office.store.ledger.waiting() == before
    assert office.delivering.planned.is_set()


async def lose(office: Office, reader: Reader, kind: DeliveryKind = DeliveryKind.DAILY) -> None:
    """A digest of paper 1 that was being sent when the process ended."""
    bring(office.store, [1])
    shown = digest(reader, list(office.store.papers.get([paper_id(1)]).values()))
    delivery = office.store.ledger.claim(reader, kind, f"lost {kind}", TODAY, office.clock())
    office.store.ledger.plan(delivery, shown, [Part(line("lost"), (1,))], office.clock())
    [part] = [p for p in office.store.ledger.waiting() if p.delivery == delivery.id]
    assert office.store.ledger.begin(part, office.clock())


async def test_what_was_being_sent_is_never_sent_again_and_its_reader_is_told_once(office: Office, reader: Reader):
    await lose(office, reader)
    for _ in range(3):
        office.open(office.store)
        await office.delivering.resume()
        await office.delivering.idle()
    assert [line_of(p) for p in office.store.ledger.waiting()] == [NOTICE]
    assert office.telemetry.counters["delivery_unknown"] == 1


async def test_after_the_notice_digest_shows_those_papers_again(office: Office, reader: Reader):
    await lose(office, reader)
    await office.delivering.resume()
    await planned_after_asking(office, reader, "update:1")
    assert shown(office) == [paper_id(1)]


async def test_a_lost_notice_has_no_notice_of_its_own(office: Office, reader: Reader):
    await lose(office, reader, DeliveryKind.NOTICE)
    await office.delivering.resume()
    assert office.store.ledger.waiting() == ()


async def test_a_crash_between_unknown_and_notice_loses_no_notice(office: Office, reader: Reader):
    await lose(office, reader)
    office.store.ledger.interrupted(office.clock())
    await office.delivering.resume()
    assert [line_of(p) for p in office.store.ledger.waiting()] == [NOTICE]


async def test_a_reader_who_was_given_up_is_pushed_to_again_once_they_speak(
    office: Office, reader: Reader, clock: FakeClock
):
    schedule(office.store, reader, "08:00", clock() - timedelta(hours=1))
    office.channel.script([Unreachable("blocked")])
    await office.delivering.send_due()
    await office.sender.drain()
    clock.advance(days=1)
    assert await office.delivering.send_due() == 0
    door = Door(open_to_all=False, invitations=True, listed=frozenset(), admins=frozenset())
    assert Membership(office.store, door, clock).reader(42, Language.ENGLISH) is not None
    assert await office.delivering.send_due() == 1
