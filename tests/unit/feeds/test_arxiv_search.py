"""arXiv's search over HTTP: what is asked, and what its known faults come to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.domain import ParsedFeed
from bot.errors import FetchError, ParseError, SourceError
from bot.feeds import parse
from bot.feeds.arxiv_search import IDS, LONGEST_PAUSE, MOST_PAGES, PAGE, ArxivApiSearch
from bot.feeds.fetch import HttpFetcher
from bot.ports import Fetched
from tests.fakes.arxiv_server import Announced, ArxivServer
from tests.fakes.clock import FakeClock

MONDAY = datetime(2026, 11, 16, 19, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


def announced(count: int, **said: object) -> list[Announced]:
    """So many papers, submitted a minute apart from Monday on, the first one at Monday's cutoff itself."""
    common: dict[str, object] = {"feed_day": date(2026, 11, 18), "categories": ("cs.CV",)} | said
    return [
        Announced(f"2611.{n:05d}", f"Study {n} of lanterns", f"Text {n}.", MONDAY + timedelta(minutes=n), **common)  # type: ignore[arg-type]
        for n in range(count)
    ]


@dataclass
class Desk:
    """A search against the local arXiv, whose pauses move the clock on."""

    arxiv: ArxivServer
    web: HttpFetcher
    clock: FakeClock
    pauses: list[float] = field(default_factory=list)

    @property
    def search(self) -> ArxivApiSearch:
        return ArxivApiSearch(Spaced(self.web, self.clock), parsed, self.arxiv.api, self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.clock.advance(seconds=seconds)


class Spaced:
    """A fetcher that keeps its manners, as the product's does: it lets three seconds pass before each request."""

    def __init__(self, inner: HttpFetcher, clock: FakeClock) -> None:
        self._inner = inner
        self._clock = clock

    async def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
        self._clock.advance(seconds=3)
        return await self._inner.fetch(url, etag, last_modified)


async def parsed(kind: str, fetched: Fetched) -> ParsedFeed:
    return parse(kind, fetched.body or b"", fetched.url)


@pytest.fixture
def arxiv() -> Iterator[ArxivServer]:
    clock = FakeClock(datetime(2026, 11, 18, 12, tzinfo=UTC))
    with ArxivServer([], clock) as server:
        yield server


@pytest.fixture
async def desk(arxiv: ArxivServer) -> AsyncIterator[Desk]:
    clock = arxiv.clock
    assert isinstance(clock, FakeClock)
    async with HttpFetcher("Bandu/test", frozenset({arxiv.host}), clock=clock) as web:
        yield Desk(arxiv, web, clock)


async def test_the_papers_of_a_window_come_newest_first_and_none_from_beside_it(desk: Desk):
    desk.arxiv.truth = announced(5)
    found = await desk.search.submitted("cs.CV", MONDAY + timedelta(minutes=1), MONDAY + timedelta(minutes=4))
    assert [str(entry.arxiv) for entry in found] == ["2611.00003", "2611.00002", "2611.00001"]
    assert (found[0].title, found[0].comment, found[0].abstract) == ("Study 3 of lanterns", "9 pages", "Text 3.")


async def test_cross_listed_papers_are_among_those_of_a_category(desk: Desk):
    desk.arxiv.truth = announced(2, categories=("cs.RO", "cs.CV"))
    assert len(await desk.search.submitted("cs.CV", MONDAY, TUESDAY)) == 2
    assert len(await desk.search.submitted("eess.IV", MONDAY, TUESDAY)) == 0


@pytest.mark.parametrize(
    ("category", "query"),
    [
        ("cs.CV", "cat:cs.CV AND submittedDate:[202611161900 TO 202611171900]"),
        ("cs.CV+cs.RO", "(cat:cs.CV OR cat:cs.RO) AND submittedDate:[202611161900 TO 202611171900]"),
        ("quant-ph", "(cat:quant-ph OR cat:quant-ph.*) AND submittedDate:[202611161900 TO 202611171900]"),
    ],
)
async def test_a_window_is_asked_for_in_minutes_of_utc(desk: Desk, category: str, query: str):
    await desk.search.submitted(category, MONDAY, TUESDAY)
    (asked,) = desk.arxiv.searches
    assert asked["search_query"] == query
    assert (asked["sortBy"], asked["sortOrder"]) == ("submittedDate", "descending")
    assert (asked["start"], asked["max_results"]) == ("0", str(PAGE))


@pytest.mark.parametrize("category", ["", "cs.CV OR all:x", "cs.CV&id_list=1", "+", "cs.CV+" * 40 + "cs.CV", "CS"])
async def test_what_is_no_category_is_never_asked_for(desk: Desk, category: str):
    with pytest.raises(SourceError, match="no category"):
        await desk.search.submitted(category, MONDAY, TUESDAY)
    assert desk.arxiv.searches == []


async def test_more_than_a_page_is_read_page_by_page(desk: Desk):
    desk.arxiv.truth, desk.arxiv.largest_page = announced(450), 1_000
    assert len(await desk.search.submitted("cs.CV", MONDAY, TUESDAY)) == 450
    assert [asked["start"] for asked in desk.arxiv.searches] == ["0", "200", "400"]


async def test_short_pages_are_no_end(desk: Desk):
    desk.arxiv.truth, desk.arxiv.largest_page = announced(50), 20
    assert len(await desk.search.submitted("cs.CV", MONDAY, TUESDAY)) == 50
    assert [asked["start"] for asked in desk.arxiv.searches] == ["0", "20", "40"]


async def test_an_empty_page_that_should_not_be_one_is_asked_for_again(desk: Desk):
    desk.arxiv.truth, desk.arxiv.empty_pages = announced(5), 2
    assert len(await desk.search.submitted("cs.CV", MONDAY, TUESDAY)) == 5
    assert (len(desk.arxiv.searches), desk.pauses) == (3, [5.0, 5.0])


async def test_a_page_that_stays_empty_is_an_error_that_says_where(desk: Desk):
    desk.arxiv.truth, desk.arxiv.empty_pages = announced(5), 9
    with pytest.raises(SourceError, match="an empty page, 0 of 5 papers on"):
        await desk.search.submitted("cs.CV", MONDAY, TUESDAY)
    assert len(desk.arxiv.searches) == 3


async def test_nothing_found_is_no_fault(desk: Desk):
    assert await desk.search.submitted("cs.CV", MONDAY, TUESDAY) == ()
    assert len(desk.arxiv.searches) == 1


async def test_results_that_come_twice_are_told_once_and_those_passed_over_are_found_from_the_other_end(desk: Desk):
    desk.arxiv.truth, desk.arxiv.largest_page, desk.arxiv.repeat_on_page = announced(90), 30, 5
    found = await desk.search.submitted("cs.CV", MONDAY, TUESDAY)
    assert sorted(str(entry.arxiv) for entry in found) == [f"2611.{n:05d}" for n in range(90)]
    assert {asked["sortOrder"] for asked in desk.arxiv.searches} == {"descending", "ascending"}


async def test_papers_that_are_found_from_neither_end_are_an_error(desk: Desk):
    desk.arxiv.truth, desk.arxiv.largest_page, desk.arxiv.repeat_on_page = announced(60), 10, 40
    with pytest.raises(SourceError, match="40 of 60 papers"):
        await desk.search.submitted("cs.CV", MONDAY, TUESDAY)


async def test_a_server_that_is_busy_in_the_middle_is_waited_for(desk: Desk):
    desk.arxiv.truth, desk.arxiv.largest_page = announced(30), 20
    answers = Answers(desk.search, {2: FetchError("busy", status=503, retry_after=12), 3: FetchError("", status=429)})
    assert len(await answers.search.submitted("cs.CV", MONDAY, TUESDAY)) == 30
    assert answers.pauses == [12, 5]


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (1, FetchError("busy", status=503, retry_after=1)),
        (2, FetchError("gone", status=404)),
        (2, FetchError("offline", offline=True)),
        (2, FetchError("later", status=429, retry_after=LONGEST_PAUSE + 1)),
    ],
)
async def test_a_search_that_fails_at_once_or_for_good_is_not_waited_for(desk: Desk, number: int, error: FetchError):
    desk.arxiv.truth, desk.arxiv.largest_page = announced(30), 20
    answers = Answers(desk.search, {number: error})
    with pytest.raises(FetchError) as caught:
        await answers.search.submitted("cs.CV", MONDAY, TUESDAY)
    assert (caught.value is error, answers.pauses) == (True, [])


