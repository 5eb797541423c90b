"""Reading the sources: fetch, parse, store, judge, each source in its own right; one that fails never stops another.

Knows no HTTP and no format: how to fetch, to parse and to judge are handed in, and so is chance.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from bot.domain import ParsedFeed, Source, SourceReport, SourceState
from bot.errors import BanduError, FetchError
from bot.pace import next_visit
from bot.ports import Clock, Fetched, Fetcher
from bot.rhythm import Reading, Verdict
from bot.services.pages import Taken, fingerprint, read_on
from bot.services.portions import stored
from bot.services.turns import host_of, turns
from bot.store import Store
from bot.store.sources import Document, Visit
from bot.telemetry import Telemetry

LOG = logging.getLogger(__name__)

Parse = Callable[[str, Fetched], Awaitable[ParsedFeed]]
"""(kind of source, a document that came) to entries. Raises SourceError."""
Judge = Callable[[Source, Reading, datetime], Verdict]
"""What a reading says of a source, as it was known before, at a moment."""

AT_ONCE = 96
"""Sources that are read side by side: as many documents are held in memory at most."""
FAILING_AT_ONCE = 64
"""And of those that failed the last time, which have places of their own: the dead take none from the living."""
OF_ONE_HOST = 2
"""Of those, from one host: however many are dead there, the others have their turn."""
BEGUN_AT_ONCE = 50
"""Hosts whose reading begins before the loop has another turn: a thousand would hold it up."""
UNFINISHED = "unfinished:"
"""Stands before the fingerprint of a document that was not well-formed: it may have been cut off on the way."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """One round over the sources. `offline` where no source could be reached at all."""

    sources: tuple[SourceReport, ...]
    papers: int
    offline: bool


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one visit came to. `taken` is None where no document was read, `document` where none is remembered."""

    verdict: Verdict
    taken: Taken | None = None
    document: Document | None = None
    error: FetchError | None = None


