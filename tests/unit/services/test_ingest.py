"""Reading the sources: what each one's answer means, and that none stops another."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.arxiv_calendar import Calendar
from bot.domain import Entry, ParsedFeed, Source, SourceSpec, SourceState
from bot.errors import FetchError, ParseError
from bot.ports import Fetched
from bot.rhythm import Reading, Verdict, judge
from bot.services.ingest import Ingest
from bot.services.pages import MOST_PAGES
from bot.services.portions import PORTION
from bot.store import Store
from bot.telemetry import Telemetry
from tests.fakes.clock import FakeClock
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.papers import entries, paper_id

A, B = "https://a.example.org/rss", "https://b.example.org/rss"


class Feeds:
    """A parser for documents of one line: the papers' numbers, `cut` where the rest is missing, `>` for a next page."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.charsets: list[str] = []

    async def __call__(self, kind: str, fetched: Fetched) -> ParsedFeed:
        self.asked.append((kind, fetched.url))
        self.charsets.append(fetched.charset)
        words = (fetched.body or b"").decode().split()
        if "<html>" in words:
            raise ParseError("This is a web page, not a feed.")
        if "bug" in words:
            raise RuntimeError("a bug of ours")
        if "hostile" in words:
            return ParsedFeed((Entry(title="half a \ud800 pair"),))
        numbers = [int(word) for word in words if word.isdecimal()]
        onwards = words[words.index(">") + 1] if ">" in words else ""
        trouble = "The document ends in the middle." if "cut" in words else None
        return ParsedFeed(entries(numbers), trouble, title="A feed", ttl=timedelta(hours=3), onwards=onwards)


@pytest.fixture
def fetcher() -> FakeFetcher:
    return FakeFetcher()


@pytest.fixture
def feeds() -> Feeds:
    return Feeds()


@pytest.fixture
def telemetry() -> Telemetry:
    return Telemetry()


@pytest.fixture
def ingest(store: Store, fetcher: FakeFetcher, feeds: Feeds, clock: FakeClock, telemetry: Telemetry) -> Ingest:
    store.sources.configure([("A", A, "arxiv_api"), ("B", B, "feed")])
    return made(store, fetcher, feeds, clock, telemetry)


def made(
    store: Store, fetcher: FakeFetcher, feeds: Feeds, clock: FakeClock, telemetry: Telemetry | None = None
) -> Ingest:
    return Ingest(
        store,
        fetcher,
        feeds,
        clock,
        telemetry or Telemetry(),
        judge=partial(judge, calendar=Calendar()),
        is_news=lambda kind: kind != "cvf",
        chance=lambda: 0.5,
    )


def source(store: Store, name: str) -> Source:
    return next(s for s in store.sources.all() if s.name == name)


async def test_every_source_is_read_by_its_kind_and_reported(
    ingest: Ingest, fetcher: FakeFetcher, feeds: Feeds, telemetry: Telemetry
):
    fetcher.answers = {A: b"1 2 3", B: b"3 4"}
    report = await ingest.run()
    assert [(s.name, s.status, s.new, s.revised, s.seen) for s in report.sources] in (
        [("A", "ok", 3, 0, 3), ("B", "ok", 1, 0, 2)],
        [("A", "ok", 2, 0, 3), ("B", "ok", 2, 0, 2)],
    )
    assert (report.papers, report.offline) == (4, False)
    assert sorted(feeds.asked) == [("arxiv_api", A), ("feed", B)]
    assert telemetry.counters["source_read"] == 2


async def test_entries_that_are_one_paper_are_seen_twice_and_new_once(ingest: Ingest, fetcher: FakeFetcher):
    fetcher.answers = {A: b"1 1 1", B: b""}
    report = await ingest.run()
    assert (report.sources[0].seen, report.sources[0].new) == (3, 1)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"<html>", "This is a web page, not a feed."),
        (FetchError("The server answers 503."), "The server answers 503."),
        (b"bug", "The document could not be taken in (RuntimeError)."),
        (b"hostile", "The document could not be taken in (UnicodeEncodeError)."),
    ],
    ids=["a web page", "no document", "a bug of ours", "text that cannot be stored"],
)
async def test_a_source_that_fails_stops_no_other(
    ingest: Ingest, fetcher: FakeFetcher, store: Store, answer: bytes | Exception, error: str
):
    fetcher.answers = {A: answer, B: b"1 2"}
    report = await ingest.run()
    assert [(s.status, s.new, s.error) for s in report.sources] == [("failed", 0, error), ("ok", 2, None)]
    assert (source(store, "A").state, source(store, "A").error) == (SourceState.FAILED, error)
    assert report.offline is False


