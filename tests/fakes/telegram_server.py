"""A Telegram Bot API server for tests, on a loopback port, in a thread with its own event loop.

    with TelegramServer() as server:
        ...                                     # start the bot with server.token and server.url
        server.say(42, "/start")
        hello = server.wait_for(lambda: server.chat(42))[-1]
        server.tap(42, hello["message_id"], "Next")

It serves long polling and webhooks, keeps its state while a bot is restarted, and refuses what Telegram
refuses (`telegram_rules`, `telegram_chats`). The methods here are the person's side and the test's; they
may be called from any thread. `wait_for` blocks its thread: a test that runs the bot in its own event loop
awaits `until` instead.
"""

from __future__ import annotations

import asyncio
import copy
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from tests.fakes.telegram_changes import Changes
from tests.fakes.telegram_chats import Chats, chat
from tests.fakes.telegram_faults import Fault, Trouble
from tests.fakes.telegram_http import BotApi, Call
from tests.fakes.telegram_limits import Flood, Limits
from tests.fakes.telegram_rules import Json

TOKEN = "123456:TEST-token"
BOT_ID = 123456
PATIENCE = 10.0
"""Seconds that waiting takes at most, unless told otherwise."""

V = TypeVar("V")


class TelegramServer:
    """`limits` None keeps no flood limits; `clock` gives monotonic seconds for them."""

    def __init__(
        self,
        token: str = TOKEN,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.token = token
        self.url = ""
        self._changed = Changes()
        flood = Flood(limits, clock) if limits else None
        self._chats = Chats(BOT_ID, time.time, flood)
        self._started: Future[str] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="telegram-test-server")
        self._loop: asyncio.AbstractEventLoop
        self._stop: asyncio.Event
        self._api: BotApi

    def __enter__(self) -> Self:
        self._thread.start()
        self.url = self._started.result()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    # What a person does

    def say(self, user: int, text: str, lang: str = "en", chat: int | None = None) -> int:
        """Writes to the bot, in private or in the group `chat`; returns the message's id."""
        with self._changed:
            message = self._chats.written(_person(user, lang), user if chat is None else chat)
            message["text"] = text
            if text.startswith("/"):
                command = text.split(maxsplit=1)[0]
                message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command)}]
            self._push("message", message)
            return int(message["message_id"])

    def tap(self, user: int, message_id: int, button: str, lang: str = "en", chat: int | None = None) -> str:
        """Taps the button with this data or this label; returns the callback query's id.

        Raises LookupError unless exactly one button is meant.
        """
        with self._changed:
            message = self._chats.message(user if chat is None else chat, message_id)
            query = {
                "id": self._chats.open_query(),
                "from": _person(user, lang),
                "chat_instance": "1",
                "data": _button(message, button)["callback_data"],
                "message": copy.deepcopy(message),
            }
            self._push("callback_query", query)
            return str(query["id"])

    def block(self, user: int) -> None:
        """The person blocks the bot, until the next word said."""
        with self._changed:
            self._chats.blocked.add(user)

    def delete(self, user: int, message_id: int) -> None:
        """The person deletes one of the bot's messages."""
        with self._changed:
            self._chats.remove(user, message_id)

    # What a test sees

    def chat(self, chat_id: int) -> list[Json]:
        """The bot's messages in a chat as they stand now, in order."""
        with self._changed:
            return copy.deepcopy(self._chats.messages(chat_id))

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every request so far except getUpdates, in order."""
        with self._changed:
            return tuple(self._api.calls)

    @property
    def pending(self) -> int:
        """Updates that the bot has not acknowledged."""
        with self._changed:
            return len(self._chats.updates.waiting)

    def answer_to(self, query: str) -> Json | None:
        """What the bot answered to a tap (the parameters of answerCallbackQuery), or None so far."""
        with self._changed:
            return self._chats.answers.get(query)

    def wait_for(self, predicate: Callable[[], V], timeout: float = PATIENCE) -> V:
        """The first truthy value of `predicate`, asked again after every change. Raises TimeoutError."""
        end = time.monotonic() + timeout
        while True:
            seen = self._changed.count
            if value := predicate():
                return value
            with self._changed:
                if not self._changed.wait_since(seen, end - time.monotonic()):
                    last = self._api.calls[-5:]
                    raise TimeoutError(f"nothing of the kind within {timeout} s; last calls: {last}")

    async def until(self, predicate: Callable[[], V], patience: float = PATIENCE) -> V:
        """`wait_for` without blocking the caller's event loop."""
        return await asyncio.to_thread(self.wait_for, predicate, patience)

    # What a test arranges

    def meet(self, chat_id: int) -> None:
        """The bot may write to this chat, though nobody said anything yet."""
        with self._changed:
            self._chats.known.add(chat_id)

    def expire_queries(self) -> None:
        """Taps that were not answered yet have become too old to be answered."""
        with self._changed:
            self._chats.expire_queries()

    def fail(
        self,
        method: str,
        code: int,
        description: str = "",
        *,
        times: int = 1,
        parameters: Json | None = None,
    ) -> None:
        """The next calls of the method (`*`: any but getUpdates) are refused with this error."""
        said = description or f"Error {code}"
        self._order(Fault(method, Trouble.ERROR, times, code, said, parameters))

    def throttle(self, method: str, retry_after: int, times: int = 1) -> None:
        """The next calls are asked to come again after `retry_after` seconds."""
        words = f"Too Many Requests: retry after {retry_after}"
        self.fail(method, 429, words, times=times, parameters={"retry_after": retry_after})

    def cut(self, method: str, *, done: bool, times: int = 1) -> None:
        """The next calls end with a cut connection, after what they ask was done, or without."""
        self._order(Fault(method, Trouble.CUT_AFTER if done else Trouble.CUT, times))

    def hang(self, method: str, *, done: bool, times: int = 1) -> None:
        """The next calls get no answer while the server runs, after what they ask was done, or without."""
        self._order(Fault(method, Trouble.HANG_AFTER if done else Trouble.HANG, times))

    def _order(self, fault: Fault) -> None:
        with self._changed:
            self._api.faults.order(fault)

    def _push(self, kind: str, value: dict[str, Any]) -> None:
        self._chats.updates.push(kind, value)
        self._changed.notify_all()
        self._loop.call_soon_threadsafe(self._api.wake)

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._api = BotApi(self.token, self._chats, self._changed)
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._api.handle)
        runner = web.AppRunner(app, handle_signals=False, handler_cancellation=True, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
        except OSError as error:
            self._started.set_exception(error)
        else:
            posting = asyncio.create_task(self._api.post_updates())
            self._started.set_result("http://{}:{}".format(*runner.addresses[0]))
            await self._stop.wait()
            posting.cancel()
            await asyncio.gather(posting, return_exceptions=True)
            self._api.close()
        await runner.cleanup()


def buttons(message: Json) -> list[list[Json]]:
    """The rows of inline buttons under a message."""
    rows: list[list[Json]] = message.get("reply_markup", {}).get("inline_keyboard", [])
    return rows


def _button(message: Json, wanted: str) -> Json:
    every = [button for row in buttons(message) for button in row]
    by_data = [b for b in every if b.get("callback_data") == wanted]
    meant = by_data or [b for b in every if b["text"] == wanted]
    if len(meant) != 1:
        raise LookupError(f"{len(meant)} buttons {wanted!r} among {[b['text'] for b in every]}")
    return meant[0]


def _person(user: int, lang: str) -> Json:
    return {"id": user, "is_bot": False, "first_name": chat(user)["first_name"], "language_code": lang}
