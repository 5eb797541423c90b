"""What is found at and behind an address: a feed, a page's feeds, where feeds usually are, or nothing and why."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.domain import Entry, ParsedFeed, SourceSpec
from bot.errors import FetchError, ParseError
from bot.ports import Fetched
from bot.services.look import Finding, Look, Preview, Trouble
from tests.fakes.clock import FakeClock
from tests.fakes.fetcher import FakeFetcher

PAGE = "https://blog.example/"
FEED = "https://blog.example/atom.xml"
OTHER = "https://blog.example/comments.xml"


class Web(FakeFetcher):
    """Documents are `page` or `feed <title>`; `named` are the feeds that a page names, `known` rewrites by address."""

    def __init__(self) -> None:
        super().__init__()
        self.named: list[str] = []
        self.usual: list[str] = []
        self.known: dict[str, list[str]] = {}
        self.entries: tuple[Entry, ...] = (Entry("One"), Entry("Two"))
        self.built: datetime | None = None

    @property
    def places(self) -> list[str]:
        return [url for url, _, _ in self.asked]

    def look(self, clock: FakeClock) -> Look:
        specs = {page: [spec(url, "special") for url in urls] for page, urls in self.known.items()}
        finding = Finding(
            parse=self._parse,
            kind_of=lambda url: "json" if url.endswith(".json") else "feed",
            rewrites=lambda url: specs.get(url, []),
            behind=lambda *_: [spec(url) for url in self.named],
            guesses=lambda _: self.usual,
        )
        return Look(self, finding, clock)

    async def _parse(self, _kind: str, fetched: Fetched) -> ParsedFeed:
        word, _, title = (fetched.body or b"").decode().partition(" ")
        if word != "feed":
            raise ParseError("The document is a web page, not a feed.")
        return ParsedFeed(self.entries, title=title, built=self.built)


def spec(url: str, kind: str = "feed") -> SourceSpec:
    return SourceSpec(url, url, kind, "as the page calls it")


@pytest.fixture
def web() -> Web:
    return Web()


async def look(web: Web, clock: FakeClock, url: str = PAGE, *, guessing: bool = True) -> Preview:
    return await web.look(clock).at(url, 5.0, guessing=guessing)


async def test_a_feed_is_shown_with_its_title_count_and_newest_titles(web: Web, clock: FakeClock):
    ages = (3, 1, 2, 4)
    web.entries = tuple(Entry(f"{days} days old", published=clock() - timedelta(days=days)) for days in ages)
    web.answers[FEED] = b"feed Sea ice"
    preview = await look(web, clock, FEED)
    [feed] = preview.feeds
    assert (preview.direct, preview.trouble) == (True, None)
    assert (feed.spec.url, feed.spec.kind, feed.spec.title, feed.count) == (FEED, "feed", "Sea ice", 4)
    assert feed.newest == ("1 days old", "2 days old", "3 days old")
    assert feed.changed == clock() - timedelta(days=1)
    assert web.places == [FEED]


async def test_without_all_dates_the_order_of_the_document_counts_and_no_date_of_the_future(web: Web, clock: FakeClock):
    web.entries = (Entry("a"), Entry("b", published=clock() + timedelta(days=400)), Entry("c"), Entry("d"))
    web.built = clock() - timedelta(days=9)
    web.answers[FEED] = b"feed Sea ice"
    [feed] = (await look(web, clock, FEED)).feeds
    assert (feed.newest, feed.changed) == (("a", "b", "c"), web.built)


async def test_a_page_leads_to_the_feeds_that_it_names(web: Web, clock: FakeClock):
    web.answers |= {PAGE: b"page", FEED: b"feed Sea ice", OTHER: b"feed "}
    web.named = [FEED, "https://blog.example/broken.xml", OTHER]
    preview = await look(web, clock)
    assert (preview.direct, preview.trouble) == (False, None)
    assert [(f.spec.url, f.spec.title) for f in preview.feeds] == [(FEED, "Sea ice"), (OTHER, "as the page calls it")]


async def test_where_a_page_names_none_feeds_are_looked_for_where_they_usually_are(web: Web, clock: FakeClock):
    web.answers |= {PAGE: b"page", FEED: b"feed Sea ice"}
    web.usual = ["https://blog.example/rss.xml", FEED]
    assert [f.spec.url for f in (await look(web, clock)).feeds] == [FEED]
    assert (await look(web, clock, guessing=False)).trouble is Trouble.NO_FEED


async def test_five_addresses_are_tried_beside_the_one_that_was_given(web: Web, clock: FakeClock):
    web.answers[PAGE] = b"page"
    web.known[PAGE] = [f"https://blog.example/known{n}" for n in range(2)]
    web.named = [f"https://blog.example/named{n}" for n in range(2)]
    web.usual = [f"https://blog.example/usual{n}" for n in range(9)]
    assert (await look(web, clock)).trouble is Trouble.NO_FEED
    assert len(web.places) == 6
    assert web.places[-1].endswith("usual0")


async def test_the_page_of_a_known_site_is_not_fetched_where_its_source_answers(web: Web, clock: FakeClock):
    web.known[PAGE] = [FEED]
    web.answers[FEED] = b"feed Releases"
    [feed] = (await look(web, clock)).feeds
    assert (feed.spec.kind, web.places) == ("special", [FEED])


async def test_two_addresses_of_one_feed_are_one(web: Web, clock: FakeClock):
    web.answers |= {PAGE: b"page", FEED: b"feed a", "http://blog.example/atom.xml": b"feed b"}
    web.named = [FEED, "http://blog.example/atom.xml"]
    assert [f.spec.title for f in (await look(web, clock)).feeds] == ["a"]


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (FetchError("blog.example answered 404 Not Found.", status=404), Trouble.GONE),
        (FetchError("blog.example answered 410 Gone.", status=410), Trouble.GONE),
        (FetchError("blog.example answered 403 Forbidden.", status=403), Trouble.CLOSED),
        (FetchError("blog.example answered 503.", status=503), Trouble.SILENT),
        (FetchError("No connection.", offline=True), Trouble.SILENT),
    ],
)
async def test_where_nothing_answers_the_reason_is_told(
    web: Web, clock: FakeClock, error: FetchError, trouble: Trouble
):
    web.answers[PAGE] = error
    preview = await look(web, clock)
    assert (preview.feeds, preview.trouble, preview.reason) == ((), trouble, str(error))


async def test_a_page_of_a_known_site_that_does_not_answer_still_says_where_its_feed_would_be(
    web: Web, clock: FakeClock
):
    web.known[PAGE] = [FEED]
    preview = await look(web, clock)
    assert preview.trouble is Trouble.SILENT
    assert preview.likely is not None
    assert preview.likely.url == FEED


async def test_a_look_ends_in_time(web: Web, clock: FakeClock):
    class Silent(Web):
        async def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
            await asyncio.Event().wait()
            raise AssertionError

    preview = await Silent().look(clock).at(PAGE, 0.01)
    assert (preview.trouble, preview.feeds) == (Trouble.SILENT, ())
