"""Servers that misbehave, each beside one that does not: the right state and sentence, and nothing else touched."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from functools import partial

import pytest

from bot.arxiv_calendar import Calendar
from bot.domain import Source, SourceReport
from bot.feeds.fetch import HttpFetcher
from bot.feeds.parsing import Parser
from bot.feeds.polite import Polite, rules
from bot.rhythm import judge
from bot.services.ingest import Ingest
from bot.store import Store
from bot.telemetry import Telemetry
from bot.workers import InlineWorker
from tests.fakes.clock import FakeClock
from tests.fakes.feed_server import FeedServer, Route, cut, document, drip, gzip_bomb, redirect, silence

PAGE = b"<!DOCTYPE html><html><head><title>Sorry</title></head><body><h1>We are back soon</h1></body></html>"


def feed(*titles: str, head: str = "") -> bytes:
    items = "".join(
        f"<item><title>{t}</title><guid>{t}</guid><description>On {t}.</description></item>" for t in titles
    )
    return f"{head}<rss version='2.0'><channel><title>Test</title>{items}</channel></rss>".encode()


GOOD = feed("One good paper", "Another good paper")
CHINESE = feed("一篇关于视觉的论文", head="").decode()


@pytest.fixture
def faulty() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server


@pytest.fixture
def sound() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server


@pytest.fixture
async def ingest(store: Store, faulty: FeedServer, sound: FeedServer, clock: FakeClock) -> AsyncIterator[Ingest]:
    store.sources.configure([("faulty", faulty.url + "/feed", "feed"), ("sound", sound.serve("/feed", GOOD), "feed")])
    private = frozenset({faulty.host, sound.host})
    web = HttpFetcher(
        "Bandu/0 (+https://example.org)",
        private,
        max_bytes=1_000_000,
        total_seconds=1.0,
        read_seconds=0.4,
        connect_seconds=1.0,
        clock=clock,
    )
    async with web:
        yield Ingest(
            store,
            Polite(web, rules("https://export.arxiv.org/api/query"), private),
            Parser(InlineWorker()),
            clock,
            Telemetry(),
            judge=partial(judge, calendar=Calendar()),
            is_news=lambda _: True,
            chance=lambda: 0.5,
        )


async def reports(ingest: Ingest) -> tuple[SourceReport, SourceReport]:
    faulty, sound = (await ingest.run()).sources
    return faulty, sound


def kept(store: Store) -> Source:
    return store.sources.all()[0]


FAULTS: dict[str, tuple[Route, str]] = {
    "a circle of redirects": (redirect("/feed", 301), "redirects more than 5 times"),
    "a redirect inside": (redirect("http://169.254.169.254/latest"), "not on the open internet"),
    "too many requests": ((429, {"Retry-After": "120"}, b""), "asks for a pause of 120 s"),
    "unavailable": ((503, {"Retry-After": "Sun, 22 Nov 2026 09:00:00 GMT"}, b""), "until 2026-11-22 09:00 UTC"),
    "unavailable for nobody knows how long": ((503, {}, b""), "answered 503 (Service Unavailable)"),
    "gone": ((410, {}, b""), "answered 410 (Gone)"),
    "a drip": (drip(), "took longer than 1 s"),
    "silence": (silence(), "stopped answering"),
    "cut off": (cut(GOOD), "broke off"),
    "a bomb": (gzip_bomb(50_000_000), "larger than 1 MB"),
    "too much": ((200, {}, b" " * 1_100_000), "larger than 1 MB"),
    "a web page": ((200, {"Content-Type": "text/html"}, PAGE), "web page"),
    "nothing": ((200, {}, b""), "empty"),
    "unchanged, to who never had it": ((304, {}, b""), ""),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_is_told_in_one_sentence_and_the_next_feed_is_read(
    ingest: Ingest, faulty: FeedServer, store: Store, fault: str
) -> None:
    faulty.routes["/feed"], says = FAULTS[fault]
    bad, good = await reports(ingest)
    assert (good.status, good.new, good.seen, good.error) == ("ok", 2, 2, None)
    assert (bad.new, bad.seen) == (0, 0)
    if says:
        assert bad.status == "failed"
        assert says in (bad.error or "")
        assert (bad.error or "").endswith(".")
        assert kept(store).failures == 1


async def test_after_a_fault_the_source_is_read_as_if_nothing_had_been(
    ingest: Ingest, faulty: FeedServer, store: Store
) -> None:
    faulty.routes["/feed"] = (500, {}, b"")
    await reports(ingest)
    faulty.routes["/feed"] = document(feed("Mended"))
    mended, _ = await reports(ingest)
    assert (mended.status, mended.new) == ("ok", 1)
    assert (kept(store).failures, kept(store).error) == (0, None)


async def test_a_host_that_asks_for_rest_is_not_asked_again_and_says_so_for_each_of_its_feeds(
    ingest: Ingest, faulty: FeedServer, store: Store, clock: FakeClock
) -> None:
    faulty.routes["/feed"] = (429, {"Retry-After": "120"}, b"")
    await reports(ingest)
    store.sources.add("neighbour", faulty.serve("/other", GOOD), "feed")
    again, _, neighbour = (await ingest.run()).sources
    assert faulty.count("/feed") == 1
    assert faulty.count("/other") == 0
    assert again.status == neighbour.status == "failed"
    assert (neighbour.error or "").startswith(f"{faulty.host} asks to be left alone for another ")
    next_at = store.sources.all()[2].next_at
    assert next_at is not None
    assert next_at >= clock() + timedelta(minutes=2)


async def test_a_document_that_has_not_changed_is_asked_for_with_what_the_server_gave(
    ingest: Ingest, faulty: FeedServer
) -> None:
    faulty.routes["/feed"] = document(GOOD, modified="Sun, 22 Nov 2026 07:00:00 GMT")
    assert (await reports(ingest))[0].status == "ok"
    assert (await reports(ingest))[0].status == "unchanged"
    asked = faulty.hits[1].headers
    assert asked["if-none-match"].startswith('"')
    assert asked["if-modified-since"] == "Sun, 22 Nov 2026 07:00:00 GMT"


@pytest.mark.parametrize(
    ("named", "written"),
    [("gb2312", "gb2312"), ("GBK", "gbk"), ("big5", "big5"), ("utf-16", "utf-16"), ("", "utf-8"), ("no-such", "utf-8")],
)
async def test_the_encoding_that_the_server_names_is_the_one_it_is_read_in(
    ingest: Ingest, faulty: FeedServer, store: Store, named: str, written: str
) -> None:
    text = CHINESE.replace("关于", "").replace("论", "") if written == "big5" else CHINESE
    text = text.translate(str.maketrans("视觉", "視覺")) if written == "big5" else text
    kind = f"application/xml; charset={named}" if named else "application/xml"
    faulty.routes["/feed"] = (200, {"Content-Type": kind}, text.encode(written))
    bad, good = await reports(ingest)
    assert (bad.status, bad.new, bad.error) == ("ok", 1, None)
    assert good.new == 2
    (title,) = [r.paper.title for r in store.papers.corpus(10) if "good" not in r.paper.title]
    assert title in text


async def test_a_document_cut_in_the_middle_gives_what_it_has_until_it_is_whole(
    ingest: Ingest, faulty: FeedServer
) -> None:
    whole = feed("First", "Second", "Third")
    faulty.routes["/feed"] = document(whole[: whole.index(b"<title>Third") + 5])
    bad, good = await reports(ingest)
    assert (bad.status, good.status) == ("incomplete", "ok")
    assert "ends in the middle" in (bad.error or "")
    faulty.routes["/feed"] = document(whole)
    bad, _ = await reports(ingest)
    assert (bad.status, bad.seen) == ("ok", 3)
