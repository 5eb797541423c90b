"""Taps: answered at once, whatever else is going on, in the order in which they were made."""

from __future__ import annotations

import pytest

from bot.app.running import Running
from ranking.jobs import Train
from tests.fakes.telegram_rules import Json
from tests.fakes.worker import ThreadWorker
from tests.journeys.stage import READER, Stage, drawn, star_rows, titles


@pytest.fixture
def worker(stage: Stage) -> ThreadWorker:
    stage.worker = worker = ThreadWorker()
    return worker


async def first_digest(stage: Stage, running: Running) -> Json:
    stage.announce(range(1, 31))
    await running.ticker.read()
    (message,) = await stage.digest(READER)
    return message


async def test_a_tap_is_answered_while_a_model_is_being_learnt(stage: Stage, worker: ThreadWorker) -> None:
    async with stage.bot() as running:
        message = await first_digest(stage, running)
        worker.started.clear()
        worker.open.clear()
        await stage.rate(READER, message, 1, 5)
        await worker.started.wait()
        assert worker.count(Train) == 1  # asked for, and held

        assert await stage.rate(READER, message, 2, 4) == "★★★★"
        assert "Welcome" in await stage.reply(READER, "/start")
        assert stage.telemetry.counters["model_learnt"] == 0

        worker.open.set()
        await running.desk.training.settled()
        reader = running.desk.store.readers.get(str(READER))
        model = running.desk.store.models.model(reader.id)
    assert model is not None
    assert model.ratings == 2


async def test_a_digest_is_asked_for_while_a_model_is_being_learnt_and_comes_after(
    stage: Stage, worker: ThreadWorker
) -> None:
    async with stage.bot() as running:
        message = await first_digest(stage, running)
        stage.announce(range(101, 131))
        stage.clock.advance(hours=2)
        await running.ticker.read()
        worker.started.clear()
        worker.open.clear()
        await stage.rate(READER, message, 1, 5)
        await worker.started.wait()
        stage.telegram.say(READER, "/digest")
        assert "Welcome" in await stage.reply(READER, "/start")
        worker.open.set()
        await stage.telegram.until(lambda: len(titles(stage.telegram.chat(READER))) == 12)


async def test_many_taps_end_as_the_last_one_says(stage: Stage) -> None:
    async with stage.bot() as running:
        message = await first_digest(stage, running)
        row = star_rows(message)[0]
        queries = [
            stage.telegram.tap(READER, message["message_id"], row[n - 1]["callback_data"]) for n in (1, 5, 3, 2, 4)
        ]
        await stage.telegram.until(lambda: all(stage.telegram.answer_to(query) for query in queries))
        await stage.telegram.until(lambda: drawn(stage.telegram, READER, message["message_id"])[0] == "★★★★☆")
        reader = running.desk.store.readers.get(str(READER))
        assert [r.stars for r in running.desk.store.ratings.of(reader.id)] == [4]


async def test_a_tap_that_is_too_old_to_be_answered_is_kept(stage: Stage) -> None:
    async with stage.bot() as running:
        message = await first_digest(stage, running)
        stage.telegram.fail("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired")
        stage.telegram.tap(READER, message["message_id"], star_rows(message)[0][4]["callback_data"])
        await stage.telegram.until(lambda: drawn(stage.telegram, READER, message["message_id"])[0] == "★★★★★")
        reader = running.desk.store.readers.get(str(READER))
        assert [r.stars for r in running.desk.store.ratings.of(reader.id)] == [5]


async def test_stars_that_could_not_be_drawn_are_kept_and_drawn_with_the_next(stage: Stage) -> None:
    async with stage.bot() as running:
        message = await first_digest(stage, running)
        stage.telegram.fail("editMessageReplyMarkup", 500)
        star = star_rows(message)[0][4]["callback_data"]
        assert await stage.tap(READER, message["message_id"], star) == "★★★★★"
        await stage.rate(READER, message, 2, 3)
        assert drawn(stage.telegram, READER, message["message_id"])[:2] == ["★★★★★", "★★★☆☆"]


async def test_stars_under_a_deleted_digest_are_kept(stage: Stage) -> None:
    async with stage.bot() as running:
        message = await first_digest(stage, running)
        stage.telegram.tap(READER, message["message_id"], star_rows(message)[0][1]["callback_data"])
        stage.telegram.delete(READER, message["message_id"])
        assert "Welcome" in await stage.reply(READER, "/start")
        reader = running.desk.store.readers.get(str(READER))
        assert [r.stars for r in running.desk.store.ratings.of(reader.id)] == [2]
