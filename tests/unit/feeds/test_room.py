"""Large documents: only a few are in memory at once, and small ones never wait for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.errors import FetchError
from bot.feeds.fetch import HttpFetcher
from bot.feeds.room import LARGE_AT_ONCE, SMALL
from bot.ports import Fetched
from tests.fakes.feed_server import FeedServer, cut, document, gzip_bomb


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as server:
        server.routes["/large"] = document(b"x" * (SMALL + 1))
        server.routes["/bomb"] = gzip_bomb(5 * SMALL)
        server.routes["/cut"] = cut(b"x" * (2 * SMALL))
        server.routes["/small"] = document(b"x" * SMALL)
        yield server


@pytest.fixture
async def web(server: FeedServer) -> AsyncIterator[HttpFetcher]:
    async with HttpFetcher("test", frozenset({server.host}), total_seconds=1.0, max_bytes=3 * SMALL) as web:
        yield web


async def test_a_large_document_waits_until_one_of_the_others_is_let_go(server: FeedServer, web: HttpFetcher):
    held: list[Fetched] = [await web.fetch(f"{server.url}/large") for _ in range(LARGE_AT_ONCE)]
    with pytest.raises(FetchError, match="took longer than 1 s"):
        await web.fetch(f"{server.url}/large")
    assert (await web.fetch(f"{server.url}/small")).body is not None
    held.pop()
    assert (await web.fetch(f"{server.url}/large")).body is not None


@pytest.mark.parametrize("path", ["/bomb", "/cut"])
async def test_one_that_came_to_nothing_takes_no_place(server: FeedServer, web: HttpFetcher, path: str):
    for _ in range(LARGE_AT_ONCE + 1):
        with pytest.raises(FetchError):
            await web.fetch(f"{server.url}{path}")
    assert (await web.fetch(f"{server.url}/large")).body is not None


async def test_a_reading_that_is_cancelled_takes_no_place(server: FeedServer, web: HttpFetcher):
    held = [await web.fetch(f"{server.url}/large") for _ in range(LARGE_AT_ONCE)]
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(web.fetch(f"{server.url}/large"), 0.3)
    del held
    assert [len((await web.fetch(f"{server.url}/large")).body or b"") for _ in range(2 * LARGE_AT_ONCE)]
