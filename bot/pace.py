"""When a source is read next: by its own rhythm, by what it asks for, and ever less often while it fails.

Pure: the moment and the chance come in as arguments. Says nothing of how fast requests follow each other on one host,
which is the fetcher's business.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

from bot.domain import ParsedFeed, Source, SourceState

USUAL = timedelta(hours=1)
"""How often a source is read whose rhythm is not known yet."""
OFTENEST = timedelta(minutes=30)
SELDOMEST = timedelta(hours=12)
"""The bounds of what a source's own rhythm makes of that."""
READINGS = 12
"""Readings in the usual time between two news of a source: what is new is late by a twelfth of it at most."""
ENOUGH = 3
"""News that have to be known before they make a rhythm."""
SET_TIMES = {
    "arxiv_rss": timedelta(hours=1),  # once a day, and readers wait for it
    "hf_daily": timedelta(hours=1),
    "openreview": timedelta(hours=24),  # hundreds of pages of what stays as it is
    "cvf": timedelta(hours=24),
}
"""Kinds whose rhythm is known beforehand."""
FIRST_RETRY = timedelta(minutes=15)
LAST_RETRY = timedelta(hours=24)
"""The pause after the first failure in a row doubles with each, up to this, or up to the kind's own set time: once
arXiv is back its readers wait no longer than on other days."""
GONE = timedelta(days=7)
"""The pause where the server says that the document is gone for good."""
MOST_TTL = timedelta(hours=24)
"""A document that claims to be fresh for longer is not believed."""
MOST_PAUSE = timedelta(hours=24)
"""Nor is a server that asks to be left alone for longer."""
SPREAD = 0.1
"""Share of the pause by which it is shorter or longer by chance, so that sources do not come to march in step."""
_WELL = (SourceState.OK, SourceState.UNCHANGED, SourceState.EMPTY)
_WEEK = 7


def next_visit(
    source: Source,
    state: SourceState,
    feed: ParsedFeed | None,
    now: datetime,
    jitter: float,
    *,
    retry_after: float = 0.0,
    gone: bool = False,
) -> datetime:
    """When the scheduled loop reads the source again, given how it was before this reading and what came of it.

    `feed` is the document if a new one came; `jitter` is drawn from [0, 1); `retry_after` are the seconds that the
    server asked for, and `gone` that it said 410. Never sooner than the server or the document ask, within reason: a
    day, and of skipDays never all seven, and only where all is well with the source.
    """
    asked = timedelta(seconds=min(max(0.0, retry_after), MOST_PAUSE.total_seconds()))
    if state is SourceState.FAILED:
        return now + max(_spread(GONE if gone else _back_off(source), jitter), asked)
    ttl = feed.ttl if feed else source.ttl
    fresh = min(ttl, MOST_TTL) if ttl else timedelta(0)
    at = now + max(_spread(rhythm(source, now), jitter), fresh, asked)
    return _not_on(feed.skip_days if feed else source.skip_days, at, jitter) if state in _WELL else at


def rhythm(source: Source, now: datetime) -> timedelta:
    """How often a source wants reading, judged by the times between its news and by its present silence."""
    if source.kind in SET_TIMES:
        return SET_TIMES[source.kind]
    news = [visited.at for visited in source.past if visited.new]
    if not news:
        return USUAL
    silence = (now - news[-1]) / READINGS
    if len(news) < ENOUGH:
        return _between(USUAL, silence)
    gaps = [(after - before).total_seconds() for before, after in pairwise(news)]
    return _between(OFTENEST, max(timedelta(seconds=median(gaps)) / READINGS, silence))


def _between(least: timedelta, wanted: timedelta) -> timedelta:
    return min(max(least, wanted), SELDOMEST)


def _back_off(source: Source) -> timedelta:
    """The pause after one more failure than the source has had."""
    doublings = min(max(source.failures, 0), 10)
    return min(FIRST_RETRY * (1 << doublings), SET_TIMES.get(source.kind, LAST_RETRY))


def _spread(pause: timedelta, jitter: float) -> timedelta:
    return pause * (1 - SPREAD + 2 * SPREAD * jitter)


def _not_on(days: frozenset[int], at: datetime, jitter: float) -> datetime:
    """The moment itself, or the beginning of the first day (UTC) after it that is not skipped."""
    if not days or all(day in days for day in range(1, _WEEK + 1)):
        return at
    day = at.astimezone(UTC)
    while day.isoweekday() in days:
        day = day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1, seconds=60 * jitter)
    return day if day != at else at
