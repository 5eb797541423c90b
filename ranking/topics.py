"""The corpus' topics: the directions in which its words vary together, found once for all readers.

Latent semantic analysis (Deerwester et al., JASIS 41, 1990) by a truncated singular value decomposition (Halko et
al., SIAM Review 53, 2011). Words that papers share with each other lie near, so a paper can be of a reader's topic
without a word of what was rated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from ranking.arrays import Csr, Floats, Ints, Singles

RANK = 100
_PAPERS_A_TOPIC = 15
"""A corpus of few papers has few topics: more directions than that tell its papers apart and do not join them."""
MOST_PAPERS = 20_000
"""Papers that topics are found from at most, drawn at random: they hardly change with more, memory and time do."""


@dataclass(frozen=True, slots=True, eq=False)
class Topics:
    """`columns` (m,) of a paper's row, `basis` (m, rank) from them to topics, `energies` (rank,) falling.

    The basis is kept in half precision: its rounding is far below what topics mean, and it is most of a space.
    """

    columns: Ints
    basis: Singles
    energies: Floats

    def of(self, rows: Csr) -> Singles:
        """Rows (n, all columns) as coordinates (n, rank)."""
        if not len(self.energies):
            return np.zeros((rows.shape[0], 0), np.float32)
        return np.asarray(rows[:, self.columns] @ self.basis, dtype=np.float32)


def find_topics(rows: Csr, columns: Ints, seed: int) -> Topics:
    """The topics of a corpus, from the given columns of its rows; none for a corpus of a handful."""
    text = sparse.csr_matrix(rows[:, columns])
    rank = min(RANK, text.shape[0] // _PAPERS_A_TOPIC, text.shape[1] - 1)
    if rank < 2 or not text.nnz:
        return Topics(columns, np.zeros((len(columns), 0), np.float32), np.zeros(0))
    _, singular, transposed = randomized_svd(text, n_components=rank, n_iter=2, random_state=seed)
    basis = transposed.T.astype(np.float16).astype(np.float32)
    return Topics(columns, basis, singular.astype(np.float64) ** 2 / text.shape[0])