async def test_a_source_that_fails_is_counted(ingest: Ingest, telemetry: Telemetry):
    await ingest.run()
    assert telemetry.counters["source_read"] == 2


async def test_a_document_the_server_calls_unchanged_is_not_read(
    ingest: Ingest, fetcher: FakeFetcher, feeds: Feeds, store: Store
):
    fetcher.answers = {A: b"1", B: b"2"}
    await ingest.run()
    fetcher.answers = {A: None, B: None}
    report = await ingest.run()
    assert [(s.status, s.seen, s.new) for s in report.sources] == [("unchanged", 0, 0)] * 2
    assert len(feeds.asked) == 2
    assert source(store, "A").state is SourceState.UNCHANGED


async def test_the_server_s_validators_are_sent_back(ingest: Ingest, fetcher: FakeFetcher):
    fetcher.answers = {A: b"1", B: b"2"}
    await ingest.run()
    fetcher.answers = {A: None, B: None}
    await ingest.run()
    fetcher.asked.clear()
    await ingest.run()
    assert sorted(fetcher.asked) == [(url, '"v1"', "Sun, 22 Nov 2026 08:00:00 GMT") for url in (A, B)]


async def test_the_same_bytes_again_are_unchanged_whatever_the_server_says(
    ingest: Ingest, fetcher: FakeFetcher, feeds: Feeds
):
    fetcher.answers = {A: b"1", B: b"2"}
    await ingest.run()
    report = await ingest.run()
    assert [s.status for s in report.sources] == ["unchanged", "unchanged"]
    assert len(feeds.asked) == 2


async def test_an_empty_feed_is_empty_and_remembered_as_read(ingest: Ingest, fetcher: FakeFetcher, store: Store):
    fetcher.answers = {A: b"", B: b"1"}
    report = await ingest.run()
    assert [(s.status, s.error) for s in report.sources] == [("empty", None), ("ok", None)]
    assert (await ingest.run()).sources[0].status == "unchanged"


async def test_what_came_of_an_incomplete_document_is_kept_but_it_is_read_again(
    ingest: Ingest, fetcher: FakeFetcher, store: Store
):
    fetcher.answers = {A: b"1 2 cut", B: b""}
    trouble = "The document ends in the middle."
    report = await ingest.run()
    first = report.sources[0]
    assert (first.status, first.new, first.seen, first.error) == ("incomplete", 2, 2, trouble)
    assert set(store.papers.get([paper_id(1), paper_id(2)])) == {paper_id(1), paper_id(2)}
    fetcher.asked.clear()
    again = (await ingest.run()).sources[0]
    assert (again.status, again.new) == ("incomplete", 0)
    assert (A, "", "") in fetcher.asked


async def test_a_document_that_is_the_same_and_always_ill_formed_is_not_read_for_ever(
    ingest: Ingest, fetcher: FakeFetcher, feeds: Feeds, store: Store
):
    fetcher.answers = {A: b"1 2 cut", B: b""}
    await ingest.run()
    second = (await ingest.run()).sources[0]
    assert (second.status, second.seen, second.error) == ("incomplete", 0, "The document ends in the middle.")
    assert [url for _, url in feeds.asked].count(A) == 1
    assert source(store, "A").etag == '"v1"'
    assert source(store, "A").ttl == timedelta(hours=3)
    fetcher.answers[A] = None
    third = (await ingest.run()).sources[0]
    assert (third.status, third.error) == ("incomplete", "The document ends in the middle.")
    assert len(source(store, "A").past) == 1


