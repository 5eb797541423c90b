"""An embedder in memory: it counts letters, remembers what it was asked, and fails or refuses when told to."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Sequence

from bot.errors import EmbeddingRefused
from ranking.domain import Vectors, text_key

LETTERS = 26


def counted(text: str) -> list[float]:
    """How often each letter of the alphabet stands in the text, as a vector of length 1."""
    counts = [float(text.lower().count(chr(97 + j))) for j in range(LETTERS)]
    length = math.hypot(*counts) or 1.0
    return [count / length for count in counts]


def vectors_of(texts: Iterable[str], width: int = LETTERS) -> Vectors:
    """What the fake answers, cut to `width` numbers."""
    texts = tuple(texts)
    data = b"".join(struct.pack(f"<{width}f", *counted(text)[:width]) for text in texts)
    return Vectors(tuple(map(text_key, texts)), width, data)


class FakeEmbedder:
    """`asked` are the texts in order; each of `failures` is raised once in place of an answer."""

    def __init__(self, model: str = "letters", width: int = LETTERS) -> None:
        self.model = model
        self.width = width
        self.asked: list[str] = []
        self.failures: list[Exception] = []
        self.refuses: set[str] = set()
        """Texts with which a batch is refused."""
        self.closed = False

    async def embed(self, texts: Sequence[str]) -> Vectors:
        if self.failures:
            raise self.failures.pop(0)
        if self.refuses & set(texts):
            raise EmbeddingRefused("not this one")
        self.asked.extend(texts)
        return vectors_of(texts, self.width)

    async def aclose(self) -> None:
        self.closed = True
