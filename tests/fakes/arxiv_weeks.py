"""Weeks of arXiv to live through: a bot's reading and checking against the local arXiv, several rounds a day.

Time is the test's clock: pauses move it on, so that a day takes moments and the spacing of requests can be counted.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial

import sqlalchemy as sa

from bot.arxiv_calendar import Calendar
from bot.domain import ParsedFeed, Source, SourceState
from bot.feeds import is_news, parse
from bot.feeds.arxiv_search import ArxivApiSearch
from bot.feeds.fetch import HttpFetcher
from bot.feeds.polite import Polite, rules
from bot.ports import Fetched
from bot.rhythm import judge
from bot.services.ingest import Ingest
from bot.services.watchdog import Check, Watchdog, with_checks
from bot.store import Store
from bot.store.schema import papers
from bot.telemetry import Telemetry
from tests.fakes.arxiv_server import EASTERN, ArxivServer
from tests.fakes.clock import FakeClock

MORNING, EVENING = time(6), time(19)
"""US Eastern: the hour at which the operator looks, and the last round of the day."""
LATER = (time(10), time(14), EVENING)


@dataclass(slots=True)
class Day:
    """What was reported: the states of the sources in the morning and in the evening, and what the checks found."""

    morning: dict[str, SourceState] = field(default_factory=dict)
    evening: dict[str, SourceState] = field(default_factory=dict)
    said: dict[str, str | None] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)


@dataclass(slots=True)
class Weeks:
    """A bot beside the local arXiv."""

    store: Store
    clock: FakeClock
    ingest: Ingest
    watchdog: Watchdog

    async def live(self, day: date) -> Day:
        """One day: every source is read in the morning, and whatever is due is read in later rounds."""
        lived = Day()
        self.clock.set(datetime.combine(day, MORNING, EASTERN))
        report = await self.ingest.run()
        checks = await self.watchdog.run()
        lived.morning = {r.name: r.status for r in with_checks(report.sources, checks)}
        lived.checks.extend(checks)
        for hour in LATER:
            self.clock.set(max(datetime.combine(day, hour, EASTERN), self.clock()))
            await self.ingest.run_due()
            lived.checks.extend(await self.watchdog.run())
        lived.evening = {s.name: s.state for s in self.sources() if s.state}
        lived.said = {s.name: s.error for s in self.sources()}
        return lived

    def sources(self) -> tuple[Source, ...]:
        return self.store.sources.all()

    def stored(self) -> list[tuple[str, int | None]]:
        """arXiv id and place in the news of every paper in the catalogue."""
        with self.store.database.read() as connection:
            query = sa.select(papers.c.arxiv_id, papers.c.seq).order_by(papers.c.arxiv_id)
            return [(row.arxiv_id, row.seq) for row in connection.execute(query)]


@asynccontextmanager
async def weeks(
    arxiv: ArxivServer, store: Store, clock: FakeClock, calendar: Calendar, categories: Iterable[str]
) -> AsyncIterator[Weeks]:
    """The bot's reading, with the product's own fetcher, manners, parsers and watchdog."""

    async def sleep(seconds: float) -> None:
        clock.advance(timedelta(seconds=seconds))

    async def parsed(kind: str, fetched: Fetched) -> ParsedFeed:
        return parse(kind, fetched.body or b"", fetched.url)

    store.sources.configure([(f"arXiv {c}", f"{arxiv.rss}/{c}", "arxiv_rss") for c in categories])
    private = frozenset({arxiv.host})
    telemetry = Telemetry()
    async with HttpFetcher("Bandu/test", private, clock=clock) as web:
        polite = Polite(web, rules(arxiv.api), private, now=lambda: clock().timestamp(), sleep=sleep)
        ingest = Ingest(
            store,
            polite,
            parsed,
            clock,
            telemetry,
            judge=partial(judge, calendar=calendar),
            is_news=is_news,
            chance=lambda: 0.5,
        )
        search = ArxivApiSearch(polite, parsed, arxiv.api, sleep)
        yield Weeks(store, clock, ingest, Watchdog(store, search, calendar, clock, telemetry))
