"""What a crash leaves in the ledger, and what the next start makes of it: the table in bot/DESIGN.md."""

from __future__ import annotations

import pytest

from bot.digest.render import render
from bot.domain import Delivery, DeliveryKind, DeliveryState
from bot.services.desk import Desk
from bot.store.ledger import Part
from bot.texts import Texts
from tests.fakes.telegram_rules import Json
from tests.journeys.stage import READER, Heard, Stage, digests, texts, titles

NOTICE = "I can't tell whether"
KINDS = [DeliveryKind.DAILY, DeliveryKind.NOW]


@pytest.fixture
def stage(stage: Stage) -> Stage:
    stage.telegram.meet(READER)
    stage.announce(range(1, 31))
    return stage


async def left(stage: Stage, kind: DeliveryKind, *, planned: bool = False, sending: bool = False) -> Delivery:
    """A delivery as a process left it that ended after the claim, after the plan, or while it was sending."""
    async with stage.looking() as desk:
        await desk.ingest.run()
        reader = desk.store.readers.ensure(str(READER), stage.clock(), admitted=True)
        claimed = desk.store.ledger.claim(reader, kind, "some slot", stage.clock().date(), stage.clock())
        assert claimed is not None
        if planned or sending:
            await compose(desk, claimed)
        if sending:
            (part,) = desk.store.ledger.waiting()
            assert desk.store.ledger.begin(part, stage.clock())
        return claimed


async def compose(desk: Desk, claimed: Delivery) -> None:
    digest = await desk.digests.build(claimed.reader, claimed.day)
    body = render(digest, claimed.id, Texts(claimed.reader.language))
    desk.store.ledger.plan(claimed, digest, [Part(body, tuple(i.rank for i in digest.items))], desk.clock())


async def started(stage: Stage, want: int = 1) -> list[str]:
    """What the reader has been sent once the bot has been started and has nothing left to send."""
    async with stage.bot() as running:
        await running.desk.delivering.idle()
        await stage.telegram.until(lambda: len(stage.telegram.chat(READER)) >= want)
        assert running.desk.store.ledger.waiting() == ()
    return texts(stage.telegram, READER)


async def state(stage: Stage, delivery: Delivery) -> DeliveryState:
    async with stage.looking() as desk:
        found = desk.store.ledger.find(delivery.id)
    assert found is not None
    return found.state


@pytest.mark.parametrize("kind", KINDS)
async def test_a_claimed_digest_is_composed_and_sent(stage: Stage, kind: DeliveryKind) -> None:
    delivery = await left(stage, kind)
    await started(stage)
    assert len(await started(stage)) == len(digests(stage.telegram, READER)) == 1
    assert await state(stage, delivery) is DeliveryState.SENT


@pytest.mark.parametrize("kind", KINDS)
async def test_a_planned_digest_is_sent_as_it_was_composed(stage: Stage, kind: DeliveryKind) -> None:
    delivery = await left(stage, kind, planned=True)
    await started(stage)
    assert len(await started(stage)) == len(digests(stage.telegram, READER)) == 1
    assert await state(stage, delivery) is DeliveryState.SENT


@pytest.mark.parametrize("kind", KINDS)
async def test_a_digest_that_was_being_sent_is_told_of_once_and_shown_on_demand(
    stage: Stage, kind: DeliveryKind
) -> None:
    delivery = await left(stage, kind, sending=True)
    async with stage.looking() as desk:
        lost = [item.record.paper.title for item in desk.store.ledger.digest(delivery).items]
    await started(stage)
    (told,) = await started(stage)
    assert NOTICE in told
    assert "/digest" in told
    async with stage.bot():
        (message,) = await stage.digest(READER)
    assert titles([message]) == lost
    assert await state(stage, delivery) is DeliveryState.UNKNOWN


async def sent_into(stage: Stage, want: int) -> list[Json]:
    """Asks for a digest and waits for so many messages in all."""
    async with stage.bot() as running:
        await running.ticker.read()
        stage.telegram.say(READER, "/digest")
        await stage.telegram.until(lambda: len(stage.telegram.chat(READER)) >= want)
    return stage.telegram.chat(READER)


async def test_an_answer_that_is_cut_off_is_told_of_and_nothing_is_sent_again(stage: Stage) -> None:
    stage.telegram.cut("sendMessage", done=True)
    digest, notice = await sent_into(stage, 2)
    assert titles([digest])
    assert NOTICE in notice["text"]
    assert len(await started(stage)) == 2


async def test_a_request_that_is_cut_off_may_have_arrived_for_all_we_know(stage: Stage) -> None:
    stage.telegram.cut("sendMessage", done=False)
    (notice,) = await sent_into(stage, 1)
    assert NOTICE in notice["text"]
    async with stage.bot():
        assert titles(await stage.digest(READER))


async def test_a_pause_that_telegram_asks_for_is_kept_and_the_digest_comes_once(stage: Stage) -> None:
    stage.telegram.throttle("sendMessage", retry_after=1)
    (message,) = await sent_into(stage, 1)
    assert titles([message])
    refused, taken = [c for c in stage.telegram.calls if c.method == "sendMessage"]
    assert (refused.error, taken.error) == (429, None)
    assert taken.at - refused.at >= 1


async def test_a_reader_who_blocked_the_bot_is_given_up_until_they_speak_again(stage: Stage) -> None:
    stage.telemetry = telemetry = Heard("reader_unreachable")
    async with stage.bot() as running:
        await running.ticker.read()
        await stage.reply(READER, "/schedule 09:00")
        stage.telegram.block(READER)
        stage.clock.advance(hours=2)
        await running.ticker.deliver()
        await telemetry.heard.wait()
        stage.clock.advance(days=1)
        await running.ticker.deliver()
        assert running.desk.store.ledger.waiting() == ()
        assert len([c for c in stage.telegram.calls if c.error == 403]) == 1

        assert "every day" in await stage.reply(READER, "/schedule")
        stage.clock.advance(days=1)
        await running.ticker.deliver()
        assert (await stage.telegram.until(lambda: digests(stage.telegram, READER)))[0]


async def test_one_reader_who_blocked_the_bot_does_not_keep_it_from_others(stage: Stage) -> None:
    stage.said = {"allow": frozenset({READER, 77})}
    async with stage.bot() as running:
        await running.ticker.read()
        for user in (READER, 77):
            await stage.reply(user, "/schedule 09:00")
        stage.telegram.block(READER)
        stage.clock.advance(hours=2)
        await running.ticker.deliver()
        await stage.telegram.until(lambda: digests(stage.telegram, 77))
    assert digests(stage.telegram, READER) == []
