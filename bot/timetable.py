"""What is due in a reader's own zone, right across both clock changes; and how a schedule is typed.

Pure: moments come in as arguments, the store remembers what was claimed. A local time that a clock change skips is
planned for the first moment after the gap; one that comes twice is planned once, for its first occurrence (the
reading of PEP 495 with fold=0).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.domain import Schedule

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)

EVERY_DAY = Schedule().weekdays
MAX_TIMES = 12
"""More pushes a day than this are taken for a slip."""

OFF = frozenset({"off", "none", "never", "关", "关闭", "停", "停止"})
WEEKDAYS = (
    "mon monday 一", "tue tues tuesday 二", "wed wednesday 三", "thu thur thurs thursday 四", "fri friday 五",
    "sat saturday 六", "sun sunday 日 天",
)  # fmt: skip
DAYS = {
    **dict.fromkeys(("daily", "every day", "每天", "每日"), EVERY_DAY),
    **dict.fromkeys(("weekdays", "weekday", "workdays", "工作日"), frozenset(range(1, 6))),
    **dict.fromkeys(("weekends", "weekend", "周末"), frozenset({6, 7})),
    **{name: frozenset({n}) for n, names in enumerate(WEEKDAYS, start=1) for name in names.split()},
}
DAY_WORD = rf"(?:周|星期|礼拜)?({'|'.join(sorted(DAYS, key=len, reverse=True))})(?![a-z])"
TYPED = re.compile(rf"(\d{{1,2}}):(\d\d)(?!\d)|{DAY_WORD}(?:\s*[-–—~至到]\s*{DAY_WORD})?|[\s,、;和]+")


@dataclass(frozen=True, slots=True, order=True)
class PlannedSlot:
    """A digest that the timetable promises: the `moment` in UTC, for `at` o'clock of the reader's `day`.

    Slots are ordered by moment. The text form (`2026-11-22T08:30`) is local and names the slot in a claim.
    """

    moment: datetime
    day: date
    at: time

    def __str__(self) -> str:
        return f"{self.day.isoformat()}T{self.at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Owed:
    """The slot to send now, and those before it that are passed over (oldest first)."""

    latest: PlannedSlot | None
    missed: tuple[PlannedSlot, ...] = ()


def due(schedule: Schedule, zone: str, now: datetime, after: datetime) -> Owed:
    """What is owed of the slots planned in (after, now]: only the latest is sent, however long the bot was away."""
    slots = planned(schedule, zone, after, now)
    return Owed(slots[-1], slots[:-1]) if slots else Owed(None)


def planned(schedule: Schedule, zone: str, after: datetime, until: datetime) -> tuple[PlannedSlot, ...]:
    """The slots planned in (after, until], in the order of their moments; none from before `schedule.since`."""
    return tuple(
        sorted(
            slot
            for slot in _slots(schedule, zone_of(zone), after, until)
            if after < slot.moment <= until and (schedule.since is None or slot.moment >= schedule.since)
        )
    )


def local_day(now: datetime, zone: str) -> date:
    """The date on the reader's calendar."""
    return now.astimezone(zone_of(zone)).date()


def zone_of(name: str) -> tzinfo:
    """The IANA zone of that name, or UTC where there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; malformed; a folder of zones, such as Europe
        return UTC


def parse_schedule(text: str) -> tuple[tuple[time, ...], frozenset[int]] | None:
    """The times and ISO weekdays that were typed, or None where that is not understood.

    `08:30`, `8:30,18:00`, `08:30 mon-fri`, `08:30 sat,sun`, `周一至周五 08:30`, `工作日 8:30`; no weekdays are all
    of them, and `off` is no times.
    """
    text = unicodedata.normalize("NFKC", text).casefold().strip()
    if text in OFF:
        return (), EVERY_DAY
    times: set[time] = set()
    days: frozenset[int] = frozenset()
    position = 0
    while position < len(text):
        match = TYPED.match(text, position)
        if match is None:
            return None
        hour, minute, first, last = match.groups()
        if hour is not None:
            if int(hour) > 23 or int(minute) > 59:
                return None
            times.add(time(int(hour), int(minute)))
        elif first is not None:
            days |= DAYS[first] if last is None else _span(DAYS[first], DAYS[last])
        position = match.end()
    return (tuple(sorted(times)), days or EVERY_DAY) if 0 < len(times) <= MAX_TIMES else None


def _span(first: frozenset[int], last: frozenset[int]) -> frozenset[int]:
    """The days from one to another, over the weekend where need be (`fri-mon`)."""
    start, stop = min(first), max(last)
    return frozenset((start + n - 1) % 7 + 1 for n in range((stop - start) % 7 + 1))


def _slots(schedule: Schedule, zone: tzinfo, after: datetime, until: datetime) -> Iterator[PlannedSlot]:
    """Candidates, to a day beyond the wall clock: it may have been put back over midnight (Newfoundland, 2010)."""
    if not schedule.times or after >= until:
        return
    day, last = after.astimezone(zone).date(), until.astimezone(zone).date() + DAY
    while day <= last:
        if day.isoweekday() in schedule.weekdays:
            for at in schedule.times:
                yield PlannedSlot(_moment(day, at, zone), day, at)
        day += DAY


def _moment(day: date, at: time, zone: tzinfo) -> datetime:
    local = datetime.combine(day, at, tzinfo=zone)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    return _end_of_gap(local.replace(fold=1).astimezone(UTC), moment, zone)


def _end_of_gap(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The first moment in (before, after] at which the zone keeps its new offset; offsets change on whole seconds."""
    new = after.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // SECOND // 2 * SECOND
        if middle.astimezone(zone).utcoffset() == new:
            after = middle
        else:
            before = middle
    return after
