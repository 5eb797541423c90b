"""What is behind an address that somebody pasted: a feed, a page with feeds behind it, or neither. Stores nothing.

How feeds are read and found is handed in. An address is fetched once, and a handful of others beside it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus

from bot.domain import Entry, ParsedFeed, SourceSpec
from bot.errors import FetchError, SourceError
from bot.identity import canonical_url
from bot.ports import Clock, Fetched, Fetcher
from bot.services.ingest import Parse

TRIED = 5
"""Addresses tried beside the one that was given."""
NEWEST = 3
_SKEW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """The ways to a feed: reading one, its kind by its address, the sources of a well-known site's page, those that any
    page names, and where feeds usually are.
    """

    parse: Parse
    kind_of: Callable[[str], str]
    rewrites: Callable[[str], Sequence[SourceSpec]]
    behind: Callable[[bytes, str, str], Sequence[SourceSpec]]
    guesses: Callable[[str], Sequence[str]]


class Trouble(StrEnum):
    """Why there is nothing to subscribe to."""

    NO_FEED = "no_feed"
    GONE = "gone"
    CLOSED = "closed"
    """It answers, and lets nobody in."""
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it is now: how many entries, the newest titles, and when the newest of them is from, where said."""

    spec: SourceSpec
    count: int = 0
    newest: tuple[str, ...] = ()
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """The feeds at or behind an address, best first; where there are none, why, and the reason in English.

    `direct`: the address itself is the feed. `likely`: where nothing answers, the feed of a page of a well-known site.
    """

    url: str
    feeds: tuple[Feed, ...] = ()
    direct: bool = False
    trouble: Trouble | None = None
    reason: str = ""
    likely: SourceSpec | None = None


class Look:
    def __init__(self, fetcher: Fetcher, finding: Finding, clock: Clock) -> None:
        self._fetcher = fetcher
        self._finding = finding
        self._clock = clock

    def kind_of(self, url: str) -> str:
        """The kind of a source that is known by its address alone."""
        return self._finding.kind_of(url)

    async def at(self, url: str, seconds: float, *, guessing: bool = True) -> Preview:
        """Looks for at most so many seconds; with `guessing`, also where feeds usually are."""
        try:
            async with asyncio.timeout(seconds):
                return await self._at(url, guessing)
        except TimeoutError:
            return Preview(url, trouble=Trouble.SILENT, reason=f"There was no answer within {seconds:g} s.")

    async def _at(self, url: str, guessing: bool) -> Preview:
        known = self._finding.rewrites(url)[:TRIED]
        if feeds := await self._open(known):
            return Preview(url, feeds)
        try:
            fetched = await self._fetcher.fetch(url)
        except FetchError as error:
            return Preview(url, trouble=_trouble(error), reason=str(error), likely=known[0] if known else None)
        try:
            feed = await self._finding.parse(self._finding.kind_of(url), fetched)
        except SourceError as error:
            return await self._behind(url, fetched, TRIED - len(known), guessing, str(error))
        return Preview(url, (self._feed(SourceSpec(url, url, self._finding.kind_of(url)), feed),), direct=True)

    async def _behind(self, url: str, fetched: Fetched, room: int, guessing: bool, reason: str) -> Preview:
        named = await asyncio.to_thread(self._finding.behind, fetched.body or b"", fetched.url, fetched.charset)
        feeds = await self._open(named[:room])
        room -= len(named[:room])
        if not feeds and guessing:
            usual = [SourceSpec(a, a, self._finding.kind_of(a)) for a in self._finding.guesses(fetched.url)]
            feeds = await self._open(usual[:room])
        if feeds:
            return Preview(url, feeds)
        return Preview(url, trouble=Trouble.NO_FEED, reason=reason)

    async def _open(self, specs: Sequence[SourceSpec]) -> tuple[Feed, ...]:
        """Those of the addresses that hold a feed, in the order given; two that lead to one place are one."""
        found: dict[str, Feed] = {}
        for one in await asyncio.gather(*(self._try(spec) for spec in specs)):
            if one is not None:
                found.setdefault(*one)
        return tuple(found.values())

    async def _try(self, spec: SourceSpec) -> tuple[str, Feed] | None:
        try:
            fetched = await self._fetcher.fetch(spec.url)
            return canonical_url(fetched.url), self._feed(spec, await self._finding.parse(spec.kind, fetched))
        except SourceError:
            return None

    def _feed(self, spec: SourceSpec, read: ParsedFeed) -> Feed:
        soon = self._clock() + _SKEW
        dates = [e.published for e in read.entries if e.published and e.published <= soon]
        ordered = sorted(read.entries, key=_date, reverse=True) if len(dates) == len(read.entries) else read.entries
        known = SourceSpec(spec.name, spec.url, spec.kind, read.title or spec.title)
        return Feed(known, len(read.entries), tuple(e.title for e in ordered[:NEWEST]), max(dates, default=read.built))


def _date(entry: Entry) -> float:
    return entry.published.timestamp() if entry.published else 0.0


def _trouble(error: FetchError) -> Trouble:
    if error.status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return Trouble.GONE
    if error.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN):
        return Trouble.CLOSED
    return Trouble.SILENT
