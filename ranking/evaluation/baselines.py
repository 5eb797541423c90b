"""What a reader could have instead: rankers that the model must beat, and the model itself, behind one protocol.

A ranker sees the ratings so far and nothing later, and scores papers: higher is better. It may say how likely each is
to get four stars or more; the baselines cannot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np

from ranking.arrays import Bools, Floats
from ranking.domain import LIKE_STARS, MIN_STARS, Paper
from ranking.evaluation.evidence import BASELINES, CURRENT
from ranking.features.words import words
from ranking.model import RelevanceModel
from ranking.space import PaperMatrix, PaperSpace

_KEYWORDS = 20
_LOWEST, _HIGHEST = 2.0, 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """The same papers as values and as rows."""

    papers: tuple[Paper, ...]
    rows: PaperMatrix

    def at(self, index: Sequence[int]) -> Shelf:
        """The chosen papers, in that order."""
        return Shelf(tuple(self.papers[i] for i in index), self.rows[np.asarray(index, dtype=np.int64)])


@dataclass(frozen=True, slots=True, eq=False)
class Past:
    """Papers rated so far with their stars (n,) and times, and those that were shown and never rated."""

    rated: Shelf
    stars: Floats
    times: tuple[datetime | None, ...]
    shown: PaperMatrix

    @property
    def liked(self) -> Bools:
        return np.asarray(self.stars >= liked_from(self.stars))


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """`order` (n,), and where the ranker knows it the chance of four stars or more (n,)."""

    order: Floats
    chances: Floats | None = None


class Ranker(Protocol):
    """Learns from the past and scores papers."""

    def __call__(self, space: PaperSpace, past: Past, papers: Shelf) -> Scores: ...


def liked_from(habit: Floats) -> float:
    """The stars from which on a reader whose ratings so far are `habit` means "more of this".

    3, or 2 where that is this reader's usual: picked at all. A 1 never is, and whoever gives mostly 5s has not
    disliked what got a 4. (A chance of liking, in contrast, is always that of four stars or more.)
    """
    usual = float(np.median(habit)) if len(habit) else _HIGHEST
    return min(max(usual, _LOWEST), _HIGHEST)


def newest(space: PaperSpace, past: Past, papers: Shelf) -> Scores:  # noqa: ARG001 - the form of every ranker
    """No taste at all: by date, papers without one last."""
    dates = [paper.published.timestamp() if paper.published else -np.inf for paper in papers.papers]
    return Scores(np.asarray(dates, dtype=np.float64))


def keywords(space: PaperSpace, past: Past, papers: Shelf) -> Scores:  # noqa: ARG001 - the form of every ranker
    """A keyword filter that keeps itself up to date: the words that most liked titles have, each worth their number."""
    liked = [paper for paper, yes in zip(past.rated.papers, past.liked, strict=True) if yes]
    counts = Counter(word for paper in liked for word in sorted(set(words(paper.title))))
    worth = dict(counts.most_common(_KEYWORDS))
    found = [set(words(f"{paper.title} {paper.abstract}")) for paper in papers.papers]
    return Scores(np.array([sum(worth[word] for word in text & worth.keys()) for text in found], dtype=np.float64))


def centroid(space: PaperSpace, past: Past, papers: Shelf) -> Scores:
    """Cosine to the mean of the liked papers, by the words, authors and categories that the model reads, too."""
    liked = past.rated.rows.rows[np.flatnonzero(past.liked)]
    mean = np.asarray(liked.sum(axis=0), dtype=np.float64).reshape(space.columns)
    rows = papers.rows.rows
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1), dtype=np.float64).reshape(len(papers.papers)))
    return Scores(np.asarray(rows @ mean) / np.where(lengths > 0, lengths, 1.0))


def current(space: PaperSpace, past: Past, papers: Shelf) -> Scores:
    """The model that makes the digests."""
    model = RelevanceModel(space).fit(past.rated.rows, past.stars, past.times, shown=past.shown)
    order = model.decision_function(papers.rows)
    return Scores(order, model.proba_of_scores(order)[:, LIKE_STARS - MIN_STARS :].sum(axis=1))


RANKERS: tuple[tuple[str, Ranker], ...] = (
    (CURRENT, current),
    *zip(BASELINES, (newest, keywords, centroid), strict=True),
)
