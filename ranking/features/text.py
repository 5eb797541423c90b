"""Title and abstract as weighted words and word pairs.

Term weight: tf / (tf + 2 length / mean length) (Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009,
section 3.4) times idf to the power of 1.5. The saturation takes a text's length into account; rows are not brought
to one length besides, only to a mean length of 1. Pairs are kept only where the two words meet more often than
chance, so a bag of words gains no noise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike

from ranking.arrays import Bools, Csr, Singles
from ranking.domain import Paper, ReasonKind
from ranking.features.counting import (
    Document,
    count_rows,
    document_frequencies,
    most_frequent,
    rarity,
    row_lengths,
    scale_rows,
)
from ranking.features.words import pairs, words

_MOST_WORDS, _MOST_PAIRS = 40_000, 60_000
_SMALL_CORPUS = 1000
"""Below this many papers a term is kept from fewer papers on, or nothing would be left."""
_STEEPNESS = 1.5
_LEAST_IDF = 0.1
"""A word that nearly every paper of a tiny corpus has would get an idf of 0 or less."""
_TITLE_TIMES = 2
_PAIR = 0.3
"""What a pair counts for beside its two words, which count already."""


class Text:
    kind: ClassVar[ReasonKind] = "term"
    weight: ClassVar[float] = 1.0
    scales: ClassVar[int] = 2

    names_: tuple[str, ...]
    rarity_: Singles
    scales_: Singles
    """Mean number of terms of a paper, mean length of a weighted row."""

    def fit(self, papers: Sequence[Paper]) -> Self:
        seen: dict[str, str] = {}
        # One object a term instead of one a mention: a third of the memory at the peak.
        documents = [[seen.setdefault(term, term) for term in _terms(paper)] for paper in papers]
        self.names_ = _vocabulary(documents)
        counts = count_rows(documents, self.names_)
        idf = np.maximum(rarity(counts), _LEAST_IDF)
        self.rarity_ = (self._shares() * idf**_STEEPNESS).astype(np.float32)
        self.scales_ = np.ones(self.scales, np.float32)
        self.scales_[0] = _mean_of_positive(counts.sum(axis=1))
        self.scales_[1] = _mean_of_positive(row_lengths(self._weighted(counts)))
        return self

    def transform(self, papers: Sequence[Paper]) -> Csr:
        rows = self._weighted(count_rows((_terms(paper) for paper in papers), self.names_))
        return scale_rows(rows, np.full(rows.shape[0], 1.0 / float(self.scales_[1])))

    def restore(self, names: tuple[str, ...], rarity: Singles, scales: Singles) -> Self:
        self.names_, self.rarity_, self.scales_ = names, rarity, scales
        return self

    def in_likeness(self) -> Singles:
        """To 1 + idf in place of its power: two papers are alike by their common words too."""
        idf = (self.rarity_ / self._shares()) ** np.float32(1.0 / _STEEPNESS)
        return np.asarray((1.0 + idf) / self.rarity_, dtype=np.float32)

    def in_topics(self) -> Bools:
        return np.array([" " not in name for name in self.names_], dtype=np.bool_)

    def _shares(self) -> Singles:
        """What a column counts for: 1 for a word, less for a pair, whose words count already."""
        return np.array([_PAIR if " " in name else 1.0 for name in self.names_], dtype=np.float32)

    def _weighted(self, counts: Csr) -> Csr:
        lengths = np.asarray(counts.sum(axis=1), dtype=np.float64).ravel()
        saturation = np.repeat(2.0 * lengths / float(self.scales_[0]), np.diff(counts.indptr))
        weighted = counts.copy()
        weighted.data = (counts.data / (counts.data + saturation) * self.rarity_[counts.indices]).astype(np.float32)
        return weighted


def _terms(paper: Paper) -> list[str]:
    title, abstract = words(paper.title), words(paper.abstract)
    return (title + pairs(title)) * _TITLE_TIMES + abstract + pairs(abstract)


def _vocabulary(documents: Sequence[Document]) -> tuple[str, ...]:
    small = len(documents) < _SMALL_CORPUS
    least, least_of_pairs = (1, 2) if small else (2, 5)
    most = len(documents) if small else len(documents) // 2
    frequencies = document_frequencies(documents)
    single = Counter({term: n for term, n in frequencies.items() if " " not in term})
    paired = Counter({term: n for term, n in frequencies.items() if " " in term and n >= least_of_pairs})
    together = Counter({pair: paired[pair] for pair in _met_more_than_by_chance(documents, paired)})
    names = most_frequent(single, least, most, _MOST_WORDS)
    return tuple(sorted(names + most_frequent(together, least_of_pairs, most, _MOST_PAIRS)))


def _met_more_than_by_chance(documents: Sequence[Document], paired: Iterable[str]) -> Iterator[str]:
    """Those pairs that occur oftener than their words would be neighbours if all words were shuffled."""
    times: Counter[str] = Counter()
    for document in documents:
        times.update(document)
    words_in_all = sum(n for term, n in times.items() if " " not in term)
    for pair in paired:
        first, _, second = pair.partition(" ")
        if times[pair] > times[first] * times[second] / words_in_all:
            yield pair


def _mean_of_positive(values: ArrayLike) -> float:
    positive = np.asarray(values)[np.asarray(values) > 0]
    return float(positive.mean()) if len(positive) else 1.0
