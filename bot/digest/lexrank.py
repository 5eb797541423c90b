"""How central each sentence is to its text: LexRank (Erkan and Radev 2004, section 3.2, continuous form).

Pure Python on purpose: an abstract has ten sentences. Knows no paper and no digest.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

Vector = dict[str, float]

_WORD = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*|[\u4e00-\u9fff]+")
_STOP_WORDS = """
    a an the of in on for to and or but with without by from at as is are was were be been being it its this
    that these those we our us they their which who whose can could may might will would should has have had
    do does not no nor than then thus also such both each into over under via while where when however
    moreover furthermore between through during more most much many very only other some any all there here
    so if using used use based et al
"""
_STOP = frozenset(_STOP_WORDS.split())
_DAMPING = 0.15
_ROUNDS = 100
_STILL = 1e-6


def vectors(sentences: Sequence[str]) -> list[Vector]:
    """One idf-weighted word vector for each sentence; the sentences are the documents that idf is counted in."""
    counts = [Counter(_words(s)) for s in sentences]
    frequency = Counter(word for c in counts for word in c)
    n = len(sentences)
    idf = {word: math.log((n + 1) / (f + 0.5)) for word, f in frequency.items()}
    return [{word: k * idf[word] for word, k in c.items()} for c in counts]


def cosine(a: Vector, b: Vector) -> float:
    """The cosine of two vectors; 0 where one is empty."""
    if len(b) < len(a):
        a, b = b, a
    dot = sum(value * b[word] for word, value in a.items() if word in b)
    return dot / norm if (norm := _length(a) * _length(b)) else 0.0


def lexrank(vecs: Sequence[Vector]) -> list[float]:
    """Centrality of each sentence, the largest being 1, by damped power iteration over their similarities.

    A sentence is not counted as similar to itself: one that shares nothing with the rest would keep its own weight.
    """
    n = len(vecs)
    rows = [_shares([cosine(a, b) if a is not b else 0.0 for b in vecs]) for a in vecs]
    rank = [1 / n] * n
    for _ in range(_ROUNDS):
        flow = [sum(rank[i] * rows[i][j] for i in range(n)) for j in range(n)]
        following = [_DAMPING / n + (1 - _DAMPING) * f for f in flow]
        moved = sum(abs(a - b) for a, b in zip(rank, following, strict=True))
        rank = following
        if moved < _STILL:
            break
    top = max(rank, default=1.0)
    return [r / top for r in rank]


def _words(sentence: str) -> list[str]:
    """Content words; Chinese as pairs of characters, which needs no dictionary."""
    words: list[str] = []
    for run in _WORD.findall(sentence.casefold()):
        if "\u4e00" <= run[0] <= "\u9fff":
            words += [run[i : i + 2] for i in range(max(1, len(run) - 1))]
        elif run not in _STOP:
            words.append(run[:-1] if len(run) > 3 and run.endswith("s") and not run.endswith("ss") else run)
    return words


def _length(vector: Vector) -> float:
    return math.sqrt(sum(v * v for v in vector.values()))


def _shares(row: list[float]) -> list[float]:
    """The row scaled to sum to 1; a sentence without words is tied to all alike."""
    total = sum(row)
    return [x / total for x in row] if total else [1 / len(row)] * len(row)
