"""Which slots are owed at a moment, in the reader's own zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain import Schedule
from bot.timetable import EVERY_DAY, MAX_TIMES, Owed, due, local_day, parse_schedule, planned

MORNING = Schedule((time(8, 30),))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def moments(schedule: Schedule, zone: str, after: str, until: str) -> list[tuple[str, str]]:
    return [(str(s), f"{s.moment:%d %H:%M}") for s in planned(schedule, zone, at(after), at(until))]


def test_a_slot_is_owed_from_its_minute_on() -> None:
    slot = due(MORNING, "Europe/Berlin", at("2026-11-22T07:30"), at("2026-11-22T07:29")).latest
    assert slot is not None
    assert (str(slot), slot.day, slot.at) == ("2026-11-22T08:30", date(2026, 11, 22), time(8, 30))
    assert slot.moment == at("2026-11-22T07:30")


def test_a_slot_is_not_owed_before_its_minute() -> None:
    assert due(MORNING, "Europe/Berlin", at("2026-11-22T07:29"), at("2026-11-22T00:00")) == Owed(None)


def test_a_slot_that_lies_at_the_beginning_of_the_span_belongs_to_the_span_before() -> None:
    assert due(MORNING, "UTC", at("2026-11-22T08:31"), at("2026-11-22T08:30")) == Owed(None)


def test_without_times_nothing_is_due() -> None:
    assert due(Schedule(), "UTC", at("2026-11-22T08:31"), at("2026-01-01T00:00")) == Owed(None)


def test_a_clock_that_went_backwards_owes_nothing() -> None:
    assert due(MORNING, "UTC", at("2026-11-20T09:00"), at("2026-11-22T09:00")) == Owed(None)


def test_after_three_days_away_only_the_latest_is_sent_and_the_others_are_named() -> None:
    what = due(MORNING, "UTC", at("2026-11-22T12:00"), at("2026-11-19T12:00"))
    assert str(what.latest) == "2026-11-22T08:30"
    assert [str(s) for s in what.missed] == ["2026-11-20T08:30", "2026-11-21T08:30"]


def test_what_was_planned_before_the_schedule_was_set_is_not_due() -> None:
    late = Schedule((time(8, 30),), since=at("2026-11-22T08:30:20"))
    assert due(late, "UTC", at("2026-11-22T08:31"), at("2026-11-22T08:00")) == Owed(None)
    in_time = Schedule((time(8, 30),), since=at("2026-11-22T08:30"))
    assert str(due(in_time, "UTC", at("2026-11-22T08:31"), at("2026-11-22T08:00")).latest) == "2026-11-22T08:30"


def test_weekdays_are_those_of_the_readers_calendar() -> None:
    mondays = Schedule((time(8, 0),), frozenset({1}))
    # Monday 8 o'clock in Auckland is Sunday evening in UTC
    assert moments(mondays, "Pacific/Auckland", "2026-11-16T00:00", "2026-11-24T00:00") == [
        ("2026-11-23T08:00", "22 19:00")
    ]


def test_a_local_time_that_spring_skips_is_sent_right_after_the_gap() -> None:
    night = Schedule((time(2, 30),))
    assert moments(night, "Europe/Berlin", "2026-03-28T00:00", "2026-03-30T12:00") == [
        ("2026-03-28T02:30", "28 01:30"),
        ("2026-03-29T02:30", "29 01:00"),
        ("2026-03-30T02:30", "30 00:30"),
    ]


def test_a_local_time_that_autumn_repeats_is_sent_once_at_its_first_occurrence() -> None:
    night = Schedule((time(2, 30),))
    assert moments(night, "Europe/Berlin", "2026-10-24T12:00", "2026-10-26T00:00") == [("2026-10-25T02:30", "25 00:30")]


def test_a_gap_of_half_an_hour_is_found_to_the_second() -> None:
    night = Schedule((time(2, 10),))
    assert moments(night, "Australia/Lord_Howe", "2026-10-03T12:00", "2026-10-04T12:00") == [
        ("2026-10-04T02:10", "03 15:30")
    ]


def test_a_day_that_a_zone_skips_is_made_good_as_the_next_begins() -> None:
    # Samoa went from 29 to 31 December 2011 when it crossed the date line
    assert moments(MORNING, "Pacific/Apia", "2011-12-29T20:00", "2011-12-30T23:00") == [
        ("2011-12-30T08:30", "30 10:00"),
        ("2011-12-31T08:30", "30 18:30"),
    ]


def test_a_slot_just_before_the_clock_goes_back_over_midnight_is_not_lost() -> None:
    # in Newfoundland the clock went from 00:01 back to 23:01 of the day before
    midnight = Schedule((time(0, 0),))
    assert moments(midnight, "America/St_Johns", "2010-11-07T02:29", "2010-11-07T02:31") == [
        ("2010-11-07T00:00", "07 02:30")
    ]
    assert moments(midnight, "America/St_Johns", "2010-11-07T02:31", "2010-11-07T12:00") == []


def test_two_slots_in_one_gap_are_sent_as_one() -> None:
    nights = Schedule((time(2, 10), time(2, 40)))
    what = due(nights, "Europe/Berlin", at("2026-03-29T01:00"), at("2026-03-29T00:59"))
    assert (str(what.latest), [str(s) for s in what.missed]) == ("2026-03-29T02:40", ["2026-03-29T02:10"])


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "Europe", "../../etc/passwd", "/etc/localtime", "a\0b", "欧洲"])
def test_an_unknown_zone_is_utc(zone: str) -> None:
    assert moments(MORNING, zone, "2026-11-22T00:00", "2026-11-23T00:00") == [("2026-11-22T08:30", "22 08:30")]


@pytest.mark.parametrize(
    ("zone", "day"), [("UTC", 22), ("Asia/Shanghai", 23), ("America/Los_Angeles", 22), ("Nowhere/Else", 22)]
)
def test_the_local_day_is_the_date_on_the_readers_calendar(zone: str, day: int) -> None:
    assert local_day(at("2026-11-22T20:00"), zone) == date(2026, 11, day)


def test_a_day_without_the_weekday_owes_nothing() -> None:
    workdays = Schedule((time(8, 30),), EVERY_DAY - {6, 7})
    assert planned(workdays, "UTC", at("2026-11-20T23:00"), at("2026-11-20T23:00") + timedelta(days=2)) == ()


MON_FRI = frozenset(range(1, 6))


@pytest.mark.parametrize(
    ("text", "times", "days"),
    [
        ("08:30", ["08:30"], EVERY_DAY),
        ("8:30", ["08:30"], EVERY_DAY),
        (" 08:30 , 18:00 ", ["08:30", "18:00"], EVERY_DAY),
        ("18:00 08:30 18:00", ["08:30", "18:00"], EVERY_DAY),
        ("08:30 mon-fri", ["08:30"], MON_FRI),
        ("08:30 Monday - Friday", ["08:30"], MON_FRI),
        ("mon–fri 8:30", ["08:30"], MON_FRI),
        ("08:30 mon,wed", ["08:30"], {1, 3}),
        ("08:30 sat-sun", ["08:30"], {6, 7}),
        ("08:30 fri-mon", ["08:30"], {5, 6, 7, 1}),
        ("08:30 tue-tue", ["08:30"], {2}),
        ("08:30 mon,wed-fri,sun", ["08:30"], {1, 3, 4, 5, 7}),
        ("08:30 weekdays", ["08:30"], MON_FRI),
        ("every day 23:59", ["23:59"], EVERY_DAY),
        ("0:00 weekend", ["00:00"], {6, 7}),
        ("周一至周五 8:30", ["08:30"], MON_FRI),
        ("周一到五08:30", ["08:30"], MON_FRI),
        ("8：30，18：00 工作日", ["08:30", "18:00"], MON_FRI),
        ("工作日08:30", ["08:30"], MON_FRI),
        ("周一、周三 9:00", ["09:00"], {1, 3}),
        ("周一三五 9:00", ["09:00"], {1, 3, 5}),
        ("星期六和礼拜天 10:00", ["10:00"], {6, 7}),
        ("周末 10:00", ["10:00"], {6, 7}),
        ("每天 ０８:３０", ["08:30"], EVERY_DAY),
        ("off", [], EVERY_DAY),
        (" OFF ", [], EVERY_DAY),
        ("关闭", [], EVERY_DAY),
    ],
)  # fmt: skip
def test_a_schedule_is_read_as_people_type_it(text: str, times: list[str], days: set[int]) -> None:
    assert parse_schedule(text) == (tuple(time.fromisoformat(x) for x in times), frozenset(days))


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "mon-fri", "24:00", "8:60", "8", "830", "08:300", "108:30", "08:30 funday", "08:30 off",
        "08:30 mondays-x", "08:30-18:00", "-", "08:30 -fri", "at 8:30 please", "08:30 monfri", "08:30 <b>", "周八 8:30",
        ",".join(f"{hour}:00" for hour in range(MAX_TIMES + 1)),
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_not_understood(text: str) -> None:
    assert parse_schedule(text) is None
