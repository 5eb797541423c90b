"""An endpoint that is slow, down, wrong or hostile: one typed error, and the key in none of them."""

from __future__ import annotations

import json
import socket
import struct
import traceback
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from email.utils import format_datetime

import pytest

from bot.embed.endpoint import EndpointEmbedder
from bot.errors import EmbeddingFailed, EmbeddingRefused, SettingsError
from ranking.domain import text_key
from tests.fakes.clock import FakeClock
from tests.fakes.embeddings_server import EmbeddingsServer, answered

KEY = "key-that-nobody-sees"


@pytest.fixture
def server() -> Iterator[EmbeddingsServer]:
    with EmbeddingsServer() as server:
        yield server


@pytest.fixture
async def embedder(server: EmbeddingsServer, clock: FakeClock) -> AsyncIterator[EndpointEmbedder]:
    opened = EndpointEmbedder(server.url, "e5-passage", clock, KEY, largest=10_000)
    yield opened
    await opened.aclose()


async def test_texts_go_out_with_the_model_and_the_key_and_come_back_as_vectors(
    embedder: EndpointEmbedder, server: EmbeddingsServer
) -> None:
    found = await embedder.embed(["abc", "zzz"])
    assert server.asked == [{"model": "e5-passage", "input": ["abc", "zzz"]}]
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"
    assert found.keys == (text_key("abc"), text_key("zzz"))
    assert struct.unpack("<52f", found.data)[26:] == (0.0,) * 25 + (1.0,)


async def test_a_long_text_goes_out_cut_and_comes_back_under_its_own_key(
    embedder: EndpointEmbedder, server: EmbeddingsServer
) -> None:
    text = "word " * 10_000
    assert (await embedder.embed([text])).keys == (text_key(text),)
    assert len(server.texts[0]) < 3_000


async def test_without_a_key_none_is_sent(server: EmbeddingsServer, clock: FakeClock) -> None:
    embedder = EndpointEmbedder(server.url, "m", clock)
    await embedder.embed(["a"])
    await embedder.aclose()
    assert "authorization" not in server.headers[0]


async def test_huge_and_tiny_vectors_are_brought_to_length_one(
    embedder: EndpointEmbedder, server: EmbeddingsServer
) -> None:
    server.answers.append((200, {}, answered([[3e300, 4e300], [0, 5e-320], [0.0, 0]])))
    found = await embedder.embed(["a", "b", "c"])
    assert struct.unpack("<6f", found.data) == pytest.approx((0.6, 0.8, 0.0, 1.0, 0.0, 0.0))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"data": null}',
        b'{"data": {"0": []}}',
        b"[" * 9_000,
        answered([[1.0]]),
        answered([[1.0]] * 3),
        answered([[1.0, 2.0], [1.0]]),
        answered([[], []]),
        answered([[1.0], "words"]),
        answered([[1.0], [None]]),
        answered([[1.0], ["1.0"]]),
        answered([[1.0], [True]]),
        answered([[1.0], [[1.0]]]),
        answered([[1.0], [float("nan")]]),
        answered([[1.0], [float("-inf")]]),
        answered([[1.0], [1.0]]).replace(b"1.0", b"1e999"),
        answered([[1.0, 0.5], [1.0, 0.5]]).replace(b"1.0", b"1" + b"0" * 400),
        answered([[1.0], [1.0]]).replace(b"1.0", b"1" * 4_500),
        answered([[1.0], [2.0]], index=0),
        answered([[1.0], [2.0]], index="0"),
        json.dumps({"data": [[1.0], [2.0]]}).encode(),
        b'{"data": "' + b"x" * 20_000 + b'"}',
    ],
    ids=lambda body: body[:60].decode(),
)
async def test_an_answer_that_is_not_two_vectors_is_refused_as_a_whole(
    embedder: EndpointEmbedder, server: EmbeddingsServer, body: bytes
) -> None:
    server.answers.append((200, {}, body))
    with pytest.raises(EmbeddingRefused):
        await embedder.embed(["a", "b"])


