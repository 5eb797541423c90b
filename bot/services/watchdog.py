"""What arXiv announced, whether or not its feed said so: each announcement is compared with arXiv's search.

Once an announcement has had time to reach the feed, the search is asked for the papers submitted for it and for the two
before it, and whatever is not in the catalogue is put there as news of that source. An answer is trusted when it has
every paper the feed announced; else the index is late, and is asked again later. Nothing is lost by that: what was not
found complete stays to be checked, for a month.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median
from urllib.parse import unquote, urlsplit

from bot.arxiv_calendar import Calendar
from bot.domain import Entry, Source, SourceReport, SourceState
from bot.errors import FetchError, SourceError
from bot.ports import ArxivSearch, Clock
from bot.rhythm import ARXIV, GRACE
from bot.services.gaps import fill
from bot.store import Store
from bot.telemetry import Telemetry

ANNOUNCEMENTS = 3
"""How many are compared each time: what the index had not in time is found by the next check."""
MONTH = timedelta(days=30)
"""No gap is filled further back."""
FIRST_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(hours=4)
FEW = 3
"""An announcement with less than one in so many of the usual number of papers is not all in the index yet."""
HELD = 0.5
"""A larger share of the announced papers than this may not be older submissions, held back until now."""


@dataclass(frozen=True, slots=True)
class Check:
    """What came of one source. `filled` papers were missing and are stored now; `whole`: nothing else is missing."""

    source: str
    filled: int = 0
    whole: bool = False
    why: str | None = None
    """What the search lacked, or why it could not be asked."""
    report: SourceReport | None = None
    """The source as it stands now, where papers were filled."""


@dataclass(frozen=True, slots=True)
class _Pause:
    """How often the search could not tell of this announcement, and when it is asked again."""

    announcement: datetime
    tries: int
    until: datetime


class Watchdog:
    def __init__(
        self, store: Store, search: ArxivSearch, calendar: Calendar, clock: Clock, telemetry: Telemetry
    ) -> None:
        self._store = store
        self._search = search
        self._calendar = calendar
        self._clock = clock
        self._telemetry = telemetry
        self._pauses: dict[int, _Pause] = {}
        self._round = asyncio.Lock()

    async def run(self) -> tuple[Check, ...]:
        """Checks every source of arXiv's whose latest announcement is still to be checked. Rounds never overlap.

        What is under way may be cancelled at any moment: a source is then as it was, or as it should be.
        """
        async with self._round:
            sources = await asyncio.to_thread(self._store.sources.of_kind, ARXIV)
            return tuple([await self._check(source) for source in sources if self._wants(source)])

    def _wants(self, source: Source) -> bool:
        now = self._clock()
        due = self._calendar.last_due(now)
        hour = self._calendar.feed_at(due)
        if source.fetched_at is None or (source.fetched_at < hour and not self._is_away(source, hour)):
            return False  # the feed is asked first
        if source.checked_to is None and self._calendar.quiet(now):
            return False
        if source.checked_to is not None and source.checked_to >= due:
            return False
        if now < hour + GRACE and not any(visit.at >= hour and visit.seen for visit in source.past):
            return False
        pause = self._pauses.get(source.id)
        return pause is None or pause.announcement != due or now >= pause.until

    def _is_away(self, source: Source, hour: datetime) -> bool:
        """Whether there is no waiting for the feed: it failed the last time, and asks to be left alone for long."""
        return source.state is SourceState.FAILED and self._clock() >= hour + GRACE

    async def _check(self, source: Source) -> Check:
        due = self._calendar.last_due(self._clock())
        since, until = self._window(source, due)
        done = Check(source.name)
        try:
            answer = await self._search.submitted(_category(source.url), since, until)
            done = await self._fill(source, due, answer)
            lacking = await self._lacking(source, due, answer)
        except SourceError as error:
            self._pause(source, due, error.retry_after if isinstance(error, FetchError) else 0.0)
            self._telemetry.event("source_check_failed", source=source.name, error=str(error))
            return replace(done, why=str(error))
        if lacking:
            self._pause(source, due)
            self._telemetry.event("source_check_late", source=source.name, lacking=lacking)
            return replace(done, why="arXiv's search does not have the whole announcement yet.")
        self._pauses.pop(source.id, None)
        await asyncio.to_thread(self._store.sources.checked, source.id, due)
        return replace(done, whole=True)

    def _window(self, source: Source, due: datetime) -> tuple[datetime, datetime]:
        """The submissions to compare: of the latest announcements and those not checked, none from before its time."""
        read = [visit.at for visit in source.past if visit.seen]
        known = [self._calendar.last_due(read[0])] if read else []
        first = due
        for _ in range(ANNOUNCEMENTS - 1):
            first = self._calendar.before(first)
        if source.checked_to is not None:
            known.append(source.checked_to)
            first = min(first, self._calendar.after(source.checked_to))
        since, _ = self._calendar.covers(max(first, min(known, default=due)))
        _, until = self._calendar.covers(due)
        return max(since, until - MONTH), until

    async def _fill(self, source: Source, due: datetime, answer: Sequence[Entry]) -> Check:
        hour = self._calendar.feed_at(due)
        filled = await asyncio.to_thread(fill, self._store, source, answer, self._clock(), hour)
        if filled.report is not None:
            stored = filled.report.new
            self._telemetry.event("source_gap", source=source.name, missing=filled.missing, stored=stored)
        return Check(source.name, filled.missing, report=filled.report)

    async def _lacking(self, source: Source, due: datetime, answer: Sequence[Entry]) -> int:
        """How many papers, about, the search lacks of the announcement; 0 where it has them all.

        What the feed announced and the answer lacks may be older submissions, so the search is asked for them by name.
        Without a feed, the answer should have about as many papers of the announcement as there usually are.
        """
        announced = await asyncio.to_thread(self._store.announced.since, source.name, self._calendar.feed_at(due))
        if not announced:
            return self._fewer_than_usual(source, due, answer)
        lacking = announced - {str(entry.arxiv) for entry in answer}
        if not lacking or len(lacking) > HELD * len(announced):
            return len(lacking)
        return len(lacking - {str(entry.arxiv) for entry in await self._search.by_ids(sorted(lacking))})

    def _fewer_than_usual(self, source: Source, due: datetime, answer: Sequence[Entry]) -> int:
        since, _ = self._calendar.covers(due)
        found = sum(entry.published is not None and entry.published >= since for entry in answer)
        usual = round(median([visit.new for visit in source.past if visit.new] or [1]))
        return usual - found if FEW * found < usual else 0

    def _pause(self, source: Source, due: datetime, asked: float = 0.0) -> None:
        """Looks again later: after a quarter of an hour, then twice as long each time, up to four hours."""
        before = self._pauses.get(source.id)
        tries = before.tries + 1 if before and before.announcement == due else 1
        pause = max(min(FIRST_PAUSE * 2 ** min(tries - 1, 8), LONGEST_PAUSE), timedelta(seconds=min(asked, 86_400)))
        self._pauses[source.id] = _Pause(due, tries, self._clock() + pause)


def with_checks(reports: Sequence[SourceReport], checks: Sequence[Check]) -> tuple[SourceReport, ...]:
    """The reports of a round of reading, with what the checks that followed filled and found."""
    found = {check.source: check.report for check in checks if check.report is not None}
    return tuple(
        replace(r, status=late.status, new=r.new + late.new, error=late.error, why=None)
        if (late := found.get(r.name))
        else r
        for r in reports
    )


def _category(url: str) -> str:
    """The category of a feed, as in its address."""
    try:
        path = urlsplit(url).path
    except ValueError:
        path = ""
    return unquote(path).rstrip("/").rpartition("/")[2].removesuffix(".xml")
