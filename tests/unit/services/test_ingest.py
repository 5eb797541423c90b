"""Reading the sources: what each one's answer means, and that none stops another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain import Entry, ParsedFeed, Source, SourceState
from bot.errors import FetchError, ParseError
from bot.services.ingest import Ingest
from bot.store import Store
from bot.telemetry import Telemetry
from tests.fakes.clock import FakeClock
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.papers import entries, paper_id

A, B = "https://a.example.org/rss", "https://b.example.org/rss"


class Feeds:
    """A parser for documents of one line: the papers' numbers, and `cut` where the rest is missing."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def __call__(self, kind: str, body: bytes, url: str) -> ParsedFeed:
        self.asked.append((kind, url))
        words = body.decode().split()
        if "<html>" in words:
            raise ParseError("This is a web page, not a feed.")
        if "bug" in words:
            raise RuntimeError("a bug of ours")
        if "hostile" in words:
            return ParsedFeed((Entry(title="half a \ud800 pair"),))
        numbers = [int(word) for word in words if word.isdecimal()]
        return ParsedFeed(entries(numbers), "The document ends in the middle." if "cut" in words else None)


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
    store.sources.configure([("A", A, "arxiv_rss"), ("B", B, "feed")])
    return Ingest(store, fetcher, feeds, clock, telemetry)


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
    assert sorted(feeds.asked) == [("arxiv_rss", A), ("feed", B)]
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


async def test_a_document_cut_short_does_not_make_the_whole_one_before_it_unread(
    ingest: Ingest, fetcher: FakeFetcher, store: Store
):
    fetcher.answers = {A: b"1", B: b""}
    await ingest.run()
    known = source(store, "A").digest
    fetcher.answers[A] = b"1 2 cut"
    await ingest.run()
    assert source(store, "A").digest == known


async def test_offline_is_when_no_source_could_be_reached(ingest: Ingest, fetcher: FakeFetcher):
    report = await ingest.run()
    assert report.offline is True
    assert [s.status for s in report.sources] == ["failed", "failed"]
    fetcher.answers = {A: FetchError("The server answers 500.")}
    assert (await ingest.run()).offline is False


async def test_an_installation_without_sources_is_not_offline(store: Store, clock: FakeClock, feeds: Feeds):
    report = await Ingest(store, FakeFetcher(), feeds, clock, Telemetry()).run()
    assert (report.sources, report.papers, report.offline) == ((), 0, False)


async def test_the_loop_reads_a_source_once_an_hour(ingest: Ingest, fetcher: FakeFetcher, clock: FakeClock):
    fetcher.answers = {A: b"1", B: b"2"}
    assert len((await ingest.run_due()).sources) == 2
    clock.advance(timedelta(minutes=59, seconds=59))
    assert (await ingest.run_due()).sources == ()
    clock.advance(seconds=1)
    assert len((await ingest.run_due()).sources) == 2


async def test_a_source_that_failed_is_tried_again_after_an_hour_too(ingest: Ingest, clock: FakeClock):
    await ingest.run_due()
    assert (await ingest.run_due()).sources == ()
    clock.advance(hours=1)
    assert len((await ingest.run_due()).sources) == 2


async def test_being_asked_to_read_reads_at_once(ingest: Ingest, fetcher: FakeFetcher):
    await ingest.run()
    await ingest.run()
    assert len(fetcher.asked) == 4