class Ingest:
    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        parse: Parse,
        clock: Clock,
        telemetry: Telemetry,
        *,
        judge: Judge,
        is_news: Callable[[str], bool],
        chance: Callable[[], float],
    ) -> None:
        """`is_news` says of a kind of source whether its papers are news; `chance` draws from [0, 1)."""
        self._store = store
        self._fetcher = fetcher
        self._parse = parse
        self._judge = judge
        self._clock = clock
        self._telemetry = telemetry
        self._is_news = is_news
        self._chance = chance
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._gate_of_failing = asyncio.Semaphore(FAILING_AT_ONCE)
        self._start = asyncio.Lock()
        """One begins in each turn of the loop: a hundred connections opened in one would hold it up."""
        self._storing = asyncio.Lock()
        self._under_way: dict[int, str] = {}
        """The hosts of the sources that are being read, by the sources' ids."""
        self._to_note: list[tuple[int, Visit]] = []

    async def run(self) -> IngestReport:
        """Fetches every source now, but for those that another round is reading at this moment."""
        return await self._read_all(await asyncio.to_thread(self._store.sources.all))

    async def run_due(self) -> IngestReport:
        """Fetches the sources whose time has come. A round that is slow is no reason to wait with the next.

        Those of a host that another round is at work on wait for a later one, or soon all rounds would wait for it.
        """
        due = await asyncio.to_thread(self._store.sources.due, self._clock())
        busy = set(self._under_way.values())
        return await self._read_all([source for source in due if host_of(source) not in busy])

    async def _read_all(self, sources: Iterable[Source]) -> IngestReport:
        mine = [source for source in sources if source.id not in self._under_way]
        self._under_way |= {source.id: host_of(source) for source in mine}
        done: dict[int, tuple[SourceReport, bool]] = {}
        try:
            await self._all_hosts(turns(mine), done)
        finally:
            for source in mine:
                del self._under_way[source.id]
        papers = await asyncio.to_thread(self._store.papers.count)
        offline = bool(done) and all(no_connection for _, no_connection in done.values())
        return IngestReport(tuple(done[source.id][0] for source in mine), papers, offline)

    async def _all_hosts(self, queues: list[list[Source]], done: dict[int, tuple[SourceReport, bool]]) -> None:
        tasks: list[asyncio.Task[None]] = []
        try:
            for number, queue in enumerate(queues):
                shared = iter(queue)
                readers = min(OF_ONE_HOST, len(queue))
                tasks += [asyncio.create_task(self._read_in_turn(shared, done)) for _ in range(readers)]
                if number % BEGUN_AT_ONCE == 0:
                    await asyncio.sleep(0)
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                if not task.cancelling():  # a second time would disturb it at clearing up
                    task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _read_in_turn(self, queue: Iterator[Source], done: dict[int, tuple[SourceReport, bool]]) -> None:
        """Reads one host's sources one after another; another reader may take from the same queue."""
        for source in queue:
            async with self._gate_of_failing if source.failures else self._gate:
                async with self._start:
                    await asyncio.sleep(0)
                done[source.id] = await self._visit(source)

    async def _visit(self, source: Source) -> tuple[SourceReport, bool]:
        try:
            outcome = await self._read(source)
        except BanduError as error:
            known = error if isinstance(error, FetchError) else None
            outcome = _Outcome(Verdict(SourceState.FAILED, str(error)), error=known)
        except Exception as error:  # a document that trips us must not stop the other sources
            LOG.exception("source_broke source=%s", source.name)
            sentence = f"The document could not be taken in ({type(error).__name__})."
            outcome = _Outcome(Verdict(SourceState.FAILED, sentence))
        await self._note(source, self._visited(source, outcome))
        report = _report(source, outcome)
        self._telemetry.event(
            "source_read",
            source=source.name,
            status=report.status,
            new=report.new,
            why=report.why,
            error=report.error,
        )
        return report, outcome.error is not None and outcome.error.offline

    async def _note(self, source: Source, visit: Visit) -> None:
        """Whoever comes to write writes what has gathered meanwhile: a transaction waits for the disk."""
        self._to_note.append((source.id, visit))
        async with self._storing:
            gathered, self._to_note = self._to_note, []
            if gathered:
                await asyncio.to_thread(self._store.sources.visited, gathered)

    async def _read(self, source: Source) -> _Outcome:
        first = await self._fetcher.fetch(source.url, source.etag, source.last_modified)
        if first.body is None:
            return self._unchanged(source)
        digest = await asyncio.to_thread(fingerprint, first.body)
        if digest == source.digest:
            return self._unchanged(source)
        if UNFINISHED + digest == source.digest and source.state is SourceState.INCOMPLETE:
            # The same bytes twice: it was not cut off on the way. From now on the server may say that it is unchanged.
            known = Document(source.digest, first.etag, first.last_modified, "", source.ttl, source.skip_days)
            return self._unchanged(source, known)
        return await self._taken_in(source, first)

    def _unchanged(self, source: Source, document: Document | None = None) -> _Outcome:
        trouble = None
        if source.digest.startswith(UNFINISHED):
            known = source.error if source.state is SourceState.INCOMPLETE else None
            trouble = known or "The document is still the one that could not be read in full."
        return _Outcome(self._judge(source, Reading(None, 0, trouble), self._clock()), document=document)

    async def _taken_in(self, source: Source, first: Fetched) -> _Outcome:
        """Stores page by page, so that of many pages no more than one is held."""
        taken = Taken()
        async for page in read_on(first, self._fetcher, lambda fetched: self._parse(source.kind, fetched)):
            news = self._is_news(source.kind)
            counts = await stored(self._store, self._storing, source, page.feed.entries, self._clock(), news=news)
            taken = taken.and_then(page, counts)
        if taken.digest == source.digest:
            return self._unchanged(source)
        reading = Reading(taken.seen, taken.new, taken.feed.trouble, taken.feed.built)
        return _Outcome(self._judge(source, reading, self._clock()), taken, _remembered(first, taken))

    def _visited(self, source: Source, outcome: _Outcome) -> Visit:
        at = self._clock()
        state, why = outcome.verdict.state, outcome.verdict.why
        retry_after = outcome.error.retry_after if outcome.error else 0.0
        gone = outcome.error is not None and outcome.error.status == HTTPStatus.GONE
        feed = outcome.taken.feed if outcome.taken else None
        next_at = next_visit(source, state, feed, at, self._chance(), retry_after=retry_after, gone=gone)
        if outcome.taken is None:
            return Visit(at, state, why, outcome.document, next_at=next_at)
        return Visit(at, state, why, outcome.document, outcome.taken.seen, outcome.taken.new, next_at)


def _remembered(first: Fetched, taken: Taken) -> Document:
    """Of a document that may have been cut off, and of one in pages, no validators: it is fetched in full again."""
    whole = taken.feed.trouble is None
    alone = len(taken.digests) == 1
    return Document(
        digest=taken.digest if whole else UNFINISHED + taken.digest,
        etag=first.etag if whole and alone else "",
        last_modified=first.last_modified if whole and alone else "",
        title=taken.feed.title,
        ttl=taken.feed.ttl,
        skip_days=taken.feed.skip_days,
    )


def _report(source: Source, outcome: _Outcome) -> SourceReport:
    state, said = outcome.verdict.state, outcome.verdict.why
    error, why = (said, None) if state.is_trouble else (None, said)
    if outcome.taken is None:
        return SourceReport(source.name, state, error=error, why=why)
    taken = outcome.taken
    return SourceReport(source.name, state, taken.new, taken.revised, taken.seen, error, why)