async def test_a_document_known_to_be_ill_formed_is_told_of_after_a_failure_too(
    ingest: Ingest, fetcher: FakeFetcher, store: Store
):
    fetcher.answers = {A: b"1 cut", B: b""}
    await ingest.run()
    await ingest.run()
    fetcher.answers[A] = FetchError("The server answers 500.")
    await ingest.run()
    fetcher.answers[A] = None
    again = (await ingest.run()).sources[0]
    assert (again.status, again.error) == (
        "incomplete",
        "The document is still the one that could not be read in full.",
    )
    fetcher.answers[A] = b"1 2"
    assert (await ingest.run()).sources[0].status == "ok"


async def test_a_document_cut_short_between_two_whole_ones_is_mended(ingest: Ingest, fetcher: FakeFetcher):
    fetcher.answers = {A: b"1 2", B: b""}
    await ingest.run()
    fetcher.answers[A] = b"1 cut"
    assert (await ingest.run()).sources[0].status == "incomplete"
    fetcher.answers[A] = b"1 2"
    assert (await ingest.run()).sources[0].status == "ok"
    assert (await ingest.run()).sources[0].status == "unchanged"


async def test_offline_is_when_no_source_could_be_reached(ingest: Ingest, fetcher: FakeFetcher):
    report = await ingest.run()
    assert report.offline is True
    assert [s.status for s in report.sources] == ["failed", "failed"]
    fetcher.answers = {A: FetchError("The server answers 500.")}
    assert (await ingest.run()).offline is False


async def test_an_installation_without_sources_is_not_offline(store: Store, clock: FakeClock, feeds: Feeds):
    report = await made(store, FakeFetcher(), feeds, clock).run()
    assert (report.sources, report.papers, report.offline) == ((), 0, False)


async def test_the_loop_reads_a_source_when_its_time_has_come(ingest: Ingest, fetcher: FakeFetcher, clock: FakeClock):
    fetcher.answers = {A: b"1", B: b"2"}
    assert len((await ingest.run_due()).sources) == 2
    clock.advance(timedelta(hours=2, minutes=59, seconds=59))  # the documents say: good for three hours
    assert (await ingest.run_due()).sources == ()
    clock.advance(seconds=1)
    assert len((await ingest.run_due()).sources) == 2


async def test_a_source_that_fails_is_tried_again_ever_later(ingest: Ingest, clock: FakeClock, store: Store):
    pauses = []
    for _ in range(10):
        await ingest.run_due()
        later = source(store, "A").next_at
        assert later is not None
        pauses.append((later - clock()) / timedelta(hours=1))
        assert (await ingest.run_due()).sources == ()
        clock.set(later)
    assert pauses == [0.25, 0.5, 1, 2, 4, 8, 16, 24, 24, 24]
    assert source(store, "A").failures == 10


async def test_a_source_that_came_back_is_read_as_usual(
    ingest: Ingest, fetcher: FakeFetcher, clock: FakeClock, store: Store
):
    for _ in range(3):
        await ingest.run()
    fetcher.answers = {A: b"1", B: b""}
    await ingest.run()
    assert source(store, "A").failures == 0
    assert source(store, "A").good_at == clock()


@pytest.mark.parametrize(
    ("error", "hours"),
    [
        (FetchError("busy", status=429, retry_after=7200), 2),
        (FetchError("busy", status=503, retry_after=60), 0.25),
        (FetchError("gone", status=410), 7 * 24),
    ],
    ids=["a long pause", "a short one", "gone"],
)
async def test_the_next_try_is_when_the_server_says(
    ingest: Ingest, fetcher: FakeFetcher, store: Store, error: FetchError, hours: float
):
    fetcher.answers = {A: error}
    await ingest.run()
    tried = source(store, "A")
    assert tried.next_at == (tried.fetched_at or tried.next_at) + timedelta(hours=hours)


async def test_being_asked_to_read_reads_at_once(ingest: Ingest, fetcher: FakeFetcher):
    await ingest.run()
    await ingest.run()
    assert len(fetcher.asked) == 4


async def test_what_the_document_says_of_itself_is_kept(ingest: Ingest, fetcher: FakeFetcher, store: Store):
    fetcher.answers = {A: b"1 2", B: b""}
    await ingest.run()
    known = source(store, "A")
    assert (known.title, known.ttl) == ("A feed", timedelta(hours=3))
    assert [(visited.seen, visited.new) for visited in known.past] == [(2, 2)]
    assert known.news_at == known.good_at == known.fetched_at
    assert source(store, "B").news_at is None


