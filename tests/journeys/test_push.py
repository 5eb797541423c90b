"""The daily push: one digest a day at the reader's own time, whatever clocks, restarts and downtimes do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import DeliveryKind
from tests.journeys.stage import READER, Stage, digests, texts, titles

MONDAY = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.fixture
def stage(stage: Stage) -> Stage:
    stage.clock.set(MONDAY)
    stage.announce(range(1, 31))
    return stage


async def plan(stage: Stage, schedule: str, zone: str = "Europe/Berlin") -> None:
    await stage.reply(READER, f"/timezone {zone}")
    await stage.reply(READER, f"/schedule {schedule}")


async def pushed(stage: Stage, moment: datetime, every: timedelta = timedelta(minutes=10)) -> int:
    """Lets the clock run to the moment, with a tick now and then; returns how many digests came in all."""
    async with stage.bot() as running:
        while stage.clock() < moment:
            stage.clock.set(min(stage.clock() + every, moment))
            await running.ticker.deliver()
        await running.ticker.deliver()
        await running.desk.delivering.idle()
        waiting = running.desk.store.ledger.waiting
        await stage.telegram.until(lambda: not waiting())
    return len(digests(stage.telegram, READER))


async def read_and_plan(stage: Stage, schedule: str, zone: str = "Europe/Berlin") -> None:
    async with stage.bot() as running:
        await running.ticker.read()
        await plan(stage, schedule, zone)


async def test_one_digest_comes_at_the_readers_own_time(stage: Stage) -> None:
    await read_and_plan(stage, "08:30")
    assert await pushed(stage, MONDAY.replace(hour=7, minute=29)) == 0
    assert await pushed(stage, MONDAY.replace(hour=7, minute=30)) == 1
    assert await pushed(stage, MONDAY.replace(hour=23)) == 1


async def test_a_restart_after_the_claim_sends_nothing_twice(stage: Stage) -> None:
    await read_and_plan(stage, "08:30")
    stage.clock.set(MONDAY.replace(hour=7, minute=30))
    async with stage.looking() as desk:
        reader = desk.store.readers.get(str(READER))
        claimed = desk.store.ledger.claim(
            reader, DeliveryKind.DAILY, "2026-11-23T08:30", stage.clock().date(), stage.clock()
        )
        assert claimed is not None
    assert await pushed(stage, MONDAY.replace(hour=8)) == 1
    assert await pushed(stage, MONDAY.replace(hour=9)) == 1


async def test_a_digest_owed_after_downtime_comes_once(stage: Stage) -> None:
    await read_and_plan(stage, "08:30,12:00")
    stage.clock.set(MONDAY + timedelta(days=3))  # three mornings and noons later, before the fourth
    assert await pushed(stage, MONDAY + timedelta(days=3, minutes=30)) == 1


async def test_the_hour_that_comes_twice_brings_one_digest(stage: Stage) -> None:
    stage.clock.set(datetime(2026, 10, 24, 22, 0, tzinfo=UTC))  # Berlin puts its clocks back from 3 to 2 that night
    await read_and_plan(stage, "02:30")
    assert await pushed(stage, datetime(2026, 10, 25, 5, 0, tzinfo=UTC)) == 1


async def test_the_hour_that_is_skipped_brings_its_digest_after_the_gap(stage: Stage) -> None:
    stage.clock.set(datetime(2027, 3, 27, 23, 0, tzinfo=UTC))  # Berlin skips the hour from 2 to 3 that night
    await read_and_plan(stage, "02:30")
    assert await pushed(stage, datetime(2027, 3, 28, 0, 50, tzinfo=UTC)) == 0
    assert await pushed(stage, datetime(2027, 3, 28, 1, 0, tzinfo=UTC)) == 1


async def test_what_digest_showed_is_not_pushed_again(stage: Stage) -> None:
    await read_and_plan(stage, "08:30")
    async with stage.bot():
        (now,) = await stage.digest(READER)
    assert await pushed(stage, MONDAY.replace(hour=8)) == 1
    assert "Nothing new" in texts(stage.telegram, READER)[-1]
    assert not any(title in texts(stage.telegram, READER)[-1] for title in titles([now]))


async def test_off_ends_the_pushes_and_weekdays_limit_them(stage: Stage) -> None:
    await read_and_plan(stage, "08:30 tue")
    assert await pushed(stage, MONDAY.replace(hour=20), timedelta(hours=1)) == 0
    async with stage.bot():
        assert "No daily digest" in await stage.reply(READER, "/schedule off")
    assert await pushed(stage, MONDAY + timedelta(days=2), timedelta(hours=1)) == 0


async def test_nothing_is_pushed_before_a_schedule_is_set(stage: Stage) -> None:
    async with stage.bot() as running:
        await running.ticker.read()
        await stage.reply(READER, "/start")
    assert await pushed(stage, MONDAY + timedelta(days=2), timedelta(hours=1)) == 0
