"""The bot's side of the test server: requests over HTTP, long polling, and updates posted to a webhook.

Everything here runs in the server's own event loop; state that other threads read is touched under
`changed`, which is notified after every change.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.fakes.telegram_changes import Changes
from tests.fakes.telegram_chats import ANSWERED, Chats
from tests.fakes.telegram_faults import Fault, Faults, Trouble
from tests.fakes.telegram_rules import METHODS, ApiError, Json, answers_true, check, check_answer, decode
from tests.fakes.telegram_updates import Webhook

WEBHOOK_TIMEOUT = 10.0
WEBHOOK_RETRY = 0.1
"""Seconds until an update that the webhook did not take is posted again."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot, getUpdates left out. `error` is the code it was refused with."""

    method: str
    params: Json
    at: float
    error: int | None = None


@dataclass(slots=True)
class BotApi:
    token: str
    chats: Chats
    changed: Changes
    faults: Faults = field(default_factory=Faults)
    calls: list[Call] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    """The latest getUpdates waits for it; a newer one has another, and so ends the earlier."""
    _hook_news: asyncio.Event = field(default_factory=asyncio.Event)
    _closing: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        """There may be something to hand over. To be called in the server's loop."""
        self._news.set()
        self._hook_news.set()

    def close(self) -> None:
        self._closing.set()
        self.wake()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answers one request to /bot<token>/<method>."""
        try:
            name = self._method(request.match_info["token"], request.match_info["method"].lower())
            form = await _form(request)
            with self.changed:
                fault = self.faults.next_for(name)
            if name == "getupdates" and fault is None:
                answer = await self._get_updates(decode(METHODS[name], form))
            else:
                answer = self._treat(name, form, fault)
            if fault is not None:
                return await self._no_answer(request, fault)
            return web.json_response({"ok": True, "result": answer})
        except ApiError as error:
            return _refusal(error)

    async def post_updates(self) -> None:
        """Posts what waits to the webhook, one update after another, each until it is taken."""
        async with ClientSession(timeout=ClientTimeout(total=WEBHOOK_TIMEOUT)) as session:
            while True:
                self._hook_news.clear()
                hook, update = self._next_for_webhook()
                if hook is None or update is None:
                    await self._hook_news.wait()
                elif await self._post(session, hook, update):
                    with self.changed:
                        self.chats.updates.acknowledge(update["update_id"] + 1)
                        self.changed.notify_all()
                else:
                    with contextlib.suppress(TimeoutError):
                        # Before Python 3.12 wait_for may swallow the cancellation that ends this task.
                        async with asyncio.timeout(WEBHOOK_RETRY):
                            await self._hook_news.wait()

    def _method(self, token: str, name: str) -> str:
        if token != self.token:
            raise ApiError(401, "Unauthorized")
        if name not in METHODS:
            raise ApiError(404, "Not Found")
        return name

    def _treat(self, name: str, form: Json, fault: Fault | None) -> Any:
        """What comes of a request, noted among the calls."""
        error = None
        with self.changed:
            try:
                return self._answer(name, form, fault)
            except ApiError as refusal:
                error = refusal.code
                raise
            finally:
                called = METHODS[name].__api_method__
                self.calls.append(Call(called, _readable(name, form), time.monotonic(), error))
                self.wake()
                self.changed.notify_all()

    def _answer(self, name: str, form: Json, fault: Fault | None) -> Any:
        if fault is not None and fault.trouble is Trouble.ERROR:
            raise ApiError(fault.code, fault.description, fault.parameters)
        if fault is not None and not fault.trouble.done_first:
            return None
        method = METHODS[name]
        params = decode(method, form)
        parts = check(method, params)
        if name not in ANSWERED and not answers_true(method):
            raise ApiError(501, f"the test server has no answer for {method.__api_method__}")
        answer = self.chats.answer(name, params, parts) if name in ANSWERED else True
        check_answer(method, answer)
        return answer

    async def _get_updates(self, params: Json) -> list[Json]:
        earlier, self._news = self._news, asyncio.Event()
        news = self._news
        earlier.set()
        end = time.monotonic() + params.get("timeout", 0)
        while True:
            if news is not self._news:
                raise ApiError(409, "Conflict: terminated by other getUpdates request")
            news.clear()
            with self.changed:
                self.chats.updates.allow(params)
                found = self.chats.updates.poll(params)
                self.changed.notify_all()
            left = end - time.monotonic()
            if found or left <= 0 or self._closing.is_set():
                return found
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await news.wait()

    async def _no_answer(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.trouble in (Trouble.HANG, Trouble.HANG_AFTER):
            await self._closing.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _next_for_webhook(self) -> tuple[Webhook | None, Json | None]:
        with self.changed:
            updates = self.chats.updates
            return updates.webhook, updates.waiting[0] if updates.waiting else None

    async def _post(self, session: ClientSession, hook: Webhook, update: Json) -> bool:
        trouble = None
        try:
            async with session.post(hook.url, json=update, headers=hook.headers) as response:
                if not response.ok:
                    trouble = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (ClientError, TimeoutError) as error:
            trouble = str(error) or type(error).__name__
        with self.changed:
            self.chats.updates.last_error = trouble
            self.changed.notify_all()
        return trouble is None


async def _form(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return {**request.query, **(await request.json())}
    return {**request.query, **(await request.post())}


def _readable(name: str, form: Json) -> Json:
    """The parameters as values where they can be read, else as they came."""
    try:
        return decode(METHODS[name], form)
    except ApiError:
        return form


def _refusal(error: ApiError) -> web.Response:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return web.json_response(body, status=error.code)
