"""Reading the sources: fetch, parse, store, each source in its own right; one that fails never stops another."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from bot.domain import ParsedFeed, Source, SourceReport, SourceState
from bot.errors import FetchError, SourceError
from bot.ports import Clock, Fetched, Fetcher
from bot.services.catalogue import catalogue
from bot.store import Store
from bot.store.sources import Visit
from bot.telemetry import Telemetry

Parse = Callable[[str, bytes, str], ParsedFeed]
"""(kind of source, document, its address) to entries. Raises ParseError."""

INTERVAL = timedelta(hours=1)
"""How often the scheduled loop reads a source."""
AT_ONCE = 8
"""Sources that are fetched side by side."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """One round over the sources. `offline` where no source could be reached at all."""

    sources: tuple[SourceReport, ...]
    papers: int
    offline: bool


class Ingest:
    def __init__(self, store: Store, fetcher: Fetcher, parse: Parse, clock: Clock, telemetry: Telemetry) -> None:
        self._store = store
        self._fetcher = fetcher
        self._parse = parse
        self._clock = clock
        self._telemetry = telemetry
        self._round = asyncio.Lock()

    async def run(self) -> IngestReport:
        """Fetches every source now. Two rounds in one process never overlap."""
        return await self._read_all(lambda _: True)

    async def run_due(self) -> IngestReport:
        """Fetches the sources that have not been fetched for an hour."""
        before = self._clock() - INTERVAL
        return await self._read_all(lambda source: source.fetched_at is None or source.fetched_at <= before)

    async def _read_all(self, wanted: Callable[[Source], bool]) -> IngestReport:
        async with self._round:
            sources = [s for s in await asyncio.to_thread(self._store.sources.all) if wanted(s)]
            gate = asyncio.Semaphore(AT_ONCE)
            done = await asyncio.gather(*(self._visit(source, gate) for source in sources))
            papers = await asyncio.to_thread(self._store.papers.count)
        reports = tuple(report for report, _ in done)
        return IngestReport(reports, papers, bool(done) and all(offline for _, offline in done))

    async def _visit(self, source: Source, gate: asyncio.Semaphore) -> tuple[SourceReport, bool]:
        async with gate:
            try:
                fetched = await self._fetcher.fetch(source.url, source.etag, source.last_modified)
                report = await asyncio.to_thread(self._read, source, fetched)
                offline = False
            except SourceError as error:
                report = await self._failed(source, str(error))
                offline = isinstance(error, FetchError) and error.offline
            except Exception as error:  # noqa: BLE001 - a document that trips us must not stop the other sources
                report = await self._failed(source, f"The document could not be taken in ({type(error).__name__}).")
                offline = False
        self._telemetry.event(
            "source_read", source=source.name, status=report.status, new=report.new, error=report.error
        )
        return report, offline

    async def _failed(self, source: Source, sentence: str) -> SourceReport:
        visit = Visit(self._clock(), SourceState.FAILED, error=sentence)
        await asyncio.to_thread(self._store.sources.visited, source.id, visit)
        return SourceReport(source.name, SourceState.FAILED, error=sentence)

    def _read(self, source: Source, fetched: Fetched) -> SourceReport:
        at = self._clock()
        digest = sha256(fetched.body).hexdigest() if fetched.body is not None else ""
        if fetched.body is None or digest == source.digest:
            self._store.sources.visited(source.id, Visit(at, SourceState.UNCHANGED))
            return SourceReport(source.name, SourceState.UNCHANGED)
        feed = self._parse(source.kind, fetched.body, fetched.url)
        counts = catalogue(self._store, source.name, feed.entries, at, news=True)
        state = _state(feed)
        # An incomplete document is not remembered as read: the next round must not take it for unchanged.
        validators = (
            (fetched.etag, fetched.last_modified, digest) if state is not SourceState.INCOMPLETE else ("", "", "")
        )
        self._store.sources.visited(source.id, Visit(at, state, feed.trouble, *validators))
        return SourceReport(source.name, state, counts.new, counts.revised, len(feed.entries), feed.trouble)


def _state(feed: ParsedFeed) -> SourceState:
    if feed.trouble is not None:
        return SourceState.INCOMPLETE
    return SourceState.OK if feed.entries else SourceState.EMPTY