async def test_a_compressed_answer_is_refused_unread(embedder: EndpointEmbedder, server: EmbeddingsServer) -> None:
    server.answers.append((200, {"Content-Encoding": "gzip"}, b"\x1f\x8b"))
    with pytest.raises(EmbeddingRefused, match="compressed"):
        await embedder.embed(["a"])


@pytest.mark.parametrize("status", [400, 413, 422])
async def test_texts_may_be_refused(embedder: EndpointEmbedder, server: EmbeddingsServer, status: int) -> None:
    server.answers.append((status, {}, b"too long"))
    with pytest.raises(EmbeddingRefused):
        await embedder.embed(["a"])


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
async def test_an_endpoint_that_will_not_serve_says_nothing_of_the_texts(
    embedder: EndpointEmbedder, server: EmbeddingsServer, status: int
) -> None:
    server.answers.append((status, {}, b"no"))
    with pytest.raises(EmbeddingFailed) as caught:
        await embedder.embed(["a"])
    assert type(caught.value) is EmbeddingFailed
    assert caught.value.retry_after == 0


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7), ("999999999999", 3600), ("-5", 0), ("soon", 0), ("", 0), ("²", 0), ("Thu, 99 Nov", 0)],
)
async def test_a_pause_that_is_asked_for_is_kept_within_an_hour(
    embedder: EndpointEmbedder, server: EmbeddingsServer, said: str, seconds: float
) -> None:
    server.answers.append((429, {"Retry-After": said.encode().decode("latin-1")}, b""))
    with pytest.raises(EmbeddingFailed) as caught:
        await embedder.embed(["a"])
    assert caught.value.retry_after == seconds


async def test_a_pause_may_be_asked_for_by_date(
    embedder: EndpointEmbedder, server: EmbeddingsServer, clock: FakeClock
) -> None:
    date = format_datetime(clock() + timedelta(seconds=90), usegmt=True)
    server.answers.append((503, {"Retry-After": date}, b""))
    with pytest.raises(EmbeddingFailed) as caught:
        await embedder.embed(["a"])
    assert caught.value.retry_after == pytest.approx(90, abs=1)


async def test_a_redirect_is_not_followed(embedder: EndpointEmbedder, server: EmbeddingsServer) -> None:
    server.answers.append((307, {"Location": f"{server.url}/embeddings"}, b""))
    with pytest.raises(EmbeddingFailed, match="307"):
        await embedder.embed(["a"])
    assert server.asked == []


async def test_a_server_that_says_nothing_is_given_up(clock: FakeClock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        embedder = EndpointEmbedder(f"http://127.0.0.1:{silent.getsockname()[1]}", "m", clock, seconds=0.05)
        with pytest.raises(EmbeddingFailed, match=r"longer than 0\.05 s"):
            await embedder.embed(["a"])
        await embedder.aclose()


async def test_a_server_that_is_not_there_is_named_by_its_host_alone(clock: FakeClock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    embedder = EndpointEmbedder(f"http://user:hidden@127.0.0.1:{port}/v1", "m", clock, KEY)
    text = "-".join("never shown")
    with pytest.raises(EmbeddingFailed) as caught:
        await embedder.embed([text])
    await embedder.aclose()
    said = "".join(traceback.format_exception(caught.value)) + embedder.model
    assert "127.0.0.1" in str(caught.value)
    assert not [secret for secret in (KEY, "hidden@", text) if secret in said]


async def test_a_key_that_no_header_can_hold_is_not_quoted(server: EmbeddingsServer, clock: FakeClock) -> None:
    embedder = EndpointEmbedder(server.url, "m", clock, "two\nlines")
    with pytest.raises(EmbeddingFailed) as caught:
        await embedder.embed(["a"])
    await embedder.aclose()
    assert "lines" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_models_of_two_servers_are_told_apart(clock: FakeClock) -> None:
    named = [EndpointEmbedder(f"http://{host}.example/v1/", "m", clock).model for host in "ab"]
    assert named == ["m at http://a.example/v1/embeddings", "m at http://b.example/v1/embeddings"]


def test_an_address_that_cannot_be_asked_is_a_setting_that_is_wrong(clock: FakeClock) -> None:
    with pytest.raises(SettingsError, match="BANDU_EMBED"):
        EndpointEmbedder("http://a.example/\n", "m", clock)
