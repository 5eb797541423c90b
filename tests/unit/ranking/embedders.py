"""Embedders for tests: they count letters, or misbehave."""

from __future__ import annotations

import numpy as np

from ranking.arrays import Singles

WIDTH = 26


def letters(texts: list[str]) -> Singles:
    """How often each letter occurs: (n, 26)."""
    return np.array([[text.lower().count(chr(97 + j)) for j in range(WIDTH)] for text in texts], dtype=np.float32)


def sometimes_nan(texts: list[str]) -> Singles:
    vectors = letters(texts)
    vectors[::2, 3] = np.nan
    return vectors


def infinite(texts: list[str]) -> Singles:
    return np.full((len(texts), WIDTH), np.inf, dtype=np.float32)


def huge(texts: list[str]) -> Singles:
    return letters(texts) * np.float32(1e30)


def all_zero(texts: list[str]) -> Singles:
    return np.zeros((len(texts), WIDTH), dtype=np.float32)


def one_too_few(texts: list[str]) -> Singles:
    return letters(texts)[:-1]


def flat(texts: list[str]) -> Singles:
    return letters(texts).ravel()


def words_instead(texts: list[str]) -> Singles:
    return texts  # type: ignore[return-value]


def of_no_width(texts: list[str]) -> Singles:
    return np.zeros((len(texts), 0), dtype=np.float32)


def never_known(texts: list[str]) -> Singles:
    """What looking up gives while nothing was embedded yet."""
    return np.full((len(texts), WIDTH), np.nan, dtype=np.float32)


def doubles_in_a_list(texts: list[str]) -> Singles:
    return [[float(x) for x in row] for row in letters(texts)]  # type: ignore[return-value]


def beyond_single_precision(texts: list[str]) -> Singles:
    return letters(texts).astype(np.float64) * 1e300  # type: ignore[return-value]


def of_two_widths(texts: list[str]) -> Singles:
    return [[1.0] * (1 + j) for j in range(len(texts))]  # type: ignore[return-value]


def cubes(texts: list[str]) -> Singles:
    return letters(texts)[:, :, None]


def nothing_at_all(texts: list[str]) -> Singles:
    return None  # type: ignore[return-value]


def failing(texts: list[str]) -> Singles:
    raise ConnectionError("the endpoint is down")
