"""Why nothing is new, as a reader is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.arxiv_calendar import Calendar
from bot.domain import Source, SourceState, Why
from bot.rhythm import ARXIV
from bot.services.emptiness import Nothing, nothing_new
from bot.store.sources import Visit
from tests.fakes.arxiv_server import EASTERN
from tests.fakes.papers import TODAY
from tests.unit.services.conftest import Office

CALENDAR = Calendar({date(2026, 11, 26): "Thanksgiving"})
CV = Source(1, "arXiv cs.CV", "https://rss.arxiv.org/rss/cs.CV", ARXIV, state=SourceState.OK)
BLOG = Source(2, "A blog", "https://blog.example/feed", state=SourceState.UNCHANGED)


def eastern(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=EASTERN)


WEDNESDAY = eastern(25)


def why(*sources: Source, at: datetime = WEDNESDAY, zone: str = "UTC") -> Nothing:
    return nothing_new(sources, at, zone, CALENDAR)


def test_sources_that_were_read_and_had_nothing_are_the_plain_reason():
    assert why(CV, BLOG) == Nothing(Why.NOTHING_NEW)
    assert why() == Nothing(Why.NOTHING_NEW)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (eastern(28), Nothing(Why.WEEKEND)),
        (eastern(29), Nothing(Why.WEEKEND)),
        (eastern(29, 23), Nothing(Why.WEEKEND)),  # Monday morning in Beijing
        (eastern(27), Nothing(Why.HOLIDAY, date(2026, 11, 26))),
    ],
)
def test_the_weekend_and_a_holiday_are_reasons_where_arxiv_is_read(at: datetime, expected: Nothing):
    assert why(CV, BLOG, at=at) == expected
    assert why(BLOG, at=at) == Nothing(Why.NOTHING_NEW)


def test_a_source_that_failed_since_the_last_announcement_is_named_with_the_readers_day():
    failed = replace(CV, state=SourceState.FAILED, good_at=eastern(23, 20))
    assert why(failed, BLOG) == Nothing(Why.UNREAD, date(2026, 11, 24), ("arXiv cs.CV",))
    assert why(failed, BLOG, zone="America/New_York").day == date(2026, 11, 23)


def test_a_source_that_was_never_read_has_no_day():
    never = replace(BLOG, state=SourceState.FAILED)
    old = replace(CV, state=SourceState.FAILED, good_at=eastern(20))
    assert why(never, old) == Nothing(Why.UNREAD, None, ("A blog", "arXiv cs.CV"))


def test_a_failure_that_cost_nothing_is_no_reason():
    assert why(replace(CV, state=SourceState.FAILED, good_at=eastern(25, 5))) == Nothing(Why.NOTHING_NEW)
    assert why(replace(CV, state=SourceState.FAILED, good_at=eastern(27, 5)), at=eastern(28)) == Nothing(Why.WEEKEND)
    blog = replace(BLOG, state=SourceState.FAILED, good_at=eastern(25) - timedelta(hours=11))
    assert why(blog) == Nothing(Why.NOTHING_NEW)
    assert why(blog, at=eastern(25, 10)).why is Why.UNREAD


def test_a_stale_source_is_overdue():
    assert why(replace(CV, state=SourceState.STALE), BLOG) == Nothing(Why.OVERDUE, None, ("arXiv cs.CV",))


@pytest.mark.parametrize("state", [SourceState.STALE, SourceState.FAILED])
def test_what_arxivs_search_made_up_for_is_no_reason(state: SourceState):
    checked = replace(CV, state=state, good_at=eastern(20), checked_to=CALENDAR.last_due(eastern(25)))
    assert why(checked) == Nothing(Why.NOTHING_NEW)


async def test_a_reader_is_told_of_the_sources_they_read(office: Office):
    reader = office.store.readers.ensure("42", office.clock(), admitted=True)
    office.store.sources.configure([("arXiv cs.CV", "https://rss.arxiv.org/rss/cs.CV", ARXIV)])
    assert (await office.digests.build(reader, TODAY)).empty is Why.NOTHING_YET
    read(office, SourceState.EMPTY)
    assert (await office.digests.build(reader, TODAY)).empty is Why.WEEKEND  # the clock shows a Sunday
    office.clock.advance(days=3)
    read(office, SourceState.FAILED)
    digest = await office.digests.build(reader, TODAY)
    assert (digest.empty, digest.empty_day, digest.empty_sources) == (
        Why.UNREAD,
        date(2026, 11, 22),
        ("arXiv cs.CV",),
    )


def read(office: Office, state: SourceState) -> None:
    (source,) = office.store.sources.all()
    office.store.sources.visited([(source.id, Visit(office.clock(), state))])
