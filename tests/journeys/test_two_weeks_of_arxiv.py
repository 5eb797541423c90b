"""Two weeks of arXiv, with all that went wrong in them: every paper is stored once, and each day says how it went."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.arxiv_calendar import Calendar, read_calendar
from bot.domain import SourceState
from bot.store import Store, open_store
from tests.fakes.arxiv_server import EASTERN, Announced, ArxivServer
from tests.fakes.arxiv_weeks import Day, weeks
from tests.fakes.clock import FakeClock

OK, UNCHANGED, EMPTY, STALE, INCOMPLETE, FAILED = SourceState
CV, RO = "arXiv cs.CV", "arXiv cs.RO"

WINDOWS = {
    # Day of the feed: first and last hour of submission, as day and hour of November, US Eastern.
    16: ((12, 14), (13, 14)),
    17: ((13, 14), (16, 14)),
    18: ((16, 14), (17, 14)),
    19: ((17, 14), (18, 14)),
    20: ((18, 14), (19, 14)),
    23: ((19, 14), (20, 14)),
    24: ((20, 14), (23, 14)),
    25: ((23, 14), (24, 14)),
    26: ((24, 14), (25, 14)),
    30: ((25, 14), (27, 14)),  # the 26th was Thanksgiving
}
DAYS = [date(2026, 11, day) for day in range(16, 31)]
EXPECTED = {
    # Day: state in the morning, in the evening.
    16: (OK, UNCHANGED),
    17: (OK, UNCHANGED),
    18: (STALE, STALE),
    19: (OK, UNCHANGED),
    20: (INCOMPLETE, INCOMPLETE),  # a partial feed
    21: (EMPTY, EMPTY),
    22: (EMPTY, EMPTY),
    23: (OK, UNCHANGED),  # the search's index is late
    24: (FAILED, FAILED),
    25: (FAILED, FAILED),
    26: (OK, UNCHANGED),  # the search is down
    27: (EMPTY, UNCHANGED),  # a holiday, which the feed itself does not know of
    28: (EMPTY, EMPTY),
    29: (EMPTY, EMPTY),
    30: (OK, UNCHANGED),
}


def november(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=EASTERN).astimezone(UTC)


def truth() -> list[Announced]:
    """About twenty papers a day, a third of robotics, some of these cross-listed; one that was held for a week."""
    found = []
    for day, ((first, first_hour), (last, last_hour)) in WINDOWS.items():
        since, until = november(first, first_hour), november(last, last_hour)
        count = 15 + day % 7
        for n in range(count):
            number = len(found) + 1
            categories = (("cs.CV",), ("cs.CV", "cs.RO"), ("cs.RO", "cs.CV"), ("cs.CV",), ("cs.RO",))[n % 5]
            found.append(
                Announced(
                    f"2611.{number:05d}",
                    f"Invented study {number} of lantern {number * 7919 % 1000}",
                    f"We watch lantern {number} from hill {number * 31 % 97}. It is seen well.",
                    since + (until - since) * n / count,
                    date(2026, 11, day),
                    categories,
                    (f"Ada Invented{number}", f"Bo Madeup{number}"),
                )
            )
    held = Announced("2611.09999", "A held study of kites", "We fly kites.", november(3), date(2026, 11, 19))
    return [*found, held]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'weeks.sqlite'}")
    yield opened
    opened.close()


async def test_two_weeks_with_everything_that_goes_wrong_lose_no_paper_and_say_each_day_how_it_went(
    store: Store, tmp_path: Path
):
    listed, clock = truth(), FakeClock(november(16))
    with ArxivServer(listed, clock, largest_page=20) as arxiv:
        arxiv.stale = {date(2026, 11, 18)}
        arxiv.partial = {date(2026, 11, 20): 4}
        arxiv.indexed = {date(2026, 11, 23): november(23, 12)}
        arxiv.down = {date(2026, 11, 24), date(2026, 11, 25)}
        arxiv.search_down = {date(2026, 11, 26)}
        arxiv.replaced = {date(2026, 11, 19): ("2611.00001", "2611.00002")}
        async with weeks(arxiv, store, clock, read_calendar(tmp_path / "none"), ("cs.CV", "cs.RO")) as bot:
            lived = {day.day: await bot.live(day) for day in DAYS}
            stored = bot.stored()
        hasty, searches = arxiv.hasty, len(arxiv.searches)
    assert [name for name, _ in stored] == sorted(paper.name for paper in listed)
    assert sorted(seq for _, seq in stored if seq) == list(range(1, len(listed) + 1))
    for name in (CV, RO):
        assert {day: (d.morning[name], d.evening[name]) for day, d in lived.items()} == EXPECTED
    assert_what_the_operator_reads(lived)
    assert (hasty, searches < 200) == (0, True)


def assert_what_the_operator_reads(lived: dict[int, Day]) -> None:
    """The sentences beside the states."""
    assert lived[16].said[CV] is None
    late = "The announcement of Tuesday, 17 November is not in the feed; its papers were fetched from arXiv's search."
    assert lived[18].said[CV] == late
    assert (lived[20].said[CV] or "").endswith("papers missing in the feed were fetched from arXiv's search.")
    assert lived[22].said[CV] == "arXiv announces nothing on Friday and Saturday evening."
    assert [check.whole for check in lived[23].checks if check.source == CV] == [False, False, True]
    assert "503" in (lived[24].said[CV] or "")
    assert sum(check.filled for check in lived[24].checks) > 0
    assert not any(check.whole for check in lived[26].checks)
    assert lived[27].said[CV] == "arXiv announced nothing on Thursday, 26 November, a holiday."


@pytest.mark.shared
async def test_two_real_weeks_lose_no_paper_either(store: Store, shared_data: Path):
    calendar = Calendar()
    days = [date(2025, 5, 12) + timedelta(days=n) for n in range(14)]
    listed, clock = real(shared_data, days, calendar), FakeClock(datetime(2025, 5, 12, tzinfo=EASTERN))
    with ArxivServer(listed, clock) as arxiv:
        arxiv.stale = {date(2025, 5, 13)}
        arxiv.partial = {date(2025, 5, 15): 40}
        arxiv.down = {date(2025, 5, 19), date(2025, 5, 20)}
        arxiv.search_down = {date(2025, 5, 21)}
        arxiv.indexed = {date(2025, 5, 22): datetime(2025, 5, 22, 12, tzinfo=EASTERN)}
        async with weeks(arxiv, store, clock, calendar, ("cs.CV",)) as bot:
            mornings = [(await bot.live(day)).morning[CV] for day in days]
            stored = bot.stored()
        hasty = arxiv.hasty
    week = [OK, STALE, OK, INCOMPLETE, OK, EMPTY, EMPTY]
    assert mornings == [*week, FAILED, FAILED, OK, OK, OK, EMPTY, EMPTY]
    assert [name for name, _ in stored] == sorted(paper.name for paper in listed)
    assert sorted(seq for _, seq in stored if seq) == list(range(1, len(listed) + 1))
    assert hasty == 0


def real(shared: Path, days: list[date], calendar: Calendar) -> list[Announced]:
    """The announcements of those days. When each paper was submitted is not known: some time in its window."""
    found = []
    with gzip.open(next((shared / "papers").glob("*.jsonl.gz")), "rt", encoding="utf-8") as file:
        for n, raw in enumerate(map(json.loads, file)):
            day = date.fromisoformat(raw["announced"])
            if day in days:
                since, until = calendar.covers(
                    calendar.last_due(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
                )
                submitted = (since + (until - since) * (n % 97) / 97).replace(microsecond=0)
                said = raw["title"], raw["abstract"], submitted, day, tuple(raw["categories"]), tuple(raw["authors"])
                found.append(Announced(raw["id"], *said, raw["comment"] or ""))
    return found
