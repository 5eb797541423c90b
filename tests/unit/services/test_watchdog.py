"""The watchdog: when it asks arXiv's search, for what, what it fills, and what it says of the source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest

from bot.arxiv_calendar import Calendar
from bot.domain import Announce, ArxivId, Entry, Source, SourceReport, SourceState
from bot.errors import FetchError, SourceError
from bot.rhythm import ARXIV
from bot.services.catalogue import catalogue
from bot.services.watchdog import Check, Watchdog, with_checks
from bot.store import Store
from bot.store.sources import Document, Visit
from bot.telemetry import Telemetry
from tests.fakes.arxiv_server import EASTERN
from tests.fakes.clock import FakeClock
from tests.fakes.papers import arxiv_id, entry, paper_id

CALENDAR = Calendar({date(2026, 11, 26): "Thanksgiving"})
CV = "arXiv cs.CV"
OK, UNCHANGED, EMPTY, STALE, INCOMPLETE, FAILED = SourceState


def eastern(day: int, hour: int = 0) -> datetime:
    """November 2026; the 16th is a Monday."""
    return datetime(2026, 11, day, hour, tzinfo=EASTERN)


@dataclass
class Search:
    """arXiv's search with so many papers, each submitted when it is said; `fault` is raised instead of an answer."""

    papers: dict[int, datetime] = field(default_factory=dict)
    fault: SourceError | None = None
    asked: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    named: list[list[str]] = field(default_factory=list)
    unknown: set[int] = field(default_factory=set)
    said: dict[str, str] = field(default_factory=dict)
    """What it says of every paper."""

    async def by_ids(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        self.named.append(list(ids))
        return tuple(self._entry(n) for n in self.papers if arxiv_id(n) in ids and n not in self.unknown)

    async def by_title(self, title: str) -> tuple[Entry, ...]:
        raise AssertionError("nothing is looked for by its title")

    async def submitted(self, category: str, since: datetime, until: datetime) -> tuple[Entry, ...]:
        self.asked.append((category, since, until))
        if self.fault:
            raise self.fault
        found = [n for n, at in self.papers.items() if since <= at < until and n not in self.unknown]
        return tuple(self._entry(n) for n in found)

    def _entry(self, number: int) -> Entry:
        key, at = f"http://arxiv.org/abs/{arxiv_id(number)}v1", self.papers[number]
        return entry(number, announce=None, key=key, published=at, **self.said)


@dataclass
class Dog:
    """A watchdog over one source, which a test lets be read."""

    store: Store
    clock: FakeClock
    search: Search = field(default_factory=Search)
    telemetry: Telemetry = field(default_factory=Telemetry)
    watchdog: Watchdog = field(init=False)

    def __post_init__(self) -> None:
        self.store.sources.configure([(CV, "https://rss.arxiv.org/rss/cs.CV", ARXIV)])
        self.restart()

    def restart(self) -> None:
        self.watchdog = Watchdog(self.store, self.search, CALENDAR, self.clock, self.telemetry)

    @property
    def source(self) -> Source:
        return next(s for s in self.store.sources.all() if s.name == CV)

    def read(self, at: datetime, numbers: Sequence[int] | None, state: SourceState = OK, error: str | None = None):
        """A reading of the feed then, which has these papers; None: no document came."""
        self.clock.set(at)
        document = None if numbers is None else Document(f"{at}")
        new = catalogue(self.store, CV, [entry(n) for n in numbers or ()], at, news=True).new
        visit = Visit(at, state, error, document, len(numbers or ()), new)
        self.store.sources.visited([(self.source.id, visit)])

    def has(self, numbers: Sequence[int], submitted: datetime) -> None:
        """The search has these papers."""
        self.search.papers |= dict.fromkeys(numbers, submitted)

    async def check(self, at: datetime | None = None) -> Check | None:
        if at is not None:
            self.clock.set(at)
        checks = await self.watchdog.run()
        return checks[0] if checks else None

    def stored(self) -> set[str]:
        return set(self.store.papers.get(f"arxiv:{arxiv_id(n)}" for n in range(1, 400)))


@pytest.fixture
def dog(store: Store, clock: FakeClock) -> Dog:
    return Dog(store, clock)


TUESDAY_SUBMITTED = eastern(17, 10)  # announced on Tuesday evening, in Wednesday's feed


async def test_a_feed_that_has_all_is_found_complete_and_stays_as_it_is(dog: Dog):
    dog.has([1, 2, 3], TUESDAY_SUBMITTED)
    dog.read(eastern(18, 1), [1, 2, 3])
    assert await dog.check() == Check(CV, whole=True)
    assert (dog.source.checked_to, dog.source.state, dog.source.error) == (eastern(17, 20), OK, None)
    assert dog.search.asked == [("cs.CV", eastern(16, 14), eastern(17, 14))]


async def test_an_announcement_is_checked_once(dog: Dog):
    dog.read(eastern(18, 1), [1])
    dog.has([1], TUESDAY_SUBMITTED)
    await dog.check()
    assert await dog.check(eastern(18, 23)) is None
    assert len(dog.search.asked) == 1


async def test_what_the_feed_lacked_is_news_of_that_source_and_makes_it_incomplete(dog: Dog):
    dog.has([1, 2, 3], TUESDAY_SUBMITTED)
    dog.read(eastern(18, 1), [1])
    check = await dog.check()
    sentence = "2 papers missing in the feed were fetched from arXiv's search."
    assert check == Check(CV, 2, whole=True, report=SourceReport(CV, INCOMPLETE, 2, error=sentence))
    assert (dog.source.state, dog.source.error) == (INCOMPLETE, sentence)
    records = dog.store.papers.get(f"arxiv:{arxiv_id(n)}" for n in (1, 2, 3))
    assert sorted(record.seq for record in records.values()) == [1, 2, 3]
    assert dog.telemetry.counters["source_gap"] == 1


async def test_what_comes_in_the_feed_after_all_is_no_second_paper(dog: Dog):
    dog.has([1, 2], TUESDAY_SUBMITTED)
    dog.read(eastern(18, 1), [1])
    await dog.check()
    assert catalogue(dog.store, CV, [entry(1), entry(2)], eastern(18, 5), news=True).new == 0
    with dog.store.database.read() as connection:
        assert connection.exec_driver_sql("select count(*) from sightings").scalar() == 2


@pytest.mark.parametrize(
    ("state", "error"), [(FAILED, "rss.arxiv.org answered 503."), (STALE, "Tuesday is not in the feed.")]
)
async def test_a_source_that_failed_or_is_stale_stays_so_and_says_that_the_papers_are_here(
    dog: Dog, state: SourceState, error: str
):
    dog.has([1], TUESDAY_SUBMITTED)
    dog.read(eastern(18, 4), None, state, error)
    assert (await dog.check() or Check("")).whole
    assert (dog.source.state, dog.source.checked_to) == (state, eastern(17, 20))
    assert dog.source.error == f"{error} 1 paper missing in the feed was fetched from arXiv's search."


async def test_a_document_that_was_cut_says_both(dog: Dog):
    dog.has([1, 2], TUESDAY_SUBMITTED)
    dog.read(eastern(18, 4), [1], INCOMPLETE, "It ends in the middle.")
    await dog.check()
    assert dog.source.error == "It ends in the middle. 1 paper missing in the feed was fetched from arXiv's search."


async def test_the_feed_is_asked_first(dog: Dog):
    dog.read(eastern(17, 23), [1])
    assert await dog.check(eastern(18, 8)) is None


async def test_a_feed_that_has_nothing_yet_has_three_hours(dog: Dog):
    dog.read(eastern(18, 1), None, UNCHANGED)
    assert await dog.check(eastern(18, 2)) is None
    assert await dog.check(eastern(18, 3)) is not None


async def test_a_source_that_was_never_checked_is_left_alone_at_the_weekend_and_on_a_holiday(dog: Dog):
    for day in (21, 22, 27):
        dog.read(eastern(day, 5), [], EMPTY)
        assert await dog.check() is None
    assert dog.search.asked == []


async def test_what_was_missed_on_friday_is_found_on_saturday(dog: Dog):
    dog.store.sources.checked(dog.source.id, eastern(18, 20))
    dog.has([1], eastern(19, 10))
    dog.read(eastern(21, 5), [], EMPTY)
    assert (await dog.check() or Check("")).filled == 1
    assert dog.source.checked_to == eastern(19, 20)


async def test_a_check_looks_back_over_three_announcements_but_not_to_before_the_source_was_read(dog: Dog):
    dog.store.sources.checked(dog.source.id, eastern(16, 20))
    dog.read(eastern(17, 1), [1])
    for day in (18, 19, 20):
        dog.has([day], eastern(day - 1, 10))
        dog.read(eastern(day, 1), [day])
        await dog.check()
    assert [since for _, since, _ in dog.search.asked] == [eastern(13, 14), eastern(13, 14), eastern(16, 14)]


async def test_an_outage_is_checked_from_where_it_began(dog: Dog):
    dog.read(eastern(3, 1), [1])
    dog.store.sources.checked(dog.source.id, eastern(2, 20))
    dog.has([2], eastern(4, 10))
    dog.read(eastern(18, 1), [3])
    await dog.check()
    assert dog.search.asked[-1][1] == eastern(2, 14)
    assert f"arxiv:{arxiv_id(2)}" in dog.stored()


async def test_no_gap_is_filled_for_more_than_thirty_days(dog: Dog):
    dog.read(eastern(1, 1) - timedelta(days=90), [1])
    dog.store.sources.checked(dog.source.id, CALENDAR.last_due(eastern(1) - timedelta(days=90)))
    dog.read(eastern(18, 1), [2])
    await dog.check()
    _, since, until = dog.search.asked[-1]
    assert until - since == timedelta(days=30)


async def test_comments_which_the_feed_leaves_out_are_taken_in_and_revise_nothing(dog: Dog):
    dog.has([1, 2], TUESDAY_SUBMITTED)
    dog.search.said = {"comment": "Accepted to CVPR 2026 (Oral)", "abstract": "Worded otherwise."}
    dog.read(eastern(18, 1), [1])
    before = dog.store.papers.get([paper_id(1)])[paper_id(1)]
    assert (await dog.check() or Check("")).filled == 1
    after = dog.store.papers.get([paper_id(1)])[paper_id(1)]
    assert after == replace(before, paper=replace(before.paper, comment="Accepted to CVPR 2026 (Oral)"))
    with dog.store.database.read() as connection:
        assert connection.exec_driver_sql("select count(*) from papers where revised_at is not null").scalar() == 0


# The index is late


async def test_an_index_without_the_announcement_is_late_and_looked_at_again_later(dog: Dog):
    dog.read(eastern(18, 1), [1, 2, 3])
    check = await dog.check()
    assert check == Check(CV, why="arXiv's search does not have the whole announcement yet.")
    assert (dog.source.checked_to, dog.source.state) == (None, OK)
    dog.has([1, 2, 3], TUESDAY_SUBMITTED)
    assert await dog.check(eastern(18, 1) + timedelta(minutes=14)) is None
    assert (await dog.check(eastern(18, 1) + timedelta(minutes=15)) or Check("")).whole


async def test_pauses_double_up_to_four_hours_and_a_new_announcement_ends_them(dog: Dog):
    dog.read(eastern(18, 1), [1, 2, 3])
    first, quarter = eastern(18, 1), timedelta(minutes=15)
    asked = [n for n in range(4 * 22) if await dog.check(first + n * quarter)]
    assert asked == [0, 1, 3, 7, 15, 31, 47, 63, 79]
    dog.read(eastern(19, 1), [4])
    assert await dog.check() is not None


async def test_what_a_late_index_has_already_is_filled_at_once_and_counted_together(dog: Dog):
    dog.read(eastern(18, 4), [1, 2], INCOMPLETE, None)
    dog.has([7, 8], TUESDAY_SUBMITTED)
    assert (await dog.check() or Check("")).filled == 2
    dog.has([1, 2, 9], TUESDAY_SUBMITTED)
    assert (await dog.check(eastern(18, 5)) or Check("")).whole
    assert dog.source.error == "3 papers missing in the feed were fetched from arXiv's search."


async def test_a_paper_that_was_held_back_is_asked_for_by_name_and_no_reason_for_doubt(dog: Dog):
    dog.has([1, 2], TUESDAY_SUBMITTED)
    dog.has([3], eastern(2))
    dog.read(eastern(18, 1), [1, 2, 3])
    assert (await dog.check() or Check("")).whole
    assert dog.search.named == [[arxiv_id(3)]]


async def test_a_paper_that_the_search_does_not_know_by_name_either_makes_the_index_late(dog: Dog):
    dog.has([1, 2, 3], TUESDAY_SUBMITTED)
    dog.search.unknown = {3}
    dog.read(eastern(18, 1), [1, 2, 3])
    assert not (await dog.check() or Check("")).whole


async def test_papers_announced_as_replaced_prove_nothing(dog: Dog):
    dog.has([1], TUESDAY_SUBMITTED)
    dog.read(eastern(18, 1), [1])
    old = entry(300, announce=Announce.REPLACE, arxiv=ArxivId(arxiv_id(300), 2))
    catalogue(dog.store, CV, [old], eastern(18, 1), news=True)
    assert (await dog.check() or Check("")).whole


async def test_without_a_feed_an_answer_with_far_fewer_papers_than_usual_is_not_the_whole(dog: Dog):
    for day in (16, 17):
        dog.read(eastern(day, 1), range(day * 10, day * 10 + 9))
    dog.store.sources.checked(dog.source.id, eastern(16, 20))
    dog.has([1, 2], TUESDAY_SUBMITTED)
    dog.read(eastern(18, 4), None, FAILED, "503.")
    check = await dog.check() or Check("")
    assert (check.filled, check.whole) == (2, False)
    dog.has([3], TUESDAY_SUBMITTED)
    assert (await dog.check(eastern(18, 5)) or Check("")).whole


# The search cannot be asked


async def test_a_search_that_is_away_changes_nothing(dog: Dog):
    dog.read(eastern(18, 1), [1])
    dog.search.fault = FetchError("export.arxiv.org answered 503.", status=503)
    before = dog.source
    assert await dog.check() == Check(CV, why="export.arxiv.org answered 503.")
    assert dog.source == before
    assert dog.telemetry.counters["source_check_failed"] == 1


async def test_a_search_that_asks_for_a_pause_has_it(dog: Dog):
    dog.read(eastern(18, 1), [1])
    dog.search.fault = FetchError("later", status=429, retry_after=7_200)
    await dog.check()
    assert await dog.check(eastern(18, 2)) is None
    assert await dog.check(eastern(18, 3)) is not None


async def test_after_a_restart_it_is_asked_again(dog: Dog):
    dog.read(eastern(18, 1), [1])
    dog.search.fault = SourceError("away")
    await dog.check()
    dog.restart()
    assert await dog.check() is not None


async def test_other_sources_are_none_of_its_business(dog: Dog):
    dog.store.sources.add("A blog", "https://blog.example/feed", "feed")
    dog.read(eastern(18, 1), [1])
    assert [check.source for check in await dog.watchdog.run()] == [CV]


async def test_the_category_stands_in_the_address(dog: Dog):
    dog.store.sources.configure([(CV, "http://127.0.0.1:80/rss/cs.CV%2Bcs.RO/", ARXIV)])
    dog.read(eastern(18, 1), [1])
    await dog.check()
    assert dog.search.asked[0][0] == "cs.CV+cs.RO"


async def test_a_feed_that_asks_to_be_left_alone_is_not_waited_for(dog: Dog):
    dog.read(eastern(17, 1), [1])
    dog.has([2, 3], TUESDAY_SUBMITTED)
    dog.read(eastern(17, 23), None, FAILED, "The server answers 429 and asks for a pause of a day.")
    assert await dog.check(eastern(18, 2)) is None
    check = await dog.check(eastern(18, 3))
    assert check is not None
    assert check.filled == 2


def test_reports_of_a_round_tell_what_the_checks_filled():
    reports = (SourceReport(CV, OK, 3, 1, 4), SourceReport("B", UNCHANGED))
    checks = (Check(CV, 2, report=SourceReport(CV, INCOMPLETE, 2, error="2 missing.")), Check("B", whole=True))
    assert with_checks(reports, checks) == (SourceReport(CV, INCOMPLETE, 5, 1, 4, "2 missing."), reports[1])
