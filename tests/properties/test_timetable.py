"""A year of ticks in forty zones: every planned slot exactly once, never early, never more than a tick late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import Schedule
from bot.timetable import PlannedSlot, due, parse_schedule, planned

ZONES = (
    "UTC", "Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Lagos", "America/Anchorage",
    "America/Argentina/Buenos_Aires", "America/Asuncion", "America/Bogota", "America/Chicago", "America/Denver",
    "America/Halifax", "America/Havana", "America/Los_Angeles", "America/Mexico_City", "America/New_York",
    "America/Nuuk", "America/Santiago", "America/Sao_Paulo", "America/St_Johns", "Asia/Beirut", "Asia/Dubai",
    "Asia/Gaza", "Asia/Jerusalem", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tehran",
    "Asia/Tokyo", "Atlantic/Azores", "Australia/Adelaide", "Australia/Lord_Howe", "Australia/Sydney",
    "Europe/Berlin", "Europe/Dublin", "Europe/London", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham",
    "Pacific/Kiritimati",
)  # fmt: skip
# Around midnight and between one and three o'clock lie the clock changes.
TIMES = (time(0, 0), time(0, 30), time(1, 59), time(2, 0), time(2, 10), time(2, 59), time(8, 30), time(23, 59))
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

schedules = st.builds(
    Schedule,
    times=st.sets(st.times().map(lambda t: t.replace(second=0, microsecond=0)), max_size=4).map(
        lambda s: tuple(sorted(s))
    ),
    weekdays=st.frozensets(st.integers(1, 7)),
)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (made aware)
spans = st.integers(1, 60 * 24 * 20).map(lambda minutes: timedelta(minutes=minutes))


def tick(number: int) -> datetime:
    """A tick a minute over the year, each up to twenty seconds late."""
    return START + number * MINUTE + timedelta(milliseconds=number * 7919 % 20_000)


def first_reaching(zone: ZoneInfo, day: date, at: time) -> datetime:
    """By another way than the code under test: of the moments around, the first whose wall clock has got there."""
    wall = datetime.combine(day, at)
    around = (datetime.combine(day, time(), tzinfo=UTC) + n * HOUR for n in (-26, -13, 0, 13, 26, 39))
    offsets = {moment.astimezone(zone).utcoffset() for moment in around}
    moments = sorted(wall.replace(tzinfo=UTC) - offset for offset in offsets if offset is not None)
    exact = [m for m in moments if m.astimezone(zone).replace(tzinfo=None) == wall]
    if exact:
        return exact[0]
    moment = moments[0]
    while moment.astimezone(zone).replace(tzinfo=None) < wall:
        moment += MINUTE
    return moment


def days() -> Iterator[date]:
    day = START.date() + timedelta(days=1)
    while day < END.date() - timedelta(days=1):
        yield day
        day += timedelta(days=1)


@pytest.mark.parametrize("zone", ZONES)
def test_every_slot_of_a_year_comes_once_never_early_and_within_a_tick(zone: str) -> None:
    """Each slot is asked for at the tick that finds it; that the ticks between find none is the next property's."""
    schedule = Schedule(TIMES)
    came: dict[str, datetime] = {}
    for slot in planned(schedule, zone, START, END):
        number = -(-(slot.moment - START) // MINUTE)
        answer = due(schedule, zone, tick(number), tick(number - 1))
        assert answer.latest is not None
        for found in (*answer.missed, answer.latest):
            assert found.moment <= tick(number) < found.moment + MINUTE + timedelta(seconds=20)
            assert came.setdefault(str(found), found.moment) == found.moment
    where = ZoneInfo(zone)
    expected = {f"{day}T{at:%H:%M}": first_reaching(where, day, at) for day in days() for at in TIMES}
    assert {name: moment for name, moment in came.items() if name in expected} == expected
    assert all(
        name[:10] in (str(START.date()), "2025-12-31", "2026-12-31", "2027-01-01") for name in came.keys() - expected
    )


@given(schedules, st.sampled_from(ZONES), moments, spans, spans)
def test_two_spans_side_by_side_hold_what_the_whole_holds(
    schedule: Schedule, zone: str, start: datetime, one: timedelta, two: timedelta
) -> None:
    middle, end = start + one, start + one + two
    parts = planned(schedule, zone, start, middle) + planned(schedule, zone, middle, end)
    assert parts == planned(schedule, zone, start, end)
    assert len(set(map(str, parts))) == len(parts)


@given(schedules, st.sampled_from(ZONES), moments, spans)
def test_what_is_owed_is_the_whole_span_and_only_its_last_is_sent(
    schedule: Schedule, zone: str, start: datetime, span: timedelta
) -> None:
    answer = due(schedule, zone, start + span, start)
    latest: tuple[PlannedSlot, ...] = () if answer.latest is None else (answer.latest,)
    assert answer.missed + latest == planned(schedule, zone, start, start + span)


@given(schedules, st.sampled_from(ZONES), moments, spans)
def test_nothing_is_planned_before_the_schedule_was_set(
    schedule: Schedule, zone: str, start: datetime, span: timedelta
) -> None:
    since = Schedule(schedule.times, schedule.weekdays, since=start + span / 2)
    everything = planned(schedule, zone, start, start + span)
    assert planned(since, zone, start, start + span) == tuple(s for s in everything if s.moment >= start + span / 2)


@given(
    st.text(st.sampled_from("0123456789:：,-至周一五日 monfriweekday工作off\n\0²"), max_size=30) | st.text(max_size=30)
)
def test_whatever_is_typed_the_parser_answers(text: str) -> None:
    answer = parse_schedule(text)
    if answer is not None:
        times, weekdays = answer
        assert list(times) == sorted(set(times))
        assert weekdays
        assert weekdays <= set(range(1, 8))
