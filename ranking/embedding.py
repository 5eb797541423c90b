"""Sentence vectors from an embedder that is handed in: asked once a text, checked, brought to length 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from ranking.arrays import Singles
from ranking.domain import Paper, Vectors, embedded_text, text_key
from ranking.errors import BadEmbedding

Embed: TypeAlias = Callable[[list[str]], Singles]
"""n texts to an (n, d) float32 array."""


def known_vectors(vectors: Vectors) -> Embed:
    """An embedder that looks its answers up; a text that is not among them gets a vector that no signal reads.

    Raises BadEmbedding where the bytes are not as many as the keys and the width say.
    """
    if vectors.width < 1 or len(vectors.data) != 4 * vectors.width * len(vectors.keys):
        raise BadEmbedding(f"{len(vectors.keys)} vectors of {vectors.width} numbers do not fit their bytes.")
    rows = np.frombuffer(vectors.data, "<f4").reshape(len(vectors.keys), vectors.width)
    row_of = {key: j for j, key in enumerate(vectors.keys)}

    def embed(texts: list[str]) -> Singles:
        found = np.full((len(texts), vectors.width), np.nan, np.float32)
        for i, text in enumerate(texts):
            if (j := row_of.get(text_key(text))) is not None:
                found[i] = rows[j]
        return found

    return embed


def embed_papers(embed: Embed, papers: Sequence[Paper], width: int | None = None) -> Singles:
    """Vectors (n, d) of length 1 of the papers' texts, as `unit_vectors` makes them; none asked for no papers."""
    if not papers:
        return np.zeros((0, width or 0), np.float32)
    return unit_vectors(embed, [embedded_text(paper) for paper in papers], width)


def unit_vectors(embed: Embed, texts: list[str], width: int | None = None) -> Singles:
    """Vectors (n, d) of length 1; a vector with a number that is not finite becomes zeros, which no signal reads.

    Raises BadEmbedding if the embedder fails, its answer is not (n, d), or d is not `width` where that is given.
    """
    try:
        answer = embed(texts)
    except Exception as error:  # the embedder is the caller's own code, or a library's; it may raise anything
        raise BadEmbedding(f"The embedder failed ({type(error).__name__}).") from error
    try:
        with np.errstate(over="ignore"):  # what does not fit becomes infinite, and is dealt with below
            vectors = np.array(answer, dtype=np.float32)
    except (TypeError, ValueError, OverflowError) as error:
        raise BadEmbedding("The embedder's answer is not an array of numbers.") from error
    if vectors.ndim != 2 or len(vectors) != len(texts) or vectors.shape[1] == 0:
        raise BadEmbedding(f"The embedder answered {len(texts)} texts with the shape {vectors.shape}.")
    if width is not None and vectors.shape[1] != width:
        raise BadEmbedding(f"The embedder's vectors have {vectors.shape[1]} numbers, not {width} as before.")
    vectors[~np.isfinite(vectors).all(axis=1)] = 0.0
    # The largest number first: the square of a huge one is not finite.
    vectors /= np.maximum(np.abs(vectors).max(axis=1, keepdims=True), np.finfo(np.float32).tiny)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0))
