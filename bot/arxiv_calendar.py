"""When arXiv announces papers, and which submissions each announcement is made of.

Announcements are made at 20:00 US Eastern, Sunday to Thursday. Each has the submissions that came in until a cutoff at
14:00: of the same day, for Sunday's of the Friday before. The RSS feeds are made anew at the midnight that follows.
On a holiday there is no cutoff, and so no announcement of it: one on a Friday takes Sunday's away.
https://info.arxiv.org/help/availability.html

An announcement is named by its moment, in UTC. Pure, but for `read_calendar`, which reads the list of holidays once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.errors import SettingsError

ZONE = "America/New_York"
FILE = "arxiv_holidays.toml"
"""The list in the package; a file of that name in BANDU_HOME takes its place."""
LARGEST = 100_000
"""Bytes of such a file at most."""

ANNOUNCED = time(20)
CUTOFF = time(14)
DAY = timedelta(days=1)
FRIDAY, SATURDAY, SUNDAY = 5, 6, 7


@dataclass(frozen=True, slots=True)
class Quiet:
    """Why arXiv's feeds have nothing today: it is the weekend, or the day (US Eastern) of this holiday was one."""

    holiday: date | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """arXiv's announcements, given the days (US Eastern) without one and what each is called."""

    holidays: Mapping[date, str] = field(default_factory=dict)

    def last_due(self, at: datetime) -> datetime:
        """The latest announcement that the feeds made until then should show."""
        evening = eastern(at).date() - DAY
        while not self._announces(evening):
            evening -= DAY
        return _moment(evening, ANNOUNCED)

    def after(self, announcement: datetime) -> datetime:
        """The announcement that follows."""
        evening = eastern(announcement).date() + DAY
        while not self._announces(evening):
            evening += DAY
        return _moment(evening, ANNOUNCED)

    def before(self, announcement: datetime) -> datetime:
        """The announcement that went before."""
        evening = eastern(announcement).date() - DAY
        while not self._announces(evening):
            evening -= DAY
        return _moment(evening, ANNOUNCED)

    def feed_at(self, announcement: datetime) -> datetime:
        """When the feeds that show it are made."""
        return _moment(eastern(announcement).date() + DAY, time(0))

    def covers(self, announcement: datetime) -> tuple[datetime, datetime]:
        """The submissions it is made of: from the one moment until before the other."""
        return _cutoff(self.before(announcement)), _cutoff(announcement)

    def quiet(self, at: datetime) -> Quiet | None:
        """Why the feeds have nothing on the day (US Eastern) of that moment; None where they show an announcement."""
        evening = eastern(at).date() - DAY
        if self._announces(evening):
            return None
        holiday = evening if evening in self.holidays else _friday_of(evening)
        return Quiet(holiday if holiday in self.holidays and evening.isoweekday() not in (FRIDAY, SATURDAY) else None)

    def _announces(self, evening: date) -> bool:
        if evening.isoweekday() in (FRIDAY, SATURDAY) or evening in self.holidays:
            return False
        return _friday_of(evening) not in self.holidays


NO_HOLIDAYS = Calendar()


def read_calendar(override: Path) -> Calendar:
    """The calendar with the holidays of this file, or with the package's where there is none. Raises SettingsError."""
    try:
        with override.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return calendar_of(resources.files("bot").joinpath(FILE).read_bytes(), FILE)
    except OSError as error:
        raise SettingsError(f"{override} cannot be read: {error.strerror}.") from error
    return calendar_of(data, str(override))


def calendar_of(data: bytes, name: str) -> Calendar:
    """The calendar that a list says: a table `holidays` of days and names. Raises SettingsError, naming the file."""
    if len(data) > LARGEST:
        raise SettingsError(f"{name} is too large for a list of holidays.")
    try:
        said = tomllib.loads(data.decode())
    except ValueError as error:  # not UTF-8, or not TOML
        raise SettingsError(f"{name} is not a TOML file: {error}.") from error
    except RecursionError:
        raise SettingsError(f"{name} is not a TOML file: it is nested too deep.") from None
    listed = said.get("holidays", {})
    if not isinstance(listed, dict) or said.keys() - {"holidays"}:
        raise SettingsError(f"{name} must have one table, [holidays], and nothing else.")
    return Calendar(dict(_holiday(day, called, name) for day, called in listed.items()))


def eastern(moment: datetime) -> datetime:
    """The moment as arXiv's clocks show it."""
    return moment.astimezone(ZoneInfo(ZONE))


def _holiday(day: str, called: object, name: str) -> tuple[date, str]:
    if not isinstance(called, str):
        raise SettingsError(f"{name} must give {day} a name in quotation marks.")
    try:
        return date.fromisoformat(day), called
    except ValueError:
        raise SettingsError(f"{name} has {day!r} where a day such as 2026-11-26 belongs.") from None


def _friday_of(evening: date) -> date:
    """The day of the cutoff of that evening's announcement."""
    return evening - 2 * DAY if evening.isoweekday() == SUNDAY else evening


def _cutoff(announcement: datetime) -> datetime:
    return _moment(_friday_of(eastern(announcement).date()), CUTOFF)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
