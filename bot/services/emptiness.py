"""Why a reader has nothing new today: what they read is silent as it should be, or it could not be read. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.arxiv_calendar import Calendar
from bot.digest.source_names import source_name
from bot.domain import Source, SourceState, Why
from bot.rhythm import ARXIV
from bot.timetable import local_day

LONG = timedelta(hours=12)
"""For so long a source may be out of reach before that is told as the reason."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why a digest is empty, with the day and the names of the sources that this reason is about."""

    why: Why
    day: date | None = None
    sources: tuple[str, ...] = ()


def nothing_new(sources: Sequence[Source], at: datetime, zone: str, calendar: Calendar) -> Nothing:
    """Why these sources, which are what the reader reads, brought nothing; days are the reader's own."""
    unread = [source for source in sources if _unread(source, at, calendar)]
    if unread:
        seen = [source.good_at for source in unread if source.good_at]
        day = local_day(min(seen), zone) if len(seen) == len(unread) else None
        return Nothing(Why.UNREAD, day, tuple(source_name(source) for source in unread))
    late = [source_name(s) for s in sources if s.state is SourceState.STALE and not _made_up_for(s, at, calendar)]
    if late:
        return Nothing(Why.OVERDUE, sources=tuple(late))
    quiet = calendar.quiet(at) if any(source.kind == ARXIV for source in sources) else None
    if quiet is None:
        return Nothing(Why.NOTHING_NEW)
    return Nothing(Why.HOLIDAY, quiet.holiday) if quiet.holiday else Nothing(Why.WEEKEND)


def _unread(source: Source, at: datetime, calendar: Calendar) -> bool:
    """Whether something may have been missed: of arXiv's only where an announcement was due since."""
    if source.state is not SourceState.FAILED or _made_up_for(source, at, calendar):
        return False
    if source.good_at is None:
        return True
    if source.kind == ARXIV:
        return source.good_at < calendar.feed_at(calendar.last_due(at))
    return at - source.good_at >= LONG


def _made_up_for(source: Source, at: datetime, calendar: Calendar) -> bool:
    """Whether arXiv's search brought what the feed did not."""
    return source.kind == ARXIV and source.checked_to is not None and source.checked_to >= calendar.last_due(at)