async def test_what_the_server_calls_the_encoding_reaches_the_parser(store: Store, feeds: Feeds, clock: FakeClock):
    class Labelled(FakeFetcher):
        async def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
            return Fetched(b"1", url, charset="gb2312")

    store.sources.configure([("A", A, "feed")])
    await made(store, Labelled(), feeds, clock).run()
    assert feeds.charsets == ["gb2312"]


async def test_a_source_in_pages_is_read_to_its_end(store: Store, fetcher: FakeFetcher, feeds: Feeds, clock: FakeClock):
    store.sources.configure([("A", A, "feed")])
    fetcher.answers = {A: b"1 2 > https://a.example.org/2", "https://a.example.org/2": b"3 > https://a.example.org/3"}
    fetcher.answers["https://a.example.org/3"] = b"4"
    ingest = made(store, fetcher, feeds, clock)
    (report,) = (await ingest.run()).sources
    assert (report.status, report.seen, report.new) == ("ok", 4, 4)
    assert source(store, "A").etag == ""
    (again,) = (await ingest.run()).sources
    assert (again.status, again.new, again.error) == ("unchanged", 0, None)
    fetcher.answers["https://a.example.org/3"] = b"4 5"
    assert (await ingest.run()).sources[0].new == 1


@pytest.mark.parametrize(
    ("onwards", "error"),
    [
        ("https://a.example.org/gone", "Page 2 could not be read: No connection to https://a.example.org/gone."),
        (A, None),
        ("https://a.example.org/same", None),
        ("https://a.example.org/html", "Page 2 could not be read: This is a web page, not a feed."),
    ],
    ids=["gone", "itself", "a repeat", "no feed"],
)
async def test_a_source_in_pages_ends_where_it_leads_nowhere(
    ingest: Ingest, fetcher: FakeFetcher, onwards: str, error: str | None
):
    first = f"1 2 > {onwards}".encode()
    fetcher.answers = {A: first, "https://a.example.org/same": first, "https://a.example.org/html": b"<html>"}
    report = (await ingest.run()).sources[0]
    assert (report.seen, report.error) == (2, error)
    assert report.status == ("incomplete" if error else "ok")


async def test_pages_without_end_are_left_after_enough(
    store: Store, feeds: Feeds, clock: FakeClock, fetcher: FakeFetcher
):
    fetcher.answers = {f"{A}/{n}": f"{n} > {A}/{n + 1}".encode() for n in range(100)}
    store.sources.configure([("A", f"{A}/0", "feed")])
    (report,) = (await made(store, fetcher, feeds, clock).run()).sources
    assert report.seen == len(fetcher.asked) == MOST_PAGES
    assert (report.status, report.error) == ("incomplete", "The source has more than 20 pages; the rest was not read.")


async def test_what_a_kind_lists_that_came_out_long_ago_is_no_news(
    store: Store, fetcher: FakeFetcher, feeds: Feeds, clock: FakeClock
):
    store.sources.configure([("A", A, "cvf")])
    fetcher.answers = {A: b"1 2"}
    await made(store, fetcher, feeds, clock).run()
    assert store.papers.last_seq() == 0
    assert store.papers.count() == 2


async def test_the_judge_has_the_last_word(store: Store, fetcher: FakeFetcher, feeds: Feeds, clock: FakeClock):
    heard: list[Reading] = []

    def strict(known: Source, reading: Reading, at: datetime) -> Verdict:
        heard.append(reading)
        return Verdict(SourceState.STALE, f"{known.name} is late.")

    store.sources.configure([("A", A, "feed")])
    fetcher.answers = {A: b"1 2"}
    ingest = Ingest(store, fetcher, feeds, clock, Telemetry(), judge=strict, is_news=lambda _: True, chance=lambda: 0.5)
    (report,) = (await ingest.run()).sources
    assert (report.status, report.new, report.error) == ("stale", 2, "A is late.")
    await ingest.run()
    assert heard == [Reading(2, 2), Reading(None)]
    assert (source(store, "A").state, source(store, "A").failures) == (SourceState.STALE, 0)


