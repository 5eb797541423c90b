"""The Telegram application: routes admitted updates to commands and buttons, and starts and stops with the process."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import telegram
from telegram import BotCommand, Update, User
from telegram.error import TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.chat.command import Call, Command
from bot.chat.commands import COMMANDS, sources
from bot.chat.conversation import Conversation
from bot.chat.guard import Guard
from bot.chat.pasted import pasted_source
from bot.chat.taps import Taps
from bot.chat.updates import PerChat
from bot.domain import Language, Reader
from bot.errors import BadInput, BanduError
from bot.message import Message, line
from bot.texts import Texts, language_of
from ranking.errors import RankingError

Ptb = Application[Any, Any, Any, Any, Any, Any]
ALLOWED = [Update.MESSAGE, Update.CALLBACK_QUERY]
CONNECTIONS = 32


@contextlib.asynccontextmanager
async def open_application(token: str, api_url: str) -> AsyncIterator[Ptb]:
    """An application that talks to this Bot API server, with no handlers and nothing started yet.

    Its connections are closed at the end, also where it never came up: the library closes only what it has started.
    """
    request = HTTPXRequest(connection_pool_size=CONNECTIONS, connect_timeout=10, read_timeout=20)
    updates = HTTPXRequest(connection_pool_size=2, connect_timeout=10, read_timeout=20)
    try:
        yield (
            ApplicationBuilder()
            .token(token)
            .base_url(f"{api_url}/bot")
            .base_file_url(f"{api_url}/file/bot")
            .request(request)
            .get_updates_request(updates)
            .concurrent_updates(PerChat())
            .job_queue(None)
            .build()
        )
    finally:
        await updates.shutdown()
        await request.shutdown()


class Chat:
    """The handlers: each update passes the guard, then goes to one command or one button."""

    def __init__(self, conversation: Conversation, guard: Guard) -> None:
        self._talk = conversation
        self._guard = guard
        self._taps = Taps(conversation)
        self._commands = {command.name: command for command in COMMANDS}

    def attach(self, application: Ptb) -> None:
        application.add_handler(MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT, self.on_text))
        application.add_handler(CallbackQueryHandler(self.on_tap))
        application.add_error_handler(self.on_error)

    async def on_text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        reader = await self._guard.admit(update)
        message = update.message
        if reader is None or message is None:
            await self._turn_away(update)
            return
        name, args = _words(message.text or "")
        reply = await self._run(self._commands.get(name), reader, args, request_of(message))
        if reply is not None:
            await self._talk.say(reader, reply)

    async def on_tap(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is None:
            return
        reader = await self._guard.admit(update)
        if reader is None:
            t = Texts(language_of(query.from_user.language_code))
            await self._talk.answer(query, t("This is a private bot; ask its owner for an invitation."))
            return
        await self._taps.handle(reader, query)

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The last resort: counted, and the person is told in one sentence that says nothing of the inside.

        Asks nobody who that is: the database may be what went wrong.
        """
        error = context.error
        self._talk.desk.telemetry.event("update_failed", error=f"{type(error).__name__}: {error}")
        if not isinstance(update, Update) or update.effective_user is None:
            return
        t = Texts(language_of(update.effective_user.language_code))
        sorry = t("Something went wrong on my side. It has been noted; please try again.")
        if update.callback_query is not None:
            await self._talk.answer(update.callback_query, sorry)
        elif update.message is not None and update.message.chat.type == update.message.chat.PRIVATE:
            await self._talk.say_to(update.message.chat_id, line(sorry))

    async def _run(self, command: Command | None, reader: Reader, args: str, request: str) -> Message | None:
        t = Texts(reader.language)
        if command is None:
            return line(t("I did not understand that. /help shows what I can do."))
        try:
            return await command.run(Call(reader, t, args, request, self._talk.desk))
        except BadInput as error:
            return line(t(str(error)))
        except (BanduError, RankingError) as error:
            self._talk.desk.telemetry.event("command_failed", command=command.name, error=str(error))
            return line(t("That did not work this time. Please try again in a minute."))

    async def _turn_away(self, update: Update) -> None:
        user, chat = update.effective_user, update.effective_chat
        if user is None or chat is None or chat.type != chat.PRIVATE or not self._guard.may_be_told(user.id):
            return
        t = Texts(language_of(user.language_code))
        await self._talk.say_to(chat.id, line(t("This is a private bot; ask its owner for an invitation.")))


def request_of(message: telegram.Message) -> str:
    """Names the request that a message makes: the same when it comes twice, and never that of another message.

    Message numbers alone would not do: with another bot on the same database they begin again.
    """
    return f"message:{message.message_id}:{message.date.timestamp():.0f}"


def _words(text: str) -> tuple[str, str]:
    """A command's name, without what marks it as one, and what was said behind it; no name for any other text.

    An address alone is meant to be read.
    """
    if address := pasted_source(text):
        return sources.COMMAND.name, f"add {address}"
    name, *args = text.split(maxsplit=1) or [""]
    command = name.partition("@")[0].removeprefix("/").lower() if name.startswith("/") else ""
    return command, "".join(args)


async def show_menu(application: Ptb) -> None:
    """Puts the commands into Telegram's menu, in each language."""
    for language, code in ((Language.ENGLISH, ""), (Language.CHINESE, "zh")):
        t = Texts(language)
        menu = [BotCommand(command.name, t(command.help)[:256]) for command in COMMANDS]
        await application.bot.set_my_commands(menu, language_code=code or None)


async def bot_name(token: str, api_url: str) -> str | None:
    """The bot's user name; None where Telegram does not say now."""
    async with open_application(token, api_url) as application:
        try:
            me: User = await application.bot.get_me()
        except TelegramError:
            return None
        return me.username
