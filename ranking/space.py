"""What is learnt once from the whole corpus: vocabularies, rarities, topics, and a sample of papers as background.

Shared by all readers. The background is what "an ordinary paper" means to every model: signals are measured against
it, and what it has in common says nothing about a taste.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from sklearn.base import BaseEstimator

from ranking.arrays import Csr, Floats, Singles
from ranking.artifact import Array, Packed, pack, pack_rows, unpack
from ranking.domain import Paper, ReasonKind
from ranking.embedding import Embed, embed_papers
from ranking.errors import ArtifactRefused, NotFitted
from ranking.features import FEATURES, Block
from ranking.features.counting import narrow
from ranking.topics import MOST_PAPERS, Topics, find_topics

_KIND = "space"
_RECIPE = "2"
"""Counted up when the same papers would give other numbers: older spaces are then refused."""
_BACKGROUND = 1000
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class PaperMatrix:
    """Papers as rows of numbers: `rows` (n, columns) sparse, `topics` (n, rank) and `vectors` (n, d) dense.

    The topics are the corpus'. The vectors are sentence vectors of length 1, or zeros; d = 0 without an embedder.
    `lengths` (n,) are those of the rows as words are weighed in likeness, above 0.
    """

    ids: tuple[str, ...]
    rows: Csr
    topics: Singles
    vectors: Singles
    lengths: Floats

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, index: ArrayLike | slice) -> PaperMatrix:
        """The chosen papers in the order asked for; a single number gives a matrix of one row."""
        chosen = np.arange(len(self))[index if isinstance(index, slice) else _as_index(index)]
        chosen = np.atleast_1d(chosen)
        ids = tuple(map(self.ids.__getitem__, chosen.tolist()))
        return PaperMatrix(ids, self.rows[chosen], self.topics[chosen], self.vectors[chosen], self.lengths[chosen])


def _as_index(index: ArrayLike) -> Array:
    array = np.asarray(index)
    return array if array.size else array.astype(np.int64)


class PaperSpace(BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Papers to rows of numbers, after having seen the corpus.

    `embed` is a callable from n texts to an (n, d) float32 array, or None; `seed` draws the background.
    """

    def __init__(self, embed: Embed | None = None, seed: int = 0) -> None:
        self.embed = embed
        self.seed = seed

    def fit(self, papers: Sequence[Paper]) -> Self:
        """Learn from the corpus, in any number and state: none at all, copies, papers without text."""
        papers = list(papers)
        self.blocks_: tuple[Block, ...] = tuple(block().fit(papers) for block in FEATURES)
        self.width_ = None
        self.likeness_ = self._likeness()
        self.topics_ = Topics(np.zeros(0, np.int64), np.zeros((0, 0), np.float32), np.zeros(0))
        columns = np.flatnonzero(np.concatenate([block.in_topics() for block in self.blocks_]))
        drawn = np.random.default_rng(self.seed).permutation(len(papers))
        self.topics_ = find_topics(self._rows([papers[i] for i in np.sort(drawn[:MOST_PAPERS])]), columns, self.seed)
        background = self.transform([papers[i] for i in np.sort(drawn[:_BACKGROUND])])
        self.width_ = background.vectors.shape[1]
        self._take_background(background)
        return self

    def transform(self, papers: Sequence[Paper]) -> PaperMatrix:
        """The papers as rows. Raises BadEmbedding where the embedder's vectors do not fit."""
        self._check_fitted()
        return self.matrix(tuple(paper.id for paper in papers), self._rows(papers), self._vectors(papers))

    def matrix(self, ids: tuple[str, ...], rows: Csr, vectors: Singles) -> PaperMatrix:
        """Papers whose rows and vectors are known already."""
        squares = rows.copy()
        squares.data = squares.data.astype(np.float64) ** 2
        lengths = np.maximum(np.sqrt(squares @ self.likeness_), _NOTHING)
        return PaperMatrix(ids, rows, self.topics_.of(rows), vectors, lengths)

    def without_common(self, profile: Floats) -> Floats:
        """The profile (columns,) without its part along the background's mean."""
        # Not a BLAS dot product: waking its threads takes longer than the sum.
        return profile - self.common_ * (float((profile * self.common_).sum()) / self.common_energy_)

    def spelled(self, kind: ReasonKind, name: str) -> str:
        """A name of this kind as the corpus spells it, whatever the case it is given in; itself where unknown."""
        wanted = name.strip().casefold()
        names = (known for block in self.blocks_ if block.kind == kind for known in block.names_)
        return next((known for known in names if known.casefold() == wanted), name.strip())

    def rarity(self, kind: ReasonKind, name: str) -> float:
        """The idf of a name of this kind, 0 for one that every paper carries; of an unknown one that of the rarest."""
        for block in self.blocks_:
            if block.kind == kind and name in block.names_:
                return float(block.rarity_[block.names_.index(name)])
        return float("inf")

    @property
    def columns(self) -> int:
        return sum(len(block.names_) for block in self.blocks_)

    @cached_property
    def fingerprint(self) -> str:
        """The same for spaces that give the same numbers, and only for them."""
        return sha256(self.to_bytes()).hexdigest()

    def to_bytes(self) -> bytes:
        self._check_fitted()
        header: dict[str, object] = {"recipe": _RECIPE, "blocks": [type(block).__name__ for block in self.blocks_]}
        arrays: dict[str, Array] = {
            "vectors": self.background_.vectors,
            "topics.columns": self.topics_.columns,
            "topics.basis": self.topics_.basis.astype(np.float16),
            "topics.energies": self.topics_.energies,
        }
        for block in self.blocks_:
            name = type(block).__name__
            header[name] = list(block.names_)
            arrays |= {f"{name}.rarity": block.rarity_, f"{name}.scales": block.scales_}
        header["ids"] = list(self.background_.ids)
        return pack(_KIND, header, arrays | pack_rows("background", self.background_.rows))

    @classmethod
    def from_bytes(cls, data: bytes, embed: Embed | None = None) -> Self:
        """The space that `to_bytes` wrote; raises ArtifactRefused for anything else."""
        packed = unpack(data, _KIND)
        if packed.text("recipe") != _RECIPE or packed.texts("blocks") != tuple(b.__name__ for b in FEATURES):
            raise ArtifactRefused("The stored space was made by another version; fit it again.")
        space = cls(embed)
        space.blocks_ = tuple(_restored(block, packed) for block in FEATURES)
        space.likeness_ = space._likeness()
        space.topics_ = _restored_topics(packed, space.columns)
        ids = packed.texts("ids")
        vectors = packed.singles("vectors", len(ids), None)
        space.width_ = vectors.shape[1]
        space._take_background(space.matrix(ids, packed.rows("background", len(ids), space.columns), vectors))
        return space

    def _take_background(self, background: PaperMatrix) -> None:
        self.background_ = background
        self.background_columns_: Csr = background.rows.T.tocsr()
        """The same transposed, for products that go by word."""
        mean = background.rows.mean(axis=0, dtype=np.float64) if len(background) else np.zeros(self.columns)
        self.common_: Floats = np.asarray(mean, dtype=np.float64).ravel()
        self.common_energy_ = float((self.common_**2).sum()) or 1.0
        self.__dict__.pop("fingerprint", None)

    def _likeness(self) -> Floats:
        """What a column's square counts for (columns,) where the words of two papers are compared."""
        return np.concatenate([block.in_likeness() for block in self.blocks_]).astype(np.float64) ** 2

    def _rows(self, papers: Sequence[Paper]) -> Csr:
        return narrow(sparse.hstack([_weighted(block, papers) for block in self.blocks_], format="csr"))

    def _vectors(self, papers: Sequence[Paper]) -> Singles:
        """Sentence vectors; zeros where the space knows them but no embedder is at hand."""
        if self.embed is None or self.width_ == 0:
            return np.zeros((len(papers), self.width_ or 0), np.float32)
        return embed_papers(self.embed, papers, self.width_)

    def _check_fitted(self) -> None:
        if not hasattr(self, "blocks_"):
            raise NotFitted("The space has not seen any corpus yet; call fit first.")


def _weighted(block: Block, papers: Sequence[Paper]) -> Csr:
    rows = block.transform(papers)
    rows.data = rows.data * np.float32(block.weight)
    return rows


def _restored_topics(packed: Packed, columns: int) -> Topics:
    chosen = packed.indices("topics.columns", columns)
    basis = packed.halves("topics.basis", len(chosen), None)
    energies = packed.floats("topics.energies", basis.shape[1])
    return Topics(chosen, basis, energies)


def _restored(block: type[Block], packed: Packed) -> Block:
    name = block.__name__
    names = packed.texts(name)
    rarity = packed.singles(f"{name}.rarity", len(names))
    scales = packed.singles(f"{name}.scales", block.scales)
    if (scales <= 0).any():
        raise ArtifactRefused(f"The stored scales of {name} are not positive.")
    return block().restore(names, rarity, scales)
