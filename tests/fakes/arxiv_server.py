"""A local arXiv: the RSS of each category and the search interface, over real HTTP, on the test's own clock.

    with ArxivServer(truth, clock) as arxiv:
        arxiv.rss + "/cs.CV"          # the feed of the day (US Eastern) that the clock shows
        arxiv.api                     # the search interface; it counts whoever asks sooner than every three seconds
        arxiv.stale.add(day)          # that day's feed is still the one of the day before

The truth is a list of `Announced`: each says by itself on which day's feed it stands, so that nothing here shares the
calendar of what is tested. Answers have the form of the real ones, paging, totals and errors among it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from threading import Lock
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from tests.fakes.feed_server import Answer, FeedServer, Request

EASTERN = ZoneInfo("America/New_York")
SPACING = 3.0
"""Seconds between two requests to the search interface."""

_RSS = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
<title>{category} updates on arXiv.org</title><link>http://rss.arxiv.org/rss/{category}</link>
<description>{category} updates on the arXiv.org e-print archive.</description><language>en-us</language>
<lastBuildDate>{built}</lastBuildDate><pubDate>{published}</pubDate>
<skipDays><day>Saturday</day><day>Sunday</day></skipDays>
{items}</channel></rss>
"""
_ITEM = """<item><title>{title}</title><link>https://arxiv.org/abs/{name}</link>
<description>arXiv:{name}v{version} Announce Type: {announce}
Abstract: {abstract}</description>
<guid isPermaLink="false">oai:arXiv.org:{name}v{version}</guid>{categories}<pubDate>{published}</pubDate>
<arxiv:announce_type>{announce}</arxiv:announce_type><dc:creator>{authors}</dc:creator></item>
"""
_ATOM = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"
 xmlns="http://www.w3.org/2005/Atom"><id>https://arxiv.org/api/x</id><title>arXiv Query: {query}</title>
<updated>{now}</updated><opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>
<opensearch:totalResults>{total}</opensearch:totalResults><opensearch:startIndex>{start}</opensearch:startIndex>
{entries}</feed>
"""
_FOUND = """<entry><id>http://arxiv.org/abs/{name}v1</id><title>{title}</title><updated>{submitted}</updated>
<link href="https://arxiv.org/abs/{name}v1" rel="alternate" type="text/html"/><summary>{abstract}</summary>{categories}
<published>{submitted}</published><arxiv:comment>{comment}</arxiv:comment><arxiv:primary_category term="{primary}"/>
{authors}</entry>
"""
_ERROR = """<entry><id>https://arxiv.org/api/errors#{slug}</id><title>Error</title><updated>{now}</updated>
<summary>{said}</summary><author><name>arXiv api core</name></author></entry>
"""
_RANGE = re.compile(r"submittedDate:\[(\d{12}) TO (\d{12})\]")
_ID = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+/\d{7})(?:v\d+)?")


@dataclass(frozen=True, slots=True)
class Announced:
    """A paper of the truth list: what it is, when it was submitted, and on which day's feed it stands."""

    name: str
    title: str
    abstract: str
    submitted: datetime
    feed_day: date
    categories: tuple[str, ...] = ("cs.CV",)
    authors: tuple[str, ...] = ("Ada Invented", "Bo Madeup")
    comment: str = "9 pages"


