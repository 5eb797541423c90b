"""Manners towards hosts: how many requests at once, how far apart, and none at all while one asks to be left alone.

A `Fetcher` around a `Fetcher`; everything that fetches goes through the same one, or the limits would not hold. An
answer's status and pause come with its error. The clock and sleeping are handed in.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus

import httpx

from bot.errors import FetchError
from bot.ports import Fetched, Fetcher

AT_ONCE = 2
"""Requests to one host at once."""
GAP = 0.5
"""Seconds between two requests to one host, unless a rule says otherwise."""
TOO_MANY_PAUSE = 60.0
"""Seconds a host rests that says 429 without saying for how long."""
LONGEST_REST = 86_400.0
MOST_LANES = 2_000
"""Hosts that are remembered; those in use come on top."""
_DEFAULT_PORTS = {"http": 80, "https": 443}

ARXIV_API_GAP = 3.0
"""As its terms of use ask: https://info.arxiv.org/help/api/tou.html"""


@dataclass(frozen=True, slots=True)
class Rule:
    """Addresses that begin with `prefix` (`host/path` or `host:port/path`, no scheme) are asked one at a time, `gap`
    seconds from the end of one answer to the next question."""

    prefix: str
    gap: float


RULES: tuple[Rule, ...] = (
    Rule("export.arxiv.org/", ARXIV_API_GAP),
    Rule("rss.arxiv.org/", 1.0),
    Rule("arxiv.org/", 1.0),
    Rule("github.com/", 1.0),
)


def rules(arxiv_api_url: str) -> tuple[Rule, ...]:
    """The table, with arXiv's search interface where the settings say it is."""
    place = "".join(_place(arxiv_api_url))
    if any(_covers(rule.prefix, place) and rule.gap >= ARXIV_API_GAP for rule in RULES):
        return RULES
    return (*RULES, Rule(place, ARXIV_API_GAP))


class Polite:
    """`private_hosts` (`host:port`) are the operator's own: two requests at once, and no gap but by rule."""

    def __init__(
        self,
        inner: Fetcher,
        rules: Iterable[Rule],
        private_hosts: frozenset[str] = frozenset(),
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._inner = inner
        self._rules = sorted(rules, key=lambda rule: len(rule.prefix), reverse=True)
        self._private = frozenset(_named(host) for host in private_hosts)
        self._now = now
        self._sleep = sleep
        self._lanes: OrderedDict[str, _Lane] = OrderedDict()

    async def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
        """As the inner fetcher, once it is this request's turn. Raises FetchError at once while the host rests."""
        if not _place(url)[0]:
            return await self._inner.fetch(url, etag, last_modified)
        lane = self._lane(url)
        async with self._turn(lane):
            try:
                fetched = await self._inner.fetch(url, etag, last_modified)
            except FetchError as error:
                self._heed(lane, error)
                raise
        end = self._lane(fetched.url)
        if end is not lane:  # a redirect led to another host, which has been asked now too
            end.touch(self._now())
        return fetched

    @asynccontextmanager
    async def _turn(self, lane: _Lane) -> AsyncIterator[None]:
        """First come, first served; whoever is cancelled while waiting leaves no trace but a gap unused."""
        lane.users += 1
        try:
            lane.refuse_at_rest(self._now())
            async with lane.places:
                async with lane.door:
                    while (wait := lane.free_at - self._now()) > 0:
                        await self._sleep(wait)
                    # Looked at again, for the host may have asked for a rest meanwhile.
                    lane.refuse_at_rest(self._now())
                    lane.touch(self._now())
                try:
                    yield
                finally:
                    lane.touch(self._now())
        finally:
            lane.users -= 1

    def _heed(self, lane: _Lane, error: FetchError) -> None:
        """Rests the host if the answer asks for it. A 503 that names no pause does not: many a server that gathers
        feeds from elsewhere answers so for one of them, and the others are well."""
        pause = error.retry_after
        if error.status == HTTPStatus.TOO_MANY_REQUESTS:
            pause = pause or TOO_MANY_PAUSE
        elif error.status != HTTPStatus.SERVICE_UNAVAILABLE:
            return
        if pause > 0:
            lane.status = error.status
            lane.rests_until = max(lane.rests_until, self._now() + min(pause, LONGEST_REST))

    def _lane(self, url: str) -> _Lane:
        host, path = _place(url)
        rule = next((rule for rule in self._rules if _covers(rule.prefix, host + path)), None)
        key = rule.prefix if rule else host
        lane = self._lanes.get(key)
        if lane is None:
            self._forget_some()
            own = host in self._private
            lane = _Lane(host, rule.gap, 1) if rule else _Lane(host, 0.0 if own else GAP, AT_ONCE)
            self._lanes[key] = lane
        self._lanes.move_to_end(key)
        return lane

    def _forget_some(self) -> None:
        """Makes room: those that nothing is known of any more, and failing that those that rest."""
        if len(self._lanes) < MOST_LANES:
            return
        now = self._now()
        for resting_too in (False, True):
            for key, lane in list(self._lanes.items()):
                if lane.users == 0 and (resting_too or max(lane.free_at, lane.rests_until) <= now):
                    del self._lanes[key]
                if len(self._lanes) <= MOST_LANES * 0.9:
                    return


class _Lane:
    """One host, or the part of it that a rule is about. `users` are those who ask or wait."""

    def __init__(self, host: str, gap: float, at_once: int) -> None:
        self.places = asyncio.Semaphore(at_once)
        self.door = asyncio.Lock()
        self.users = 0
        self.free_at = -math.inf
        self.rests_until = -math.inf
        self.status = 0
        self._host = host
        self._gap = gap

    def touch(self, now: float) -> None:
        """Notes that a request begins or ends."""
        self.free_at = max(self.free_at, now + self._gap)

    def refuse_at_rest(self, now: float) -> None:
        left = self.rests_until - now
        if left > 0:
            sentence = f"{self._host} asks to be left alone for another {math.ceil(left)} s."
            raise FetchError(sentence, status=self.status, retry_after=left)


def _place(url: str) -> tuple[str, str]:
    """Host (with its port, where that is not the usual one) and path, both as they will be asked for; ("", "") for what
    is no address."""
    try:
        address = httpx.URL(url)
        host = address.raw_host.decode("ascii").lower().rstrip(".")
    except (httpx.InvalidURL, ValueError):
        host = ""
    if not host:
        return "", ""
    port = address.port or _DEFAULT_PORTS.get(address.scheme, 0)
    usual = port in _DEFAULT_PORTS.values()
    named = f"[{host}]" if ":" in host else host
    return (named if usual else f"{named}:{port}"), address.path


def _named(host_and_port: str) -> str:
    """A private host as `_place` says it."""
    return _place(f"http://{host_and_port.strip()}/")[0]


def _covers(prefix: str, place: str) -> bool:
    """Whether a place is the one that a rule names, or below it."""
    if not place.startswith(prefix):
        return False
    return prefix.endswith("/") or place[len(prefix) :][:1] in ("", "/")
