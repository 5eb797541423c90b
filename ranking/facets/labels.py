"""A readable name for a facet: the terms that set its papers apart from the other likes and from all papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

import numpy as np

from ranking.arrays import Csr, Floats
from ranking.domain import ReasonKind
from ranking.space import PaperSpace

_JOINT = " · "
_MOST_WORDS = 4
_LONGEST = 40
"""Characters of a name; a digest quotes no more of it."""
_LEAST_SHARE = 0.2
"""A term that nearly all of the papers lack is no name for them, however much it sets a few apart."""
_SECOND = 0.4
"""A further phrase is told if it sets the papers apart this much, compared with the first."""
_PAIR = 2.0
"""A pair says more than its words do, though its weight in a paper is smaller."""


def label(space: PaperSpace, own: Csr, others: Csr, taken: Set[str]) -> str:
    """One to three phrases, at most 40 characters, none of `taken`; "" where nothing sets the papers `own` apart.

    `others` are the reader's other likes.
    """
    own_means = _means(own)
    # As words are weighed where papers are compared: a profile's weights favour the rare and make little of pairs.
    told = np.where(space.likeness_ > 0, np.sqrt(space.likeness_), 1.0)
    apart = (own_means - np.maximum(_means(others), _means(space.background_.rows))) * told
    present = np.bincount(own.indices, minlength=own.shape[1]) / max(own.shape[0], 1)
    columns = np.flatnonzero((present >= _LEAST_SHARE) & (apart > 0))
    telling: dict[ReasonKind, list[tuple[float, str]]] = {"term": [], "author": [], "category": []}
    for kind, name, column in _named(space, columns):
        telling.setdefault(kind, []).append((float(apart[column]) * (_PAIR if " " in name else 1.0), name))
    for found in telling.values():  # words first; names of people and categories only where there are none
        for name in _names(sorted(found, key=lambda pair: (-pair[0], pair[1]))):
            if name not in taken:
                return name
    return ""


def _names(telling: list[tuple[float, str]]) -> Iterator[str]:
    """The name made of the most telling phrases, then, should it be taken, names that begin with a later one."""
    for start in range(len(telling)):
        yield _JOINT.join(_phrases(telling[start:]))


def _phrases(telling: Iterable[tuple[float, str]]) -> list[str]:
    chosen: list[str] = []
    first = 0.0
    for strength, phrase in telling:
        first = first or strength
        if strength < _SECOND * first:
            break
        longer = [*chosen, phrase]
        if chosen and (_repeats(phrase, chosen) or sum(len(p.split()) for p in longer) > _MOST_WORDS):
            continue
        if chosen and len(_JOINT.join(longer)) > _LONGEST:
            continue
        chosen = longer
    return chosen


def _repeats(phrase: str, chosen: Iterable[str]) -> bool:
    """Whether a word of the phrase was said already, be it in another number: "gaussian" after "gaussians"."""
    said = {word.rstrip("s") for other in chosen for word in other.split()}
    return any(word.rstrip("s") in said for word in phrase.split())


def _named(space: PaperSpace, columns: Iterable[int]) -> Iterator[tuple[ReasonKind, str, int]]:
    """The columns, in rising order, with what they are called."""
    blocks = iter(space.blocks_)
    block, start = next(blocks), 0
    for column in columns:
        while column >= start + len(block.names_):
            start += len(block.names_)
            block = next(blocks)
        yield block.kind, block.names_[column - start], int(column)


def _means(rows: Csr) -> Floats:
    if not rows.shape[0]:
        return np.zeros(rows.shape[1])
    return np.asarray(rows.mean(axis=0, dtype=np.float64), dtype=np.float64).ravel()
