"""What state a source is in: arXiv's by its calendar, every other by its own past."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.arxiv_calendar import Calendar
from bot.domain import Source, SourceState, Visited
from bot.rhythm import ARXIV, Reading, Verdict, judge
from tests.fakes.arxiv_server import EASTERN

OK, UNCHANGED, EMPTY, STALE, INCOMPLETE, FAILED = SourceState
CALENDAR = Calendar({date(2026, 11, 26): "Thanksgiving"})
CV = Source(1, "arXiv cs.CV", "https://rss.arxiv.org/rss/cs.CV", ARXIV)
BLOG = Source(2, "A blog", "https://blog.example/feed")
SAME, NOTHING = Reading(None), Reading(0)


def at(day: int, hour: int = 9) -> datetime:
    """US Eastern, in November 2026; the 16th is a Monday."""
    return datetime(2026, 11, 1, hour, tzinfo=EASTERN) + timedelta(days=day - 1)


def read(source: Source, *visits: tuple[datetime, int, int]) -> Source:
    """The source after documents of so many entries, of them so many new."""
    past = tuple(Visited(*visit) for visit in visits)
    news = [visit.at for visit in past if visit.new]
    return replace(source, past=past, state=OK, fetched_at=past[-1].at, news_at=news[-1] if news else None)


def state(source: Source, reading: Reading, moment: datetime) -> SourceState:
    return judge(source, reading, moment, CALENDAR).state


def test_a_source_that_is_new_and_has_entries_is_fine():
    for source in (CV, BLOG):
        assert judge(source, Reading(20, 20), at(18), CALENDAR) == Verdict(OK)


def test_a_document_with_trouble_is_incomplete_and_says_which():
    trouble = "The document ends in the middle; 3 entries could be read."
    assert judge(CV, Reading(3, 3, trouble), at(18), CALENDAR) == Verdict(INCOMPLETE, trouble)


# arXiv


def test_the_same_announcement_again_is_unchanged():
    assert judge(read(CV, (at(18, 1), 150, 140)), SAME, at(18), CALENDAR) == Verdict(UNCHANGED)


@pytest.mark.parametrize(("hour", "expected"), [(0, UNCHANGED), (2, UNCHANGED), (3, STALE), (23, STALE)])
def test_yesterdays_announcement_is_stale_once_todays_had_three_hours(hour: int, expected: SourceState):
    assert state(read(CV, (at(17), 150, 140)), SAME, at(18, hour)) is expected


def test_a_stale_feed_names_the_announcement_it_lacks():
    verdict = judge(read(CV, (at(17), 150, 140)), SAME, at(18), CALENDAR)
    assert verdict.why == "The announcement of Tuesday, 17 November is not in the feed."
    found = replace(read(CV, (at(17), 150, 140)), checked_to=CALENDAR.last_due(at(18)))
    assert (judge(found, SAME, at(18), CALENDAR).why or "").endswith("its papers were fetched from arXiv's search.")


def test_yesterdays_document_made_anew_is_stale_and_stays_so():
    old, again = read(CV, (at(17), 150, 140)), Reading(150, 0, built=at(17, 1))
    assert state(old, again, at(18)) is STALE
    later = replace(read(CV, (at(17), 150, 140), (at(18), 150, 0)), state=STALE)
    assert state(later, SAME, at(18, 12)) is STALE


def test_a_fresh_document_is_fine_though_all_its_papers_were_known():
    assert state(read(CV, (at(17), 150, 140)), Reading(150, 0, built=at(18, 1)), at(18)) is OK
    assert state(read(CV, (at(17), 150, 140)), Reading(150, 0), at(18)) is OK


def test_a_document_of_an_old_day_that_brought_new_papers_is_fine():
    assert state(CV, Reading(90, 90, built=at(18) - timedelta(days=600)), at(18)) is OK


def test_an_empty_feed_on_a_day_with_an_announcement_is_stale():
    assert state(read(CV, (at(17), 150, 140)), NOTHING, at(18)) is STALE
    assert state(read(CV, (at(17), 150, 140)), NOTHING, at(18, 1)) is EMPTY


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (21, "arXiv announces nothing on Friday and Saturday evening."),
        (22, "arXiv announces nothing on Friday and Saturday evening."),
        (27, "arXiv announced nothing on Thursday, 26 November, a holiday."),
    ],
)
def test_a_weekend_or_a_holiday_without_papers_is_empty_as_expected(day: int, why: str):
    known = read(CV, (at(day - 1), 150, 140))
    assert judge(known, NOTHING, at(day), CALENDAR) == Verdict(EMPTY, why)
    empty = read(CV, (at(day - 1), 150, 140), (at(day, 1), 0, 0))
    assert judge(empty, SAME, at(day), CALENDAR) == Verdict(UNCHANGED, why)


def test_a_source_that_is_added_at_the_weekend_is_not_suspected():
    assert state(CV, NOTHING, at(21)) is EMPTY
    assert state(read(CV, (at(21), 0, 0)), SAME, at(22)) is UNCHANGED


def test_fridays_papers_on_a_saturday_are_unchanged_and_thursdays_are_stale():
    assert state(read(CV, (at(20), 150, 140)), SAME, at(21)) is UNCHANGED
    assert state(read(CV, (at(19), 150, 140)), SAME, at(21)) is STALE


def test_what_a_feed_of_arxivs_lacked_it_lacks_until_the_next_announcement():
    lacking = replace(
        read(CV, (at(18, 1), 40, 40)), state=INCOMPLETE, error="100 missing.", checked_to=CALENDAR.last_due(at(18))
    )
    assert judge(lacking, SAME, at(18), CALENDAR) == Verdict(INCOMPLETE, "100 missing.")
    assert state(lacking, SAME, at(19, 1)) is UNCHANGED
    assert state(lacking, Reading(150, 140), at(19)) is OK


def test_arxivs_days_differ_so_much_that_a_small_one_is_not_called_short():
    past = [(at(day), count, count) for day, count in zip(range(2, 14), (140, 60, 300, 120, 90, 130) * 2, strict=True)]
    assert state(read(CV, *past), Reading(25, 25), at(18)) is OK


# Other sources


def weekly(count: int, entries: int = 20, every: int = 7) -> Source:
    """A blog with a new entry every so many days, the last one on the first of November."""
    return read(BLOG, *((at(1 - every * n), entries, 1) for n in reversed(range(count))))


def test_a_source_is_stale_when_it_is_silent_for_twice_its_longest_silence():
    assert judge(weekly(6), SAME, at(15), CALENDAR) == Verdict(UNCHANGED)
    verdict = judge(weekly(6), SAME, at(16), CALENDAR)
    assert verdict.state is STALE
    assert verdict.why == "Nothing new for 15 days; its longest silence so far was 7."


def test_a_blog_that_posts_every_month_is_not_suspected_for_weeks():
    assert state(weekly(6, every=30), SAME, at(55)) is UNCHANGED
    assert state(weekly(6, every=30), SAME, at(65)) is STALE


def test_a_short_past_is_no_reason_for_an_alarm():
    assert state(weekly(4), SAME, at(300)) is UNCHANGED
    assert state(read(BLOG, *((at(1, hour), 20, 1) for hour in range(10))), SAME, at(60)) is UNCHANGED


def test_a_daily_source_may_rest_at_the_weekend():
    days = weekly(20, every=1)
    assert state(days, SAME, at(4)) is UNCHANGED
    assert state(days, SAME, at(5)) is STALE


def test_a_document_that_changed_without_anything_new_breaks_no_silence():
    assert state(weekly(6), Reading(20, 0), at(5)) is OK
    assert state(weekly(6), Reading(20, 0), at(20)) is STALE
    assert state(weekly(6), Reading(20, 1), at(20)) is OK


@pytest.mark.parametrize("kind", ["openreview", "cvf", "arxiv_api"])
def test_proceedings_and_searches_have_no_rhythm(kind: str):
    assert state(replace(weekly(6), kind=kind), SAME, at(300)) is UNCHANGED


@pytest.mark.parametrize(("entries", "expected"), [(20, OK), (10, OK), (9, INCOMPLETE), (0, INCOMPLETE)])
def test_a_source_that_always_has_twenty_entries_is_incomplete_with_far_fewer(entries: int, expected: SourceState):
    assert state(weekly(6), Reading(entries, min(entries, 1)), at(5)) is expected


def test_a_short_document_says_what_is_usual():
    assert judge(weekly(6), Reading(1, 1), at(5), CALENDAR).why == "It has 1 entry, where there are usually 20."
    assert judge(weekly(6), NOTHING, at(5), CALENDAR).why == "It has no entries, where there are usually 20."


def test_a_short_document_that_has_not_changed_is_incomplete_still():
    short = replace(weekly(6), state=INCOMPLETE, error="It has 1 entry, where there are usually 20.")
    assert judge(short, SAME, at(5), CALENDAR) == Verdict(INCOMPLETE, short.error)


def test_a_list_that_grows_through_the_day_is_not_suspected_in_the_morning():
    growing = read(BLOG, *((at(1 + n // 4, 6 * (n % 4)), 2 + 12 * (n % 4), 2) for n in range(16)))
    assert state(growing, Reading(2, 2), at(5)) is OK


def test_one_cut_document_does_not_make_the_next_one_look_whole():
    cut = replace(weekly(6), past=(*weekly(6).past, Visited(at(2), 3, 1)))
    assert state(cut, Reading(3, 0), at(5)) is INCOMPLETE


def test_a_publisher_that_shows_fewer_entries_for_two_weeks_shows_no_more():
    def since(day: int) -> Source:
        return replace(weekly(9), past=(*weekly(9).past, Visited(at(day), 5, 1), Visited(at(day + 1), 5, 1)))

    assert state(since(2), Reading(5, 1), at(15)) is INCOMPLETE
    assert state(since(2), Reading(5, 1), at(16)) is OK
    assert state(since(2), NOTHING, at(16)) is INCOMPLETE
    whole = replace(since(2), past=(*since(2).past, Visited(at(4), 20, 1)))
    assert state(whole, Reading(5, 1), at(16)) is INCOMPLETE


def test_a_source_without_entries_is_empty():
    assert judge(BLOG, NOTHING, at(18), CALENDAR) == Verdict(EMPTY)
