"""arXiv's calendar, over years, clock changes and any list of holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.arxiv_calendar import Calendar
from tests.fakes.arxiv_server import EASTERN

YEARS = st.integers(0, 30 * 366 * 24 * 60).map(lambda n: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
HOLIDAYS = st.dictionaries(st.dates(date(2010, 1, 1), date(2040, 1, 1)), st.just("x"), max_size=12)
NEAR = st.builds(
    lambda days: {date(2026, 11, 1) + timedelta(days=n): "x" for n in days}, st.sets(st.integers(-20, 20), max_size=15)
)
CALENDARS = st.builds(Calendar, HOLIDAYS | NEAR)
SOON = st.integers(0, 46 * 24 * 60).map(lambda n: datetime(2026, 10, 10, tzinfo=UTC) + timedelta(minutes=n))
MOMENTS = YEARS | SOON


@given(CALENDARS, MOMENTS)
def test_a_moment_lies_between_the_feeds_of_two_announcements_that_follow_each_other(calendar: Calendar, at: datetime):
    last = calendar.last_due(at)
    following = calendar.after(last)
    assert calendar.feed_at(last) <= at < calendar.feed_at(following)
    assert calendar.after(last) == following
    assert calendar.before(following) == last


@given(CALENDARS, MOMENTS)
def test_announcements_are_made_at_eight_in_the_evening_from_sunday_to_thursday(calendar: Calendar, at: datetime):
    evening = calendar.last_due(at).astimezone(EASTERN)
    assert (evening.hour, evening.minute) == (20, 0)
    assert evening.isoweekday() in (7, 1, 2, 3, 4)
    assert evening.date() not in calendar.holidays
    assert calendar.feed_at(evening).astimezone(EASTERN).hour == 0


@given(CALENDARS, MOMENTS)
def test_every_submission_belongs_to_one_announcement(calendar: Calendar, at: datetime):
    announcement = calendar.last_due(at)
    since, until = calendar.covers(announcement)
    assert since < until <= announcement
    assert calendar.covers(calendar.after(announcement))[0] == until
    assert calendar.covers(calendar.before(announcement))[1] == since
    assert until.astimezone(EASTERN).hour == 14


@given(CALENDARS, MOMENTS)
def test_a_day_is_quiet_or_its_feed_was_made_that_day(calendar: Calendar, at: datetime):
    made = calendar.feed_at(calendar.last_due(at)).astimezone(EASTERN).date()
    assert (calendar.quiet(at) is None) == (made == at.astimezone(EASTERN).date())