class Heard(Telemetry):
    """Tells when so many sources have been read."""

    def __init__(self, sources: int) -> None:
        super().__init__()
        self.enough = asyncio.Event()
        self._sources = sources

    def event(self, name: str, **fields: object) -> None:
        super().event(name, **fields)
        if self.counters["source_read"] == self._sources:
            self.enough.set()


class Held(FakeFetcher):
    """Lets nothing through before `open`; counts how many wait."""

    def __init__(self) -> None:
        super().__init__()
        self.open = asyncio.Event()
        self.dead_asked = asyncio.Event()
        self.waiting = 0

    async def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
        self.waiting += 1
        try:
            if "dead" in url:
                self.dead_asked.set()
                await self.open.wait()
            return await super().fetch(url, etag, last_modified)
        finally:
            self.waiting -= 1


async def test_a_host_full_of_dead_feeds_keeps_nobody_waiting(store: Store, feeds: Feeds, clock: FakeClock):
    fetcher = Held()
    wanted = [(f"dead {n}", f"https://dead.example.org/{n}", "feed") for n in range(300)]
    wanted += [(f"live {n}", f"https://live{n}.example.org/rss", "feed") for n in range(20)]
    store.sources.configure(wanted)
    fetcher.answers = {url: f"{n}".encode() for n, (_, url, _) in enumerate(wanted, start=1)}
    heard = Heard(20)
    ingest = made(store, fetcher, feeds, clock, heard)
    round_ = asyncio.create_task(ingest.run_due())
    await heard.enough.wait()
    assert fetcher.waiting == 2
    store.sources.add("late", "https://late.example.org/rss", "feed")
    fetcher.answers["https://late.example.org/rss"] = b"999"
    assert [report.name for report in (await ingest.run_due()).sources] == ["late"]
    fetcher.open.set()
    assert len((await round_).sources) == 320


async def test_a_round_that_is_cancelled_leaves_nothing_under_way(store: Store, feeds: Feeds, clock: FakeClock):
    fetcher = Held()
    store.sources.configure([("dead", "https://dead.example.org/", "feed")])
    fetcher.answers = {"https://dead.example.org/": b"1"}
    ingest = made(store, fetcher, feeds, clock)
    round_ = asyncio.create_task(ingest.run())
    await fetcher.dead_asked.wait()
    round_.cancel()
    await asyncio.gather(round_, return_exceptions=True)
    assert fetcher.waiting == 0
    fetcher.open.set()
    assert len((await ingest.run()).sources) == 1


async def test_an_expected_weekend_is_no_error(store: Store, fetcher: FakeFetcher, feeds: Feeds, clock: FakeClock):
    store.sources.configure([("A", A, "arxiv_rss")])
    fetcher.answers = {A: b""}
    ingest = made(store, fetcher, feeds, clock)
    reasons = []
    for state in ("empty", "unchanged"):
        (report,) = (await ingest.run()).sources
        assert (report.status, report.error) == (state, None)
        reasons.append(report.why)
    assert reasons == ["arXiv announces nothing on Friday and Saturday evening."] * 2
    assert source(store, "A").error == reasons[0]


@pytest.mark.parametrize("answer", [b"1 2", b"", b"cut 1", b"<html>"])
async def test_a_reading_is_a_warning_where_something_is_wrong(
    store: Store, fetcher: FakeFetcher, clock: FakeClock, caplog: pytest.LogCaptureFixture, answer: bytes
):
    store.sources.configure([("A", A, "arxiv_rss")])
    fetcher.answers = {A: answer}
    with caplog.at_level("INFO", logger="bot"):
        (report,) = (await made(store, fetcher, Feeds(), clock).run()).sources
    (line,) = [record for record in caplog.records if record.message.startswith("source_read")]
    assert (line.levelname == "WARNING") is (answer in (b"cut 1", b"<html>")) is (report.error is not None)


