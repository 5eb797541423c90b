"""The test server with real bots at the other end: long polling over a restart, and a webhook with a secret."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, Updater, filters

from tests.fakes.telegram_server import TelegramServer

READER = 42
Start = Callable[[Updater], Awaitable[Any]]


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(f"echo {update.message.text}")


@asynccontextmanager
async def bot(server: TelegramServer, start: Start) -> AsyncIterator[None]:
    builder = Application.builder().token(server.token).base_url(f"{server.url}/bot")
    application: Application[Any, Any, Any, Any, Any, Any] = builder.build()
    application.add_handler(MessageHandler(filters.ALL, echo))
    assert application.updater is not None
    async with application:
        await application.start()
        await start(application.updater)
        yield
        await application.updater.stop()
        await application.stop()


async def poll(updater: Updater) -> None:
    await updater.start_polling()


def texts(server: TelegramServer) -> list[str]:
    return [m["text"] for m in server.chat(READER)]


async def test_what_is_said_while_the_bot_is_down_is_answered_once_when_it_is_back(
    server: TelegramServer,
) -> None:
    async with bot(server, poll):
        server.say(READER, "one")
        await server.until(lambda: texts(server) == ["echo one"])
    server.say(READER, "two")
    async with bot(server, poll):
        await server.until(lambda: len(texts(server)) > 1)
        server.say(READER, "three")
        await server.until(lambda: texts(server)[-1] == "echo three")
    assert texts(server) == ["echo one", "echo two", "echo three"]
    assert server.pending == 0


async def test_a_webhook_that_checks_the_secret_gets_every_update(server: TelegramServer) -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]

    async def listen(updater: Updater) -> None:
        url = f"http://127.0.0.1:{port}/hook"
        await updater.start_webhook("127.0.0.1", port, "hook", webhook_url=url, secret_token="s3cret")

    async with bot(server, listen):
        server.say(READER, "one")
        server.say(READER, "two")
        await server.until(lambda: len(texts(server)) == 2)
    assert texts(server) == ["echo one", "echo two"]
