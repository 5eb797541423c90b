"""telemelya drives a bot in webhook mode from here: proved with the smallest bot there is."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from tests.fakes.telemelya_server import Telemelya

READER = 42


@pytest.fixture(scope="module")
def telemelya() -> Iterator[Telemelya]:
    with Telemelya() as server:
        yield server


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    star = InlineKeyboardMarkup([[InlineKeyboardButton("☆", callback_data="rate:1")]])
    await update.message.reply_text(f"<b>{update.message.text}</b>", parse_mode="HTML", reply_markup=star)


async def rate(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    assert query.data is not None
    await query.answer(f"{query.data} is noted")
    star = InlineKeyboardMarkup([[InlineKeyboardButton("★", callback_data=query.data)]])
    await query.edit_message_reply_markup(star)


@asynccontextmanager
async def echo_bot(server: Telemelya) -> AsyncIterator[None]:
    application: Application[Any, Any, Any, Any, Any, Any] = (
        Application.builder().token(server.token).base_url(f"{server.url}/bot").build()
    )
    application.add_handlers([MessageHandler(filters.ALL, echo), CallbackQueryHandler(rate)])
    assert application.updater is not None
    port = free_port()
    async with application:
        await application.start()
        await application.updater.start_webhook(
            "127.0.0.1", port, url_path="hook", webhook_url=f"http://127.0.0.1:{port}/hook"
        )
        yield
        await application.updater.stop()
        await application.stop()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


async def test_a_bot_is_spoken_to_tapped_and_seen_through_its_webhook(telemelya: Telemelya) -> None:
    async with echo_bot(telemelya):
        await asyncio.to_thread(telemelya.say, READER, "你好")
        sent = await asyncio.to_thread(telemelya.next, "sendMessage")
        assert (sent["chat_id"], sent["text"]) == (READER, "<b>你好</b>")

        await asyncio.to_thread(telemelya.tap, READER, sent["message_id"], "rate:1")
        answer = await asyncio.to_thread(telemelya.next, "answerCallbackQuery")
        edit = await asyncio.to_thread(telemelya.next, "editMessageReplyMarkup")
    assert answer["text"] == "rate:1 is noted"
    assert edit["message_id"] == sent["message_id"]
    assert edit["reply_markup"]["inline_keyboard"][0][0]["text"] == "★"


def test_waiting_for_what_the_bot_does_not_do_ends(telemelya: Telemelya) -> None:
    with pytest.raises(TimeoutError):
        telemelya.next("sendPhoto", timeout=0.1)


def test_saying_something_while_no_bot_listens_is_an_error() -> None:
    with Telemelya("1:nobody") as server, pytest.raises(httpx.HTTPStatusError):
        server.say(READER, "hello?")


def test_the_server_ends_with_its_test() -> None:
    with Telemelya() as server:
        url = server.url
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)
