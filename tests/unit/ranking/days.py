"""Days of invented papers for the tests of selection: as plain rows of numbers, and as texts on many subjects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from scipy import sparse

from ranking.arrays import Csr, Floats
from ranking.domain import Paper
from ranking.selection.wanted import NO_FACET, Candidates


def apart(count: int) -> Floats:
    """Rows (count, count) of papers that have nothing in common."""
    return np.eye(count)


def alike(count: int, cosine: float, width: int, at: int = 0) -> Floats:
    """Rows (count, width) of papers each two of which have that cosine; they use the columns from `at` on."""
    rows = np.zeros((count, width))
    rows[:, at] = np.sqrt(cosine)
    rows[np.arange(count), at + 1 + np.arange(count)] = np.sqrt(1 - cosine)
    return rows


def csr(rows: Floats) -> Csr:
    return sparse.csr_array(rows.astype(np.float32))


def day(
    rows: Floats,
    scores: Sequence[float] | None = None,
    *,
    titles: Sequence[str] | None = None,
    facet: Sequence[int] | None = None,
    names: tuple[str, ...] = (),
    shares: tuple[float, ...] = (),
    muted: tuple[bool, ...] = (),
    heard: Floats | None = None,
) -> Candidates:
    """Candidates with these rows, best first; scores fall evenly unless given."""
    count = len(rows)
    given = np.linspace(3.0, -1.0, count) if scores is None else np.array(scores, dtype=np.float64)
    return Candidates(
        units=_units(rows),
        titles=tuple(f"Invented paper number {n:03}" for n in range(count)) if titles is None else tuple(titles),
        scores=given,
        facet=np.array([NO_FACET] * count if facet is None else facet, dtype=np.int64),
        heard=np.zeros((0, count)) if heard is None else heard,
        names=names,
        shares=shares,
        muted=muted or (False,) * len(names),
    )


def _units(rows: Floats) -> Csr:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return csr(np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0))


def rated(count: int, width: int) -> Csr:
    """So many rated papers, like none of the day's."""
    return csr(np.zeros((count, width)))


SUBJECTS = 16


def texts(count: int, seed: int = 0) -> tuple[Paper, ...]:
    """Papers an hour apart on sixteen subjects in turn: a third of their words are of the subject, the rest of all."""
    rng = np.random.default_rng(seed)
    return tuple(text(number, number % SUBJECTS, rng) for number in range(count))


def text(number: int, subject: int, rng: np.random.Generator) -> Paper:
    said = [f"common{rng.integers(400)}" for _ in range(40)] + [f"topic{subject}x{rng.integers(25)}" for _ in range(20)]
    rng.shuffle(said)
    return Paper(
        id=f"p{number:03}",
        title=" ".join(said[:8]),
        abstract=" ".join(said[8:]),
        categories=("cs.CV",),
        published=datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=number),
    )
