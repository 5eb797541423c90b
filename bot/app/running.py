"""The bot that runs: the desk, the chat and the clock, from the first contact with Telegram to the last update."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from telegram.error import InvalidToken, TelegramError

from bot.app.desk import configure_sources, open_desk, system_clock
from bot.chat.application import ALLOWED, Chat, Ptb, open_application, show_menu
from bot.chat.conversation import Conversation
from bot.chat.guard import Guard
from bot.chat.polling import Poller
from bot.deliver.telegram import TelegramChannel
from bot.errors import SettingsError
from bot.feeds.parsing import LIMIT
from bot.ports import Clock, Worker
from bot.schedule import Ticker
from bot.services.desk import Desk
from bot.services.sender import Sender
from bot.settings import Settings, Webhook
from bot.telemetry import Telemetry
from bot.workers import ProcessWorker

LONGEST_PAUSE = 60.0
"""Seconds between two tries to reach Telegram at start, at most."""


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that is up."""

    desk: Desk
    ticker: Ticker
    sender: Sender


@contextlib.asynccontextmanager
async def running_bot(
    settings: Settings,
    telemetry: Telemetry,
    clock: Clock = system_clock,
    *,
    worker: Worker | None = None,
    ticking: bool = True,
) -> AsyncIterator[Running]:
    """The whole bot, from the moment it answers until the block ends. Raises SettingsError or SchemaTooNew.

    Without a `worker` it has one of its own, in a process. Without `ticking` the caller makes the ticks.
    """
    if settings.token is None:
        raise SettingsError("BANDU_TELEGRAM_TOKEN is not set.")
    async with contextlib.AsyncExitStack() as stack:
        application = await stack.enter_async_context(open_application(settings.token.reveal(), settings.api_url))
        embeds = parses = None
        if worker is None:
            worker, embeds, parses = own = ProcessWorker(), ProcessWorker(), ProcessWorker(LIMIT)
            for one in own:
                stack.push_async_callback(one.close)
        channel = TelegramChannel(application.bot)
        desk = await stack.enter_async_context(
            open_desk(settings, channel, worker, telemetry, clock, embeds=embeds, parses=parses)
        )
        await configure_sources(desk, settings)
        Chat(Conversation(desk), Guard(desk.membership, clock)).attach(application)
        await _reach_telegram(application, settings.webhook, telemetry)
        stack.push_async_callback(application.shutdown)
        await desk.delivering.resume()
        stack.push_async_callback(desk.delivering.idle)
        sender = Sender(desk.store, desk.channel, desk.delivering, clock, telemetry)
        stack.push_async_callback(_cancel, asyncio.create_task(sender.run()))
        stack.push_async_callback(sender.finish)
        stack.push_async_callback(_cancel, asyncio.create_task(desk.embedding.keep_up(desk.training.forget)))
        ticker = Ticker(desk)
        if ticking:
            ticker.start()
            stack.callback(ticker.stop)
        await stack.enter_async_context(_listening(application, settings, telemetry))
        telemetry.event("ready")
        yield Running(desk, ticker, sender)


async def _reach_telegram(application: Ptb, hook: Webhook | None, telemetry: Telemetry) -> None:
    """Tries until Telegram answers; only a refused token ends the trying."""
    pause = 1.0
    while True:
        try:
            await application.initialize()
            if hook is None:
                await application.bot.delete_webhook()
        except InvalidToken as error:
            raise SettingsError("Telegram refuses the token in BANDU_TELEGRAM_TOKEN.") from error
        except TelegramError as error:
            telemetry.event("telegram_unreachable", error=str(error), pause=pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)
        else:
            break
    try:
        await show_menu(application)
    except TelegramError as error:
        # Commands work without a menu.
        telemetry.event("menu_not_shown", error=str(error))


@contextlib.asynccontextmanager
async def _listening(application: Ptb, settings: Settings, telemetry: Telemetry) -> AsyncIterator[None]:
    """Takes updates while the block runs, over the webhook where one is set; those under way are finished after."""
    updater = application.updater
    hook = settings.webhook
    if hook is None or updater is None:
        async with _polling(application, telemetry):
            yield
        return
    await application.start()
    try:
        if hook.secret is None:
            warning = "BANDU_WEBHOOK_SECRET is not set: whoever finds the address can post updates"
            telemetry.event("webhook_without_secret", error=warning)
        await updater.start_webhook(
            listen=hook.host,
            port=hook.port,
            url_path=hook.path,
            webhook_url=hook.url,
            secret_token=hook.secret.reveal() if hook.secret else None,
            allowed_updates=ALLOWED,
            bootstrap_retries=-1,
        )
        try:
            yield
        finally:
            await updater.stop()
    finally:
        await application.stop()


@contextlib.asynccontextmanager
async def _polling(application: Ptb, telemetry: Telemetry) -> AsyncIterator[None]:
    poller = Poller(application, ALLOWED, telemetry)
    await application.start()
    task = asyncio.create_task(poller.run())
    try:
        yield
    finally:
        await _cancel(task)
        await application.stop()
        await poller.confirm()


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
