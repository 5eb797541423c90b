"""Telegram as a channel: sends messages with a bot, and says what each failure means for the next step.

It must not decide when to send or whether to send again; that is the outbox's. Errors are told apart by
what certainly did not happen: a request that was never sent is Unsent, one that was answered with a refusal
is Rejected or Unreachable, and everything else (time-outs, cut connections, server errors, unreadable
answers) may have been carried out and is Unsettled.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import timedelta

import httpx
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.deliver import telegram_markup
from bot.errors import DeliveryError, Rejected, Throttled, Unreachable, Unsent, Unsettled
from bot.message import Message, Rows

_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""What httpx raises before a byte of the request has left: no connection, or no place in the pool."""

_GONE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user is deactivated",
    "bot was kicked",
    "chat_write_forbidden",
    "not enough rights to send",
    "have no rights to send",
)
"""Refusals with status 400 that speak of the chat, not of the message."""

_NOTHING_TO_EDIT = ("message is not modified", "message to edit not found", "message_id_invalid")

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramChannel:
    """Sends with `bot`, which the caller initializes and shuts down."""

    def __init__(self, bot: telegram.Bot) -> None:
        # PTB 22 warns at every pause that Telegram asks for, and so raises where warnings are errors,
        # unless durations are asked for as timedeltas.
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        self._bot = bot

    def split(self, message: Message) -> Sequence[Message]:
        """Parts of at most 4,096 UTF-16 units and 100 buttons, split between blocks."""
        return telegram_markup.split(message)

    async def send(self, chat_id: int, message: Message) -> int:
        """Sends one part, without link previews, and returns its message id. Raises a DeliveryError."""
        try:
            sent = await self._bot.send_message(
                chat_id,
                telegram_markup.to_html(message),
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard(message.rows),
            )
        except TelegramError as error:
            raise delivery_error(error) from error
        return sent.message_id

    async def edit_rows(self, chat_id: int, message_id: int, rows: Rows) -> None:
        """Puts other buttons under a message. Raises a DeliveryError, after which the same edit may be
        repeated.

        The same buttons again, and a message that the reader has deleted, are no errors: there is nothing
        to do.
        """
        try:
            await self._bot.edit_message_reply_markup(chat_id, message_id, reply_markup=keyboard(rows))
        except TelegramError as error:
            if isinstance(error, BadRequest) and _mentions(error, _NOTHING_TO_EDIT):
                return
            raise delivery_error(error) from error


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    """The rows as an inline keyboard, or None where there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in rows],
    )


def delivery_error(error: TelegramError) -> DeliveryError:
    """What the error of the library means for the next step."""
    match error:
        case RetryAfter():
            return Throttled(_seconds(error.retry_after))
        case Forbidden() | ChatMigrated():
            return Unreachable(f"the chat cannot be written to: {error.message}")
        case BadRequest() if _mentions(error, _GONE):
            return Unreachable(f"the chat cannot be written to: {error.message}")
        case BadRequest() | InvalidToken() | Conflict() | EndPointNotFound():
            return Rejected(f"Telegram refused the request: {error.message}")
        case _ if isinstance(error.__cause__, _NEVER_SENT):
            return Unsent(f"Telegram could not be reached: {error.message}")
        case _:
            return Unsettled(f"no clear answer came from Telegram: {error.message}")


def _mentions(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    said = error.message.lower()
    return any(phrase in said for phrase in phrases)


def _seconds(pause: int | timedelta) -> float:
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)
