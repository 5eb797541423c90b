"""What state a source is in after a fetch: whether what came, or did not, is what should have come by now.

arXiv's announcements are judged by its calendar; every other source by its own past. Pure: what was read, what is known
of the source and the moment come in as arguments. It knows no store and says one English sentence for the operator.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import ceil

from bot.arxiv_calendar import Calendar, Quiet, eastern
from bot.domain import Source, SourceState

__all__ = ["ARXIV", "Calendar", "Reading", "Verdict", "judge"]

ARXIV = "arxiv_rss"
"""The kind of source that is judged by arXiv's calendar."""
BY_THE_YEAR = ("openreview", "cvf", "arxiv_api")
"""Kinds that have no rhythm: the proceedings of a conference come once, a search when it has found something."""

GRACE = timedelta(hours=3)
"""How long after the hour an announcement may take to reach the feed."""
ENOUGH = 5
"""Documents that have to be known before one more is called short, or a silence long."""
KNOWN_FOR = timedelta(days=14)
"""How long a source has to be known before its silence is called long."""
LEAST_SILENCE = timedelta(days=3)
"""No shorter silence is called long: a daily source rests at the weekend."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one fetch brought. `seen` entries, None where the document has not changed, of them `new` ones."""

    seen: int | None
    new: int = 0
    trouble: str | None = None
    """What was wrong with the document, in one sentence."""
    built: datetime | None = None
    """When the document says it was made."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state, and one sentence on it where it is not fine."""

    state: SourceState
    why: str | None = None


def judge(source: Source, reading: Reading, at: datetime, calendar: Calendar) -> Verdict:
    """What this reading says of the source, as it was known before."""
    if reading.trouble is not None:
        return Verdict(SourceState.INCOMPLETE, reading.trouble)
    if usual := _usual_where_short(source, reading, at):
        return Verdict(SourceState.INCOMPLETE, f"It has {_entries(reading)}, where there are usually {usual}.")
    silent = _arxiv_silent if source.kind == ARXIV else _silent
    if not reading.new and (why := silent(source, reading, at, calendar)):
        return Verdict(SourceState.STALE, why)
    quiet = calendar.quiet(at) if source.kind == ARXIV and _holds_nothing(source, reading) else None
    if reading.seen is None:
        return _unchanged(source, at, calendar, quiet)
    return Verdict(SourceState.OK) if reading.seen else Verdict(SourceState.EMPTY, _words_of(quiet))


def _unchanged(source: Source, at: datetime, calendar: Calendar, quiet: Quiet | None) -> Verdict:
    """The same document again: what it lacks it lacks still, of arXiv's until the next announcement."""
    due = calendar.last_due(at)
    checked = source.checked_to is not None and source.checked_to >= due
    lately = bool(source.past) and source.past[-1].at >= calendar.feed_at(due)
    if source.state is SourceState.INCOMPLETE and (source.kind != ARXIV or checked or lately):
        return Verdict(SourceState.INCOMPLETE, source.error)
    return Verdict(SourceState.UNCHANGED, _words_of(quiet))


def _arxiv_silent(source: Source, reading: Reading, at: datetime, calendar: Calendar) -> str | None:
    """Why a feed of arXiv without new papers is late. One that was made anew is not, though all in it is known."""
    announcement = calendar.last_due(at)
    hour = calendar.feed_at(announcement)
    if at < hour + GRACE or (calendar.quiet(at) and _holds_nothing(source, reading)):
        return None
    if source.state is not SourceState.STALE and _brought(source, hour):
        return None
    if reading.seen and (reading.built is None or reading.built >= hour):
        return None
    day = f"{eastern(announcement):%A, %d %B}"
    if source.checked_to is not None and source.checked_to >= announcement:
        return f"The announcement of {day} is not in the feed; its papers were fetched from arXiv's search."
    return f"The announcement of {day} is not in the feed."


def _holds_nothing(source: Source, reading: Reading) -> bool:
    """Whether the document as it stands is an empty one: where it has not changed, the last that came was."""
    if reading.seen is None:
        return bool(source.past) and source.past[-1].seen == 0
    return reading.seen == 0


def _brought(source: Source, hour: datetime) -> bool:
    """Whether a document with papers has come since the feeds were made."""
    return any(visit.at >= hour and visit.seen for visit in source.past)


def _silent(source: Source, _: Reading, at: datetime, __: Calendar) -> str | None:
    """Why the silence of a source is long: more than twice the longest that it has kept so far."""
    news = [visit.at for visit in source.past if visit.new]
    if source.kind in BY_THE_YEAR or len(news) < ENOUGH or news[-1] - news[0] < KNOWN_FOR:
        return None
    longest = max(later - earlier for earlier, later in pairwise(news))
    silence = at - max(news[-1], source.news_at or news[-1])
    if silence <= max(2 * longest, LEAST_SILENCE):
        return None
    usual = ceil(longest / timedelta(days=1))
    return f"Nothing new for {silence.days} days; its longest silence so far was {usual}."


def _usual_where_short(source: Source, reading: Reading, at: datetime) -> int:
    """How many entries documents of this source usually have, where this one has far fewer; else 0.

    Only a source whose documents are much alike is judged so: three quarters of them have at least half of what the
    fullest has. Far fewer are fewer than half of what those have. A list that grows through the day is never suspected,
    and a few cut documents do not make the next one look whole; but where all of two weeks were as short, the publisher
    shows no more now. arXiv's empty days are the calendar's business.
    """
    counts = sorted(visit.seen for visit in source.past if visit.seen or source.kind != ARXIV)
    if reading.seen is None or len(counts) < ENOUGH or (source.kind == ARXIV and not reading.seen):
        return 0
    most_have = counts[len(counts) // 4]
    alike = 2 * most_have >= counts[-1]
    if not alike or 2 * reading.seen >= most_have:
        return 0
    shrunk = reading.seen > 0 and _short_since(source, most_have) <= at - KNOWN_FOR
    return 0 if shrunk else counts[len(counts) // 2]


def _short_since(source: Source, most_have: int) -> datetime:
    """Since when every document that was not empty has had fewer than half of so many entries."""
    first = datetime.max.replace(tzinfo=UTC)
    for visit in reversed(source.past):
        if 2 * visit.seen >= most_have:
            break
        first = visit.at if visit.seen else first
    return first


def _words_of(quiet: Quiet | None) -> str | None:
    if quiet is None:
        return None
    if quiet.holiday is None:
        return "arXiv announces nothing on Friday and Saturday evening."
    return f"arXiv announced nothing on {quiet.holiday:%A, %d %B}, a holiday."


def _entries(reading: Reading) -> str:
    return "1 entry" if reading.seen == 1 else f"{reading.seen or 'no'} entries"
