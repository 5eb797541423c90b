"""A reader and their model in the chat: stars replace it, /model tells of it, goes back, and stays back."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.app.running import Running
from tests.fakes.arxiv_days import about
from tests.fakes.telegram_rules import Json
from tests.journeys.stage import READER, Stage, digests

OTHER = 77
HISTORY = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)


async def first_day(stage: Stage, running: Running, user: int = READER) -> Json:
    stage.announce(about("orchards", 1, 6) + about("handwriting", 1, 6))
    await running.ticker.read()
    await stage.reply(user, "/start")
    await stage.digest(user)
    return digests(stage.telegram, user)[0]


async def tap(stage: Stage, running: Running, message: Json, rank: int, stars: int, *, user: int = READER) -> None:
    """A star, and all that is learnt from it."""
    await stage.rate(user, message, rank, stars)
    await running.desk.training.settled()


async def history(stage: Stage, user: int = READER) -> dict[str, str]:
    """The lines of /model by their numbers, newest first."""
    return dict(HISTORY.findall(await stage.reply(user, "/model")))


async def test_stars_replace_the_model_and_the_history_tells_of_it(stage: Stage) -> None:
    async with stage.bot() as running:
        message = await first_day(stage, running)
        assert "first star" in await stage.reply(READER, "/model")
        await tap(stage, running, message, 1, 5)
        await tap(stage, running, message, 2, 1)
        lines = await history(stage)
    assert list(lines) == ["2", "1"]
    assert "2 ratings · in use · not compared: too few ratings yet" in lines["2"]
    assert "1 rating · replaced · not compared: there was nothing to compare it with" in lines["1"]
    assert "Nov 22, 2026" in lines["1"]


async def test_going_back_lasts_over_taps_a_restart_and_a_new_space_until_latest(stage: Stage) -> None:
    async with stage.bot() as running:
        message = await first_day(stage, running)
        await tap(stage, running, message, 1, 5)
        await tap(stage, running, message, 2, 1)
        told = await stage.reply(READER, "/model back")
        assert told.startswith("Model 1 ranks for you from now on.")
        assert "/model latest" in told
        await tap(stage, running, message, 3, 4)
    async with stage.bot() as running:
        stage.clock.advance(timedelta(days=1))
        stage.announce(about("orchards", 101, 20), stage.clock())
        await running.ticker.read()
        await stage.digest(READER)
        assert "in use, held by you" in (await history(stage))["1"]
        status = await stage.reply(READER, "/status")
        assert "Your ratings: 3, of which the model has learnt 1." in status
        assert "You went back to model 1" in status
        assert "You went back to an earlier model" in await stage.reply(READER, "/model")
        await stage.reply(READER, "/model latest")
        await running.desk.training.settled()
        assert "3 ratings · in use ·" in (await history(stage))["3"]
        assert "went back" not in await stage.reply(READER, "/status")


async def test_a_model_is_chosen_by_its_number_however_it_is_typed(stage: Stage) -> None:
    async with stage.bot() as running:
        message = await first_day(stage, running)
        for rank in (1, 2, 3):
            await tap(stage, running, message, rank, 5)
        for typed, number in (("1", 1), ("#2", 2), ("3.", 3), (" BACK ", 2)):
            assert (await stage.reply(READER, f"/model {typed}")).startswith(f"Model {number} ")


async def test_what_cannot_be_gone_back_to_is_said_in_the_readers_language(stage: Stage) -> None:
    async with stage.bot() as running:
        message = await first_day(stage, running)
        assert (await stage.reply(READER, "/model back")).startswith("There is no earlier model")
        await tap(stage, running, message, 1, 5)
        for typed in ("9", "0", "999999999"):
            assert (await stage.reply(READER, f"/model {typed}")).startswith("I don't keep a model of that number.")
        for typed in ("forward", "-1", "9" * 30, "一"):
            assert (await stage.reply(READER, f"/model {typed}")).startswith("Use it like this: /model")
        await stage.reply(READER, "/language zh")
        assert (await stage.reply(READER, "/model 9")).startswith("我没有保存这个编号的模型")
        assert "使用中" in await stage.reply(READER, "/model")


async def test_two_readers_have_histories_of_their_own(stage: Stage) -> None:
    stage.said = {"allow": frozenset({READER, OTHER})}
    async with stage.bot() as running:
        message = await first_day(stage, running)
        theirs = await first_day(stage, running, OTHER)
        for rank in (1, 2):
            await tap(stage, running, message, rank, 5)
        await tap(stage, running, theirs, 1, 1, user=OTHER)
        assert list(await history(stage)) == ["2", "1"]
        assert list(await history(stage, OTHER)) == ["1"]
        await stage.reply(READER, "/model back")
        assert "1 rating · in use ·" in (await history(stage, OTHER))["1"]
        assert (await stage.reply(OTHER, "/model 2")).startswith("I don't keep a model of that number.")