class Answers:
    """A search some of whose requests, by number, fail."""

    def __init__(self, search: ArxivApiSearch, faults: dict[int, FetchError]) -> None:
        self._inner, self._faults, self._count = search._fetcher, faults, 0
        self.pauses: list[float] = []
        self.search = ArxivApiSearch(self, parsed, search._url, self._sleep)

    async def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
        self._count += 1
        if self._count in self._faults:
            raise self._faults[self._count]
        return await self._inner.fetch(url, etag, last_modified)

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)


async def test_an_answer_without_end_is_given_up(desk: Desk):
    desk.arxiv.truth, desk.arxiv.largest_page = announced(MOST_PAGES + 5), 1
    with pytest.raises(SourceError, match="more than 60 pages"):
        await desk.search.submitted("cs.CV", MONDAY, TUESDAY)
    assert len(desk.arxiv.searches) == MOST_PAGES


async def test_papers_are_found_by_their_ids_in_few_requests(desk: Desk):
    desk.arxiv.truth = announced(130)
    ids = [f"2611.{n:05d}v1" for n in range(130)] + ["2611.00001", "9911.00001", "nonsense"]
    found = await desk.search.by_ids(ids)
    assert sorted(str(entry.arxiv) for entry in found) == [f"2611.{n:05d}" for n in range(130)]
    assert [len(asked["id_list"].split(",")) for asked in desk.arxiv.searches] == [IDS, 31]
    assert await desk.search.by_ids([]) == ()


