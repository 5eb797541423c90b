"""Manners: how close together requests to one host come, and that a host which asks for rest gets it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest

from bot.errors import FetchError
from bot.feeds.polite import GAP, LONGEST_REST, MOST_LANES, TOO_MANY_PAUSE, Polite, Rule, rules
from bot.ports import Fetched
from tests.fakes.timeline import Timeline

API = "http://127.0.0.1:8000/api/query"
PRIVATE = frozenset({"127.0.0.1:8000", "[::1]:8000", "localhost:80"})


@dataclass
class Web:
    """Answers every address after `takes` seconds; notes when each was asked and how many were at once."""

    timeline: Timeline
    takes: float = 0.0
    asked: list[tuple[float, str]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    failing: dict[str, FetchError] = field(default_factory=dict)
    leads_to: dict[str, str] = field(default_factory=dict)

    async def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
        self.asked.append((self.timeline.time, url))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.takes:
                await self.timeline.sleep(self.takes)
        finally:
            self.at_once -= 1
        if url in self.failing:
            raise self.failing[url]
        return Fetched(b"", self.leads_to.get(url, url), etag, last_modified)

    @property
    def moments(self) -> list[float]:
        return [at for at, _ in self.asked]


@pytest.fixture
def timeline() -> Timeline:
    return Timeline()


@pytest.fixture
def web(timeline: Timeline) -> Web:
    return Web(timeline)


@pytest.fixture
def polite(web: Web, timeline: Timeline) -> Polite:
    return Polite(web, rules(API), PRIVATE, now=timeline.now, sleep=timeline.sleep)


def asking(polite: Polite, urls: Iterable[str]) -> list[asyncio.Task[Fetched]]:
    return [asyncio.create_task(polite.fetch(url)) for url in urls]


async def test_validators_and_answers_pass_through(polite: Polite):
    got = await polite.fetch("https://a.example.org/x", '"1"', "yesterday")
    assert got == Fetched(b"", "https://a.example.org/x", '"1"', "yesterday")


async def test_one_host_is_asked_twice_at_once_at_most(polite: Polite, web: Web, timeline: Timeline):
    web.takes = 10.0
    tasks = asking(polite, [f"https://a.example.org/{n}" for n in range(5)])
    await timeline.advance(200)
    assert web.most_at_once == 2
    assert all(task.done() for task in tasks)


async def test_requests_to_one_host_keep_a_gap_and_come_in_the_order_asked(
    polite: Polite, web: Web, timeline: Timeline
):
    urls = [f"https://a.example.org/{n}" for n in range(4)]
    tasks = asking(polite, urls)
    await timeline.advance(10)
    assert web.asked == [(n * GAP, url) for n, url in enumerate(urls)]
    await asyncio.gather(*tasks)


async def test_different_hosts_do_not_wait_for_each_other(polite: Polite, web: Web, timeline: Timeline):
    tasks = asking(polite, [f"https://host{n}.example.org/feed" for n in range(300)])
    await timeline.settle()
    assert web.moments == [0.0] * 300
    await asyncio.gather(*tasks)


async def test_arxiv_s_api_is_asked_one_at_a_time_three_seconds_after_the_last_answer(
    polite: Polite, web: Web, timeline: Timeline
):
    web.takes = 2.0
    tasks = asking(polite, [f"{API}?search_query=cat:cs.CV&start={n}" for n in range(3)])
    await timeline.advance(30)
    assert web.moments == [0.0, 5.0, 10.0]
    assert web.most_at_once == 1
    await asyncio.gather(*tasks)


async def test_a_private_host_has_no_gap_but_where_a_rule_says_so(polite: Polite, web: Web, timeline: Timeline):
    tasks = asking(polite, [f"http://127.0.0.1:8000/rss/{n}" for n in range(5)])
    tasks += asking(polite, [f"http://[::1]:8000/{n}" for n in range(3)])
    tasks += asking(polite, [f"http://localhost/{n}" for n in range(3)])
    await timeline.settle()
    assert web.moments == [0.0] * 11
    assert timeline.slept == 0
    await asyncio.gather(*tasks)


async def test_a_private_host_that_is_not_listed_by_its_port_has_the_usual_gap(
    polite: Polite, web: Web, timeline: Timeline
):
    tasks = asking(polite, ["http://127.0.0.1:8001/a", "http://127.0.0.1:8001/b"])
    await timeline.advance(5)
    assert web.moments == [0.0, GAP]
    await asyncio.gather(*tasks)


@pytest.mark.parametrize(
    ("url", "gap"),
    [
        ("https://export.arxiv.org/api/query?x", 3.0),
        ("http://EXPORT.arxiv.org:80/api/query?x", 3.0),
        ("https://export.arxiv.org./abs/2503.00001", 3.0),
        ("https://rss.arxiv.org/rss/cs.CV", 1.0),
        ("https://arxiv.org/html/2503.00001", 1.0),
        ("https://github.com/a/b/releases.atom", 1.0),
        ("https://github.com.example.org/a", GAP),
        ("https://notgithub.com/a", GAP),
        ("http://127.0.0.1:8000/api/query?x", 3.0),
        ("http://127.0.0.1:8000/rss/../api/query?x", 3.0),
        ("http://127.0.0.1:8000/api/queryelse", 0.0),
        ("http://127.0.0.1:8000/api", 0.0),
    ],
)
async def test_the_table_says_which_addresses_keep_which_gap(
    polite: Polite, web: Web, timeline: Timeline, url: str, gap: float
):
    tasks = asking(polite, [url, url])
    await timeline.advance(10)
    assert web.moments == [0.0, gap]
    await asyncio.gather(*tasks)


async def test_the_longest_rule_that_fits_holds(web: Web, timeline: Timeline):
    polite = Polite(
        web, [Rule("a.org/", 1.0), Rule("a.org/x/y", 9.0), Rule("a.org/x", 4.0)], sleep=timeline.sleep, now=timeline.now
    )
    tasks = asking(polite, ["https://a.org/x/y/z", "https://a.org/x/y"])
    await timeline.advance(20)
    assert web.moments == [0.0, 9.0]
    await asyncio.gather(*tasks)


def test_the_default_address_of_the_api_needs_no_rule_of_its_own():
    assert rules("https://export.arxiv.org/api/query") == rules("http://export.arxiv.org/api/query")
    assert [rule.prefix for rule in rules("https://export.arxiv.org/api/query")].count("export.arxiv.org/") == 1


async def test_a_pause_that_is_asked_for_holds_for_everybody_and_nobody_waits_for_it(
    polite: Polite, web: Web, timeline: Timeline
):
    busy = "https://a.example.org/busy"
    web.failing[busy] = FetchError("busy", status=429, retry_after=120.0)
    with pytest.raises(FetchError, match="busy"):
        await polite.fetch(busy)
    await timeline.advance(20)
    with pytest.raises(FetchError, match=r"^a\.example\.org asks to be left alone for another 100 s\.$") as caught:
        await polite.fetch("https://a.example.org/other")
    assert (caught.value.status, caught.value.retry_after, caught.value.offline) == (429, 100.0, False)
    assert len(web.asked) == 1
    await polite.fetch("https://b.example.org/")
    await timeline.advance(100)
    await polite.fetch("https://a.example.org/other")


async def test_who_waits_when_the_pause_is_asked_for_is_told_at_once(polite: Polite, web: Web, timeline: Timeline):
    urls = [f"https://a.example.org/{n}" for n in range(5)]
    web.takes = 1.0
    web.failing[urls[0]] = FetchError("busy", status=503, retry_after=60.0)
    tasks = asking(polite, urls)
    await timeline.advance(5)
    assert len(web.asked) == 2
    assert [type(task.exception()) for task in tasks] == [FetchError, type(None), *[FetchError] * 3]


@pytest.mark.parametrize(
    ("answer", "rests"),
    [
        ((429, 0.0), TOO_MANY_PAUSE),
        ((429, 5.0), 5.0),
        ((503, 5.0), 5.0),
        ((503, 0.0), 0.0),
        ((500, 5.0), 0.0),
        ((0, 0.0), 0.0),
        ((429, 1e12), LONGEST_REST),
    ],
)
async def test_how_long_a_host_rests(
    polite: Polite, web: Web, timeline: Timeline, answer: tuple[int, float], rests: float
):
    url = "https://a.example.org/"
    web.failing[url] = FetchError("no", status=answer[0], retry_after=answer[1])
    with pytest.raises(FetchError):
        await polite.fetch(url)
    web.failing.clear()
    if rests:
        await timeline.advance(rests - 1)
        with pytest.raises(FetchError, match="left alone for another 1 s"):
            await polite.fetch(url)
    await timeline.advance(GAP + 1)
    await polite.fetch(url)


async def test_who_gives_up_waiting_leaves_the_turn_to_the_next(polite: Polite, web: Web, timeline: Timeline):
    web.takes = 4.0
    tasks = asking(polite, [f"{API}?{n}" for n in range(4)])
    await timeline.advance(5)
    tasks[1].cancel()  # sleeps until its turn
    tasks[2].cancel()  # waits behind it
    await timeline.advance(20)
    assert web.asked == [(0.0, f"{API}?0"), (7.0, f"{API}?3")]
    assert tasks[3].done()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_request_that_is_cancelled_frees_its_place(polite: Polite, web: Web, timeline: Timeline):
    web.takes = 100.0
    tasks = asking(polite, [f"https://a.example.org/{n}" for n in range(3)])
    await timeline.advance(10)
    assert len(web.asked) == 2
    tasks[0].cancel()
    await timeline.advance(1)
    assert len(web.asked) == 3
    await timeline.advance(200)
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_where_a_redirect_leads_has_been_asked_too(polite: Polite, web: Web, timeline: Timeline):
    web.leads_to["https://short.example.org/1"] = f"{API}?1"
    await polite.fetch("https://short.example.org/1")
    task = asyncio.create_task(polite.fetch(f"{API}?2"))
    await timeline.advance(2.9)
    assert len(web.asked) == 1
    await timeline.advance(0.2)
    assert len(web.asked) == 2
    await task


async def test_hosts_are_forgotten_but_for_those_that_rest(polite: Polite, web: Web, timeline: Timeline):
    resting = "https://resting.example.org/"
    web.failing[resting] = FetchError("no", status=429, retry_after=3600.0)
    with pytest.raises(FetchError):
        await polite.fetch(resting)
    for n in range(3 * MOST_LANES):
        await polite.fetch(f"https://h{n}.example.org/")
        await timeline.advance(0.01) if n % 100 == 0 else None
        timeline.time += GAP
    assert len(polite._lanes) <= MOST_LANES + 1
    with pytest.raises(FetchError, match="left alone"):
        await polite.fetch(resting)


async def test_hosts_that_all_rest_are_forgotten_in_the_end(polite: Polite, web: Web):
    for n in range(MOST_LANES + 500):
        url = f"https://h{n}.example.org/"
        web.failing[url] = FetchError("no", status=429, retry_after=3600.0)
        with pytest.raises(FetchError):
            await polite.fetch(url)
    assert len(polite._lanes) <= MOST_LANES + 1


@pytest.mark.parametrize("url", ["", "nonsense", "http://", "http://a\x00b/"])
async def test_what_is_no_address_is_left_to_the_fetcher_to_refuse(polite: Polite, web: Web, url: str):
    await asyncio.gather(*(polite.fetch(url) for _ in range(5)))
    assert len(web.asked) == 5
