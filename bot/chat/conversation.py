"""Saying things in a chat: replies, answers to taps, and what is said when something went wrong.

A reply is an answer to somebody who is there: it is sent at once and, unlike a digest, not kept in the ledger.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from telegram import CallbackQuery
from telegram.error import TelegramError

from bot.domain import Reader
from bot.errors import DeliveryError, Throttled, Unsent
from bot.message import Message
from bot.services.desk import Desk

PATIENCE = 30.0
"""Longest pause, in seconds, that a reply waits out when Telegram asks for one."""


class Conversation:
    def __init__(self, desk: Desk, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self.desk = desk
        self._sleep = sleep

    async def say(self, reader: Reader, message: Message) -> None:
        """Sends a reply; one that cannot be sent is counted."""
        if reader.chat_id is not None:
            await self.say_to(reader.chat_id, message)

    async def say_to(self, chat_id: int, message: Message) -> None:
        for part in self.desk.channel.split(message):
            try:
                await self._send(chat_id, part)
            except DeliveryError as error:
                self.desk.telemetry.event("reply_lost", error=str(error))
                return

    async def answer(self, query: CallbackQuery, text: str) -> None:
        """Answers a tap, so that the button stops waiting; a tap that is too old cannot be answered any more."""
        try:
            await query.answer(text[:200] or None)
        except TelegramError as error:
            self.desk.telemetry.event("answer_lost", error=str(error))

    async def _send(self, chat_id: int, part: Message) -> None:
        try:
            await self.desk.channel.send(chat_id, part)
        except (Throttled, Unsent) as error:
            pause = error.retry_after if isinstance(error, Throttled) else 1.0
            await self._sleep(min(pause, PATIENCE))
            await self.desk.channel.send(chat_id, part)
