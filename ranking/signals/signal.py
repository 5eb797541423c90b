"""What every signal is: a number for a paper, exactly the sum of parts that can be told to a reader."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from ranking.arrays import Bools, Floats, Ints
from ranking.signals.rated import Rated
from ranking.space import PaperMatrix

_NOTHING = 1e-9


class Signal(Protocol):
    def known(self, papers: PaperMatrix) -> Bools:
        """Which papers (n,) have what the signal reads."""
        ...

    def raw(self, papers: PaperMatrix) -> Floats:
        """Its value (n,) for each paper, in units of its own."""
        ...

    def left_out(self) -> Floats:
        """The raw value of each rated paper had it not been rated."""
        ...

    def by_column(self, paper: PaperMatrix) -> tuple[Ints, Floats]:
        """Columns of one paper's row, and what each adds to the raw value; a signal may have none."""
        ...

    def by_rated(self, paper: PaperMatrix) -> Floats:
        """What each rated paper adds to the raw value of one paper; empty for a signal that is told by columns."""
        ...


def mean_of_others(rated: Rated, sums: Floats, own: Floats) -> Floats:
    """Means (n,) of a weighted sum over all rated papers with each one's own part taken out; 0 where none is left."""
    others = rated.total - np.abs(rated.weights)
    less = sums - rated.weights * own
    return np.asarray(np.divide(less, others, out=np.zeros(len(others)), where=others > _NOTHING))
