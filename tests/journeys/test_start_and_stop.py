"""How the bot comes up when Telegram doesn't, and how it goes down without tearing what it is doing."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain import DeliveryState
from bot.errors import SchemaTooNew, SettingsError
from bot.settings import Secret
from tests.fakes.feed_server import Answer, Request
from tests.journeys.line import Line
from tests.journeys.process import Home
from tests.journeys.stage import CATEGORY, READER, Heard, Stage, digests

NEVER_MADE = "9999"


async def until(stage: Stage, stop: asyncio.Event, up: asyncio.Event) -> None:
    async with stage.bot():
        up.set()
        await stop.wait()


async def test_a_bot_that_starts_before_telegram_waits_and_comes_up(stage: Stage) -> None:
    async with Line(stage.telegram.url) as line:
        stage.said = {"api_url": line.url}
        stage.telemetry = telemetry = Heard("telegram_unreachable")
        stop, up = asyncio.Event(), asyncio.Event()
        running = asyncio.create_task(until(stage, stop, up))
        await telemetry.heard.wait()
        assert not up.is_set()
        await line.up()
        assert "Welcome" in await stage.reply(READER, "/start")
        stop.set()
        await running


@pytest.mark.parametrize("code", [500, 502])
async def test_a_telegram_that_is_ill_at_first_is_asked_again(stage: Stage, code: int) -> None:
    stage.telegram.fail("getMe", code)
    async with stage.bot():
        assert stage.telemetry.counters["telegram_unreachable"] == 1
        assert "Welcome" in await stage.reply(READER, "/start")


async def test_a_refused_menu_does_not_matter(stage: Stage) -> None:
    stage.telegram.fail("setMyCommands", 400)
    async with stage.bot():
        assert "Welcome" in await stage.reply(READER, "/start")


async def test_a_stop_waits_for_the_message_under_way(stage: Stage) -> None:
    async with Line(stage.telegram.url, held=b"/sendMessage") as line:
        await line.up()
        stage.said = {"api_url": line.url}
        stage.announce(range(1, 21))
        stop, up = asyncio.Event(), asyncio.Event()
        running = asyncio.create_task(until(stage, stop, up))
        await up.wait()
        async with stage.looking() as desk:
            await desk.ingest.run()
        stage.telegram.say(READER, "/digest")
        await stage.telegram.until(lambda: digests(stage.telegram, READER))
        stop.set()
        done, _ = await asyncio.wait({running}, timeout=0.5)
        assert not done
        line.release.set()
        await running
    async with stage.looking() as desk:
        delivery = desk.store.ledger.find(1)
    assert delivery is not None
    assert delivery.state is DeliveryState.SENT


async def test_a_stop_while_a_source_is_read_is_quiet(stage: Stage) -> None:
    asked, loop = asyncio.Event(), asyncio.get_running_loop()

    def noticed(request: Request) -> Answer:
        loop.call_soon_threadsafe(asked.set)
        request.stopping.wait(30)
        return 503, {}, b""

    stage.feeds.routes[CATEGORY] = noticed
    stage.ticking = True
    async with stage.bot():
        await asked.wait()


async def test_a_refused_token_is_one_sentence_without_the_token(stage: Stage) -> None:
    stage.said = {"token": Secret("123456:WRONG-token")}
    with pytest.raises(SettingsError) as error:
        async with stage.bot():
            pass
    assert str(error.value) == "Telegram refuses the token in BANDU_TELEGRAM_TOKEN."


def test_a_refused_token_ends_the_command(home: Home) -> None:
    home.environ["BANDU_TELEGRAM_TOKEN"] = "123456:WRONG-token"
    done = home.run("run")
    assert (done.returncode, done.stdout) == (1, "")
    assert [line for line in done.stderr.splitlines() if line.startswith("bandu: ")] == [done.stderr.splitlines()[-1]]
    assert "WRONG-token" not in done.stderr


def test_a_database_of_a_newer_version_ends_the_command(home: Home) -> None:
    store = home.store()
    with store.database.write() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{NEVER_MADE}'")
    store.close()
    with pytest.raises(SchemaTooNew):
        home.store()
    done = home.run("run")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("bandu: The database is of a newer version")
    assert len(done.stderr.splitlines()) == 1
