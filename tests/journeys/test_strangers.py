"""Who was not invited gets one polite sentence, and nothing of anybody's, however they ask."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from bot.app.running import Running
from bot.settings import Access
from tests.fakes.telegram_rules import Json
from tests.fakes.telegram_server import TelegramServer
from tests.journeys.stage import ADMIN, READER, STRANGER, Stage, star_rows, texts, titles

ASKED = (
    "/digest",
    "/start",
    "/start forged-code",
    "hello",
    "/status",
    "/why 1",
    "/rate 2611.00001 5",
    "/interests more herring",
    "/interests",
    "/model back",
)
FORGED = ("r:1:1:5", "r:1:1:0", "o:1:1", "l:zh", "r:99:1:5", "o:1:999", "nonsense", "r:1:1:9", "r:-1:1:1")


def plant(telegram: TelegramServer, chat: int, data: str) -> int:
    """A message with a button that the bot never made for that chat; returns the message's id."""
    telegram.meet(chat)
    keyboard = {"inline_keyboard": [[{"text": "forged", "callback_data": data}]]}
    sent = httpx.post(
        f"{telegram.url}/bot{telegram.token}/sendMessage",
        json={"chat_id": chat, "text": "forged", "reply_markup": keyboard},
    )
    return int(sent.json()["result"]["message_id"])


async def one_digest(stage: Stage, running: Running) -> Json:
    stage.announce(range(1, 31))
    await running.ticker.read()
    (message,) = await stage.digest(READER)
    return message


async def test_a_stranger_gets_one_sentence_a_day_and_no_digest(stage: Stage) -> None:
    async with stage.bot() as running:
        shown = titles([await one_digest(stage, running)])
        for text in ASKED:
            stage.telegram.say(STRANGER, text)
        await stage.reply(READER, "/help")
        assert "private bot" in (await stage.telegram.until(lambda: texts(stage.telegram, STRANGER)))[0]
        stage.clock.advance(timedelta(days=1))
        assert "private bot" in await stage.reply(STRANGER, "/digest")
        assert [r.key for r in running.desk.store.readers.all()] == [str(READER)]
    said = texts(stage.telegram, STRANGER)
    assert len(said) == 2
    assert not any(title in text for title in shown for text in said)


@pytest.mark.parametrize("user", [STRANGER, ADMIN])
async def test_a_forged_button_is_answered_and_does_nothing(stage: Stage, user: int) -> None:
    async with stage.bot() as running:
        message = await one_digest(stage, running)
        if user == ADMIN:
            await stage.reply(ADMIN, "/start")
        before = len(stage.telegram.chat(user))
        for number, data in enumerate(FORGED, start=1):
            assert await stage.tap(user, plant(stage.telegram, user, data), data) or data == "l:zh"
            assert len(stage.telegram.chat(user)) <= before + number + (data == "l:zh" or user == ADMIN)
        reader = running.desk.store.readers.get(str(READER))
        assert running.desk.store.ratings.of(reader.id) == ()
    assert star_rows(stage.telegram.chat(READER)[0]) == star_rows(message)
    assert not any(title in text for title in titles([message]) for text in texts(stage.telegram, user))


async def test_a_button_in_a_group_does_nothing(stage: Stage) -> None:
    async with stage.bot() as running:
        await one_digest(stage, running)
        query = stage.telegram.tap(READER, plant(stage.telegram, -100, "r:1:1:5"), "r:1:1:5", chat=-100)
        await stage.telegram.until(lambda: stage.telegram.answer_to(query))
        reader = running.desk.store.readers.get(str(READER))
        assert running.desk.store.ratings.of(reader.id) == ()


async def test_an_invitation_admits_once(stage: Stage) -> None:
    async with stage.bot() as running:
        code = running.desk.membership.invite().code
        assert "Welcome" in await stage.reply(STRANGER, f"/start {code}")
        assert "Welcome" in await stage.reply(STRANGER, f"/start {code}")
        assert "private bot" in await stage.reply(1000, f"/start {code}")


async def test_an_allowlist_takes_no_invitation(stage: Stage) -> None:
    async with stage.bot() as running:
        code = running.desk.membership.invite().code
    stage.said = {"access": Access.ALLOWLIST}
    async with stage.bot():
        assert "private bot" in await stage.reply(STRANGER, f"/start {code}")
        assert "Welcome" in await stage.reply(READER, "/start")


async def test_who_is_no_longer_listed_is_a_stranger_for_their_old_buttons_too(stage: Stage) -> None:
    async with stage.bot() as running:
        message = await one_digest(stage, running)
    stage.said = {"allow": frozenset()}
    async with stage.bot() as running:
        star = star_rows(message)[0][4]["callback_data"]
        assert "private bot" in await stage.tap(READER, message["message_id"], star)
        assert "private bot" in await stage.reply(READER, "/digest")
        reader = running.desk.store.readers.get(str(READER))
        assert running.desk.store.ratings.of(reader.id) == ()
