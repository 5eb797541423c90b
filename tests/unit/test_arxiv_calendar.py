"""arXiv's announcements: when they are made, what they cover, and the list of days without one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.arxiv_calendar import FILE, LARGEST, Calendar, Quiet, calendar_of, read_calendar
from bot.errors import SettingsError
from tests.fakes.arxiv_server import EASTERN

THANKSGIVING = Calendar({date(2026, 11, 26): "Thanksgiving"})
CHRISTMAS = Calendar({date(2026, 12, 25): "winter break"})


def eastern(day: int, hour: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=EASTERN)


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (eastern(17), eastern(16, 20)),  # midnight: Tuesday's feed shows Monday's announcement
        (eastern(16, 23), eastern(15, 20)),  # the evening before it does not
        (eastern(21, 12), eastern(19, 20)),  # on Saturday it is Thursday's
        (eastern(22, 23), eastern(19, 20)),
        (eastern(23), eastern(22, 20)),  # Monday's feed shows Sunday's
    ],
)
def test_the_feed_of_a_day_shows_what_was_announced_the_evening_before(at: datetime, due: datetime):
    assert Calendar().last_due(at) == due
    assert Calendar().last_due(at).tzinfo is UTC


@pytest.mark.parametrize(
    ("announced", "since", "until"),
    [
        (eastern(17, 20), eastern(16, 14), eastern(17, 14)),
        (eastern(22, 20), eastern(19, 14), eastern(20, 14)),  # Sunday: Thursday 14:00 to Friday 14:00
        (eastern(23, 20), eastern(20, 14), eastern(23, 14)),  # Monday: Friday 14:00 to Monday 14:00
    ],
)
def test_an_announcement_covers_the_submissions_between_two_cutoffs(
    announced: datetime, since: datetime, until: datetime
):
    assert Calendar().covers(announced) == (since, until)


def test_a_holiday_has_no_announcement_and_the_next_one_covers_its_submissions():
    assert THANKSGIVING.last_due(eastern(28)) == eastern(25, 20)
    assert THANKSGIVING.after(eastern(25, 20)) == eastern(29, 20)
    assert THANKSGIVING.covers(eastern(29, 20)) == (eastern(25, 14), eastern(27, 14))


@pytest.mark.parametrize("listed", [date(2026, 12, 25), date(2026, 12, 27)])
def test_a_holiday_on_a_friday_or_on_the_sunday_after_takes_sundays_announcement_away(listed: date):
    calendar = Calendar({listed: "winter break"})
    assert calendar.after(eastern(24, 20, month=12)) == eastern(28, 20, month=12)
    assert calendar.covers(eastern(28, 20, month=12)) == (eastern(24, 14, month=12), eastern(28, 14, month=12))


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (eastern(25, 9), None),
        (eastern(27, 9), Quiet(date(2026, 11, 26))),
        (eastern(28, 9), Quiet()),
        (eastern(29, 23), Quiet()),
        (eastern(30), None),
    ],
)
def test_a_day_is_quiet_at_the_weekend_and_after_a_holiday(at: datetime, why: Quiet | None):
    assert THANKSGIVING.quiet(at) == why


def test_the_monday_after_a_friday_without_cutoff_is_quiet_for_that_holiday():
    assert CHRISTMAS.quiet(eastern(26, 12, month=12)) == Quiet()  # Saturday, as always
    assert CHRISTMAS.quiet(eastern(28, 12, month=12)) == Quiet(date(2026, 12, 25))


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25)],
)
def test_a_clock_change_shifts_no_local_hour(day: date, hours: int):
    calendar = Calendar()
    sunday = datetime(day.year, day.month, day.day, 20, tzinfo=EASTERN)
    assert calendar.last_due(sunday + timedelta(hours=4)) == sunday
    assert calendar.feed_at(sunday) - calendar.feed_at(sunday - timedelta(days=1)) == timedelta(hours=hours)


def test_the_list_in_the_package_names_the_days_arxiv_published(tmp_path: Path):
    holidays = read_calendar(tmp_path / FILE).holidays
    assert {day.isoformat() for day in holidays if day.year == 2026} == {
        "2026-01-01", "2026-01-19", "2026-06-19", "2026-07-03", "2026-09-07", "2026-11-26", "2026-12-25",
        "2026-12-29", "2026-12-31",
    }  # fmt: skip
    assert {day.year for day in holidays} == {2025, 2026, 2027}


def test_a_list_of_the_operators_takes_its_place(tmp_path: Path):
    (tmp_path / FILE).write_text('[holidays]\n2026-11-24 = "staff meeting"\n', encoding="utf-8")
    assert read_calendar(tmp_path / FILE) == Calendar({date(2026, 11, 24): "staff meeting"})
    (tmp_path / FILE).write_text("", encoding="utf-8")
    assert read_calendar(tmp_path / FILE) == Calendar()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff", "is not a TOML file"),
        (b"[holidays", "is not a TOML file"),
        (b"x = " + b"[" * 50_000, "is not a TOML file"),
        (b"[holidays]\nsomeday = 'x'", "where a day such as 2026-11-26 belongs"),
        (b"[holidays]\n2026-02-30 = 'x'", "where a day such as 2026-11-26 belongs"),
        (b"[holidays]\n2026-11-26 = 1", "must give 2026-11-26 a name"),
        (b"holidays = 3", "must have one table"),
        (b"[other]\n", "must have one table"),
        (b"#" * (LARGEST + 1), "is too large"),
    ],
)
def test_a_bad_list_is_one_sentence_that_names_the_file(data: bytes, says: str):
    with pytest.raises(SettingsError, match=says) as caught:
        calendar_of(data, "days.toml")
    assert str(caught.value).startswith("days.toml ")


def test_a_list_that_cannot_be_read_is_said_so(tmp_path: Path):
    with pytest.raises(SettingsError, match="cannot be read"):
        read_calendar(tmp_path)