async def test_a_title_is_asked_for_in_its_words_alone(desk: Desk):
    desk.arxiv.truth = announced(12)
    found = await desk.search.by_title('Study 3 of "lanterns": (a \\ AND b)')
    assert found == ()
    assert [entry.title for entry in await desk.search.by_title("study 3 of LANTERNS")] == ["Study 3 of lanterns"]
    assert [asked["search_query"] for asked in desk.arxiv.searches] == [
        'ti:"Study 3 of lanterns a AND b"',
        'ti:"study 3 of LANTERNS"',
    ]
    assert len(await desk.search.by_title("Study")) == 10


async def test_a_title_without_words_is_not_asked_for(desk: Desk):
    assert await desk.search.by_title('"—" !') == ()
    assert desk.arxiv.searches == []


async def test_arxivs_own_error_is_told(desk: Desk):
    class Refusing:
        async def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
            return Fetched(ERROR, url)

    with pytest.raises(ParseError, match="incorrect id format"):
        await ArxivApiSearch(Refusing(), parsed, desk.arxiv.api, desk.sleep).by_ids(["2611.00001"])


ERROR = b"""<?xml version='1.0'?><feed xmlns="http://www.w3.org/2005/Atom"
 xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><title>arXiv Search Results</title>
<opensearch:totalResults>1</opensearch:totalResults><entry><id>https://arxiv.org/api/errors#bad</id>
<title>Error</title><summary>incorrect id format for x</summary></entry></feed>"""


@pytest.mark.shared
async def test_real_answers_tell_how_many_results_there_are(shared_data: Path):
    """Each captured answer, served whatever is asked."""

    class Captured:
        def __init__(self, body: bytes) -> None:
            self.body = body

        async def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
            return Fetched(self.body, url)

    async def no_sleep(seconds: float) -> None: ...

    for path in sorted((shared_data / "feeds" / "arxiv_api").glob("*.200.xml")):
        asked = parse_qs(urlsplit(path.with_suffix(".url").read_text()).query)
        search = ArxivApiSearch(Captured(path.read_bytes()), parsed, "http://x", no_sleep)
        page = await search._page({}, int(asked["start"][0]), 100)
        assert page.total >= len(page.entries)
        assert (page.total > 10_000) == ("search_query" in asked)
