"""Blocks over a list of names that a paper carries: present or not, weighted by rarity, rows of length 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

import numpy as np

from ranking.arrays import Bools, Csr, Singles
from ranking.domain import Paper
from ranking.features.counting import count_rows, document_frequencies, most_frequent, rarity, unit_rows

_MOST_PER_PAPER = 1000
"""Collaborations of thousands exist; a hostile feed could name more."""


class Listed:
    """`least` is the number of papers that must carry a name, `at_most` the names that are kept."""

    scales: ClassVar[int] = 0
    least = 1
    at_most = 1000

    names_: tuple[str, ...]
    rarity_: Singles
    scales_: Singles

    def listed(self, paper: Paper) -> tuple[str, ...]:
        """The names on this paper."""
        raise NotImplementedError

    def fit(self, papers: Sequence[Paper]) -> Self:
        documents = self._documents(papers)
        self.names_ = most_frequent(document_frequencies(documents), self.least, len(papers), self.at_most)
        self.rarity_ = rarity(count_rows(documents, self.names_))
        self.scales_ = np.zeros(self.scales, np.float32)
        return self

    def transform(self, papers: Sequence[Paper]) -> Csr:
        rows = count_rows(self._documents(papers), self.names_)
        # A name that nearly every paper carries would get a rarity below zero in a tiny corpus.
        rows.data = np.maximum(self.rarity_, 0.0)[rows.indices]
        return unit_rows(rows)

    def restore(self, names: tuple[str, ...], rarity: Singles, scales: Singles) -> Self:
        self.names_, self.rarity_, self.scales_ = names, rarity, scales
        return self

    def in_likeness(self) -> Singles:
        return np.zeros(len(self.names_), np.float32)

    def in_topics(self) -> Bools:
        return np.zeros(len(self.names_), np.bool_)

    def _documents(self, papers: Sequence[Paper]) -> list[list[str]]:
        return [sorted({n.strip() for n in self.listed(p)[:_MOST_PER_PAPER]} - {""}) for p in papers]