@dataclass(slots=True)
class ArxivServer:
    """Faults are set by day (US Eastern), or by how often they are still to happen."""

    truth: Iterable[Announced]
    clock: Callable[[], datetime]
    largest_page: int = 2_000
    down: set[date] = field(default_factory=set)
    """Days on which the feeds answer 503."""
    stale: set[date] = field(default_factory=set)
    """Days on which the feeds are still those of the day before."""
    partial: dict[date, int] = field(default_factory=dict)
    """Days whose feeds have only the first so many papers."""
    replaced: dict[date, tuple[str, ...]] = field(default_factory=dict)
    """Papers of other days that a day's feed announces as replaced."""
    search_down: set[date] = field(default_factory=set)
    """Days on which the search interface answers 503."""
    indexed: dict[date, datetime] = field(default_factory=dict)
    """When the papers of a day come into the index; otherwise they do so with the feed."""
    empty_pages: int = 0
    """How many of the next pages come empty, whatever they should have."""
    repeat_on_page: int = 0
    """By how many results each page but the first begins too early, as when the index grows between two requests."""
    hasty: int = 0
    """Requests to the search interface that came too soon."""
    searches: list[Mapping[str, str]] = field(default_factory=list)
    """The parameters of every search, in order."""
    _server: FeedServer = field(default_factory=FeedServer)
    _asked_at: datetime | None = None
    _lock: Lock = field(default_factory=Lock)

    def __enter__(self) -> ArxivServer:
        self._server.routes["/api/query"] = self._search
        for category in sorted({name for paper in self.truth for name in paper.categories}):
            self._server.routes[f"/rss/{category}"] = self._feed
        self._server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__()

    @property
    def host(self) -> str:
        return self._server.host

    @property
    def rss(self) -> str:
        return f"{self._server.url}/rss"

    @property
    def api(self) -> str:
        return f"{self._server.url}/api/query"

    def _feed(self, request: Request) -> Answer:
        today = self.clock().astimezone(EASTERN).date()
        if today in self.down:
            return 503, {}, b"Service Unavailable"
        while today in self.stale:
            today -= timedelta(days=1)
        body = self._rss(request.path.rpartition("/")[2], today)
        tag = f'"{hash(body)}"'
        if request.headers.get("if-none-match") == tag:
            return 304, {"ETag": tag}, b""
        return 200, {"Content-Type": "application/rss+xml", "ETag": tag}, body

    def _rss(self, category: str, day: date) -> bytes:
        midnight = datetime.combine(day, time(0), EASTERN)
        new = [p for p in self.truth if p.feed_day == day and category in p.categories][: self.partial.get(day)]
        again = [p for p in self.truth if p.name in self.replaced.get(day, ()) and category in p.categories]
        items = [_item(p, "new" if p.categories[0] == category else "cross", midnight) for p in new]
        items += [_item(p, "replace", midnight, version=2) for p in again]
        built = format_datetime((midnight + timedelta(minutes=2)).astimezone(UTC))
        text = _RSS.format(category=category, built=built, published=format_datetime(midnight), items="".join(items))
        return text.encode()

    def _search(self, request: Request) -> Answer:
        asked = {key: values[0] for key, values in parse_qs(urlsplit(request.path).query).items()}
        with self._lock:
            now, before = self.clock(), self._asked_at
            self._asked_at = now
            self.searches.append(asked)
            if before is not None and (now - before).total_seconds() < SPACING:
                self.hasty += 1
                return 429, {"Retry-After": "3"}, b"Rate exceeded."
            if now.astimezone(EASTERN).date() in self.search_down:
                return 503, {"Retry-After": "5"}, b"Service Unavailable"
            try:
                return 200, {"Content-Type": "application/atom+xml"}, self._answer(asked, now)
            except ValueError as error:
                entry = _ERROR.format(slug="bad", now=_iso(now), said=escape(str(error)))
                return 400, {}, _atom(asked, now, 1, 0, [entry])

    def _answer(self, asked: Mapping[str, str], now: datetime) -> bytes:
        found = self._found(asked, [p for p in self.truth if self._is_indexed(p, now)])
        start, size = int(asked.get("start", 0)), min(int(asked.get("max_results", 10)), self.largest_page)
        first = max(start - self.repeat_on_page, 0)
        page = found[first : first + size]
        if self.empty_pages and page:
            self.empty_pages -= 1
            page = []
        return _atom(asked, now, len(found), start, [_found(p) for p in page])

    def _is_indexed(self, paper: Announced, now: datetime) -> bool:
        with_the_feed = datetime.combine(paper.feed_day, time(0), EASTERN)
        return self.indexed.get(paper.feed_day, with_the_feed) <= now

    def _found(self, asked: Mapping[str, str], papers: list[Announced]) -> list[Announced]:
        if names := [name for name in asked.get("id_list", "").split(",") if name]:
            for name in names:
                if not _ID.fullmatch(name):
                    raise ValueError(f"incorrect id format for {name}")
            return [p for p in papers if p.name in {name.partition("v")[0] for name in names}]
        query = asked.get("search_query", "")
        for known in re.findall(r'ti:"([^"]*)"', query):
            papers = [p for p in papers if known.casefold() in p.title.casefold()]
        categories = re.findall(r"cat:([\w.*-]+)", query)
        if categories:
            papers = [p for p in papers if any(_matches(c, p.categories) for c in categories)]
        if "submittedDate" in query:
            papers = _between(papers, query)
        return sorted(papers, key=lambda p: (p.submitted, p.name), reverse=asked.get("sortOrder") != "ascending")


def _between(papers: list[Announced], query: str) -> list[Announced]:
    said = _RANGE.search(query)
    if said is None:
        raise ValueError("submittedDate needs a range of two times to the minute")
    since, until = (datetime.strptime(moment, "%Y%m%d%H%M").replace(tzinfo=UTC) for moment in said.groups())
    return [p for p in papers if since <= p.submitted <= until]


def _matches(asked: str, categories: tuple[str, ...]) -> bool:
    if asked.endswith(".*"):
        return any(c.startswith(asked[:-1]) for c in categories)
    return asked in categories


def _item(paper: Announced, announce: str, midnight: datetime, version: int = 1) -> str:
    return _ITEM.format(
        name=paper.name,
        version=version,
        title=escape(paper.title),
        abstract=escape(paper.abstract),
        announce=announce,
        published=format_datetime(midnight),
        categories="".join(f"<category>{c}</category>" for c in paper.categories),
        authors=escape(", ".join(paper.authors)),
    )


def _found(paper: Announced) -> str:
    return _FOUND.format(
        name=paper.name,
        title=escape(paper.title),
        abstract=escape(paper.abstract),
        submitted=_iso(paper.submitted),
        comment=escape(paper.comment),
        primary=paper.categories[0],
        categories="".join(f'<category term="{c}" scheme="http://arxiv.org/schemas/atom"/>' for c in paper.categories),
        authors="".join(f"<author><name>{escape(name)}</name></author>" for name in paper.authors),
    )


def _atom(asked: Mapping[str, str], now: datetime, total: int, start: int, entries: list[str]) -> bytes:
    query = escape(asked.get("search_query", ""))
    parts = {"query": query, "now": _iso(now), "total": total, "start": start, "size": len(entries)}
    return _ATOM.format(entries="".join(entries), **parts).encode()


def _iso(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
