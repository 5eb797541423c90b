"""Updates by webhook: with our own server and its secret, and with telemelya, a server that nobody here wrote."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from bot.settings import Secret, Webhook
from tests.fakes.telemelya_server import Telemelya
from tests.journeys.stage import READER, STRANGER, Stage, star_rows, texts, titles

SECRET = "a-secret_of-ours"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def hook(secret: str | None) -> Webhook:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    return Webhook(f"http://127.0.0.1:{port}/hook", "127.0.0.1", port, Secret(secret) if secret else None)


@pytest.fixture
def webhook(stage: Stage) -> Webhook:
    stage.said = {"webhook": hook(SECRET)}
    return stage.settings.webhook or hook(None)


def update(kind: str, user: int, text: str) -> dict[str, Any]:
    person = {"id": user, "is_bot": False, "first_name": "Reader"}
    chat = {"id": user, "type": "private", "first_name": "Reader"}
    message = {"message_id": 700, "date": 1_800_000_000, "chat": chat, "from": person, "text": text}
    return {"update_id": 5, kind: message | ({"edit_date": 1_800_000_001} if kind == "edited_message" else {})}


async def post(webhook: Webhook, body: dict[str, Any], secret: str | None) -> int:
    async with httpx.AsyncClient() as client:
        answer = await client.post(webhook.url, json=body, headers={HEADER: secret} if secret else {})
    return answer.status_code


async def test_a_readers_first_day_over_a_webhook(stage: Stage, webhook: Webhook) -> None:
    stage.announce(range(1, 31))
    async with stage.bot() as running:
        await running.ticker.read()
        assert "Welcome" in await stage.reply(READER, "/start")
        (message,) = await stage.digest(READER)
        assert await stage.rate(READER, message, 3, 5) == "★★★★★"
    assert len(titles([message])) == 6
    assert stage.telegram.pending == 0


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x"])
async def test_a_request_without_the_secret_is_refused(stage: Stage, webhook: Webhook, secret: str | None) -> None:
    stage.telegram.meet(STRANGER)
    async with stage.bot():
        assert await post(webhook, update("message", STRANGER, "/start"), secret) == 403
        await stage.reply(READER, "/start")
    assert texts(stage.telegram, STRANGER) == []


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "edited_channel_post"])
async def test_what_is_edited_or_posted_in_channels_is_left_alone(stage: Stage, webhook: Webhook, kind: str) -> None:
    async with stage.bot():
        await stage.reply(READER, "/start")
        assert await post(webhook, update(kind, READER, "/digest"), SECRET) == 200
        await stage.reply(READER, "/help")
    assert len(texts(stage.telegram, READER)) == 2


async def test_an_update_of_a_kind_not_known_yet_is_left_alone(stage: Stage, webhook: Webhook) -> None:
    async with stage.bot():
        assert await post(webhook, {"update_id": 1, "telepathy": {"from": READER}}, SECRET) == 200
        assert "Welcome" in await stage.reply(READER, "/start")


@pytest.fixture
def telemelya() -> Iterator[Telemelya]:
    with Telemelya() as server:
        yield server


async def test_a_day_through_a_server_that_is_foreign_to_us(stage: Stage, telemelya: Telemelya) -> None:
    stage.said = {"webhook": hook(None), "token": Secret(telemelya.token), "api_url": telemelya.url}
    stage.announce(range(1, 31))
    async with stage.bot() as running:
        await running.ticker.read()
        await asyncio.to_thread(telemelya.say, READER, "/start")
        assert "Welcome" in (await asyncio.to_thread(telemelya.next, "sendMessage"))["text"]
        await asyncio.to_thread(telemelya.say, READER, "/digest")
        digest = await asyncio.to_thread(telemelya.next, "sendMessage")
        star = star_rows(digest)[0][4]["callback_data"]
        await asyncio.to_thread(telemelya.tap, READER, digest["message_id"], star)
        edit = await asyncio.to_thread(telemelya.next, "editMessageReplyMarkup")
        reader = running.desk.store.readers.get(str(READER))
        assert [r.stars for r in running.desk.store.ratings.of(reader.id)] == [5]
    assert len(star_rows(digest)) == 6
    assert [b["text"] for b in star_rows(edit)[0]] == ["★"] * 5
