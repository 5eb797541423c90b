"""What every block of features is: something that learns names and weights from papers and turns papers into rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol, Self

from ranking.arrays import Bools, Csr, Singles
from ranking.domain import Paper, ReasonKind


class Block(Protocol):
    """A transformer of papers. `names_[j]` labels column j, `rarity_[j]` is its idf; both exist after `fit`.

    `scales_` holds the block's other learned numbers, `scales` of them, all positive.
    `weight` is the length of the block's part of a row, relative to the text's.
    """

    kind: ClassVar[ReasonKind]
    weight: ClassVar[float]
    scales: ClassVar[int]
    names_: tuple[str, ...]
    rarity_: Singles
    scales_: Singles

    def fit(self, papers: Sequence[Paper]) -> Self: ...

    def transform(self, papers: Sequence[Paper]) -> Csr:
        """Rows (n, len(names_)) of finite float32; a paper without anything for this block is a row of zeros."""
        ...

    def in_likeness(self) -> Singles:
        """Factors (len(names_),) for the columns where two papers are compared; 0 leaves a column out."""
        ...

    def in_topics(self) -> Bools:
        """Which columns (len(names_),) the corpus' topics are made of."""
        ...

    def restore(self, names: tuple[str, ...], rarity: Singles, scales: Singles) -> Self:
        """Take back what an earlier `fit` learnt."""
        ...