async def test_a_host_that_is_slow_keeps_only_one_round_busy(store: Store, feeds: Feeds, clock: FakeClock):
    fetcher = Held()
    store.sources.configure([("dead 0", "https://dead.example.org/0", "feed")])
    ingest = made(store, fetcher, feeds, clock)
    round_ = asyncio.create_task(ingest.run_due())
    await fetcher.dead_asked.wait()
    store.sources.add("dead 1", "https://dead.example.org/1", "feed")
    store.sources.add("live", "https://live.example.org/", "feed")
    assert [report.name for report in (await ingest.run_due()).sources] == ["live"]
    fetcher.open.set()
    await round_
    assert [report.name for report in (await ingest.run_due()).sources] == ["dead 1"]


class Meanwhile(Feeds):
    """Does something while a document is read."""

    def __init__(self, done: Callable[[], object]) -> None:
        super().__init__()
        self._done = done

    async def __call__(self, kind: str, fetched: Fetched) -> ParsedFeed:
        self._done()
        return await super().__call__(kind, fetched)


async def test_nothing_is_kept_of_a_source_that_its_reader_left_while_it_was_read(
    store: Store, fetcher: FakeFetcher, clock: FakeClock
):
    reader, other = (store.readers.ensure(key, clock(), admitted=True) for key in ("1", "2"))
    store.subscriptions.subscribe(reader.id, [SourceSpec("", A, "feed")], clock(), 10)
    (mine,) = store.sources.all()
    fetcher.answers = {A: b"1 2"}
    leaves = Meanwhile(lambda: store.subscriptions.leave(reader.id, mine.id, clock()))
    await made(store, fetcher, leaves, clock).run()
    assert store.papers.unseen(other.id, clock() - timedelta(days=1), 10, again=False) == ()
    assert store.papers.count() == 0


async def test_a_source_that_is_shared_while_it_is_read_is_everybodys(
    store: Store, fetcher: FakeFetcher, clock: FakeClock
):
    reader, other = (store.readers.ensure(key, clock(), admitted=True) for key in ("1", "2"))
    store.subscriptions.subscribe(reader.id, [SourceSpec("", A, "feed")], clock(), 10)
    fetcher.answers = {A: b"1 2"}
    await made(store, fetcher, Meanwhile(lambda: store.subscriptions.share(A, "shared")), clock).run()
    since = clock() - timedelta(days=1)
    assert [len(store.papers.unseen(one.id, since, 10, again=False)) for one in (reader, other)] == [2, 2]
    assert source(store, "shared").state is SourceState.OK


async def test_a_huge_document_lets_others_write_between_its_portions(
    store: Store, fetcher: FakeFetcher, feeds: Feeds, clock: FakeClock
):
    store.sources.configure([("A", A, "feed"), ("B", B, "feed")])
    fetcher.answers = {A: " ".join(map(str, range(10, 10 + PORTION + 20))).encode(), B: b"1 2"}
    seen: list[int] = []

    class Watching(Telemetry):
        def event(self, name: str, **fields: object) -> None:
            super().event(name, **fields)
            seen.append(store.papers.count())

    report = await made(store, fetcher, feeds, clock, Watching()).run()
    assert [(s.seen, s.new) for s in report.sources] == [(PORTION + 20, PORTION + 20), (2, 2)]
    assert seen[0] < PORTION + 22
    assert report.papers == seen[-1] == PORTION + 22


async def test_a_round_that_is_cancelled_ends_once_all_has_been_cleared_up(
    store: Store, fetcher: FakeFetcher, clock: FakeClock
):
    both = asyncio.Event()
    asked: list[str] = []
    cleared: list[str] = []

    async def slow(kind: str, fetched: Fetched) -> ParsedFeed:
        asked.append(fetched.url)
        if len(asked) == 2:
            both.set()
        try:
            return await asyncio.Future()
        finally:
            for _ in range(20 if fetched.url == A else 40):
                await asyncio.sleep(0)
            cleared.append(fetched.url)

    store.sources.configure([("A", A, "feed"), ("B", B, "feed")])
    fetcher.answers = {A: b"1", B: b"2"}
    ingest = Ingest(
        store, fetcher, slow, clock, Telemetry(), judge=partial(judge, calendar=Calendar()), is_news=bool, chance=float
    )
    round_ = asyncio.create_task(ingest.run())
    await both.wait()
    round_.cancel()
    await asyncio.gather(round_, return_exceptions=True)
    assert sorted(cleared) == [A, B]
