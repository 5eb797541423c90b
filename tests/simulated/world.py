"""The papers that simulated readers live among, and what each paper is about by a measure of its own.

What a paper is about is never asked of the space under test. On real papers it is a mixture of forty topics, parts that
a non-negative factorization finds in which common words a text has at all (no counts, no pairs, no authors, no
categories, no cosine). A taste reads a paper's mixture, whose parts compete for the whole, through a root and a
maximum, which no direction in the space's columns can follow. In the invented corpus the mixture is what the words were
drawn from. So the ranking has to find the taste; it is not handed it. What remains common to both is that taste follows
the text at all: simulated figures flatter every method that reads.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ranking.arrays import Bools, Floats, Ints
from ranking.domain import Paper
from ranking.space import PaperMatrix, PaperSpace
from tests.bench.corpus import REAL, load
from tests.bench.scale import FULL, Scale
from tests.quality.planted import make_world

TOPICS = 40
SUBJECTS = 16
_WORDS_OF_A_TOPIC = 4


@dataclass(frozen=True, eq=False, repr=False)
class World:
    """`papers` (n) in the order of their days; `topics` (n, k) is how much of each topic they hold, rows sum to 1."""

    papers: tuple[Paper, ...]
    topics: Floats
    words: tuple[tuple[str, ...], ...]
    """What a person would call each topic."""
    real: bool

    @property
    def note(self) -> str:
        papers = (
            "real cs.CV papers, topics found by a factorization of their words"
            if self.real
            else "invented papers of planted subjects"
        )
        return f"Simulated readers over {len(self.papers):,} {papers}."

    @cached_property
    def space(self) -> PaperSpace:
        return PaperSpace().fit(self.papers)

    @cached_property
    def matrix(self) -> PaperMatrix:
        return self.space.transform(self.papers)

    @cached_property
    def early(self) -> Ints:
        """Rows of the first seven tenths, where readers rate."""
        return np.arange(int(0.7 * len(self.papers)))

    @cached_property
    def later(self) -> Ints:
        """Rows of the rest, on which rankings are judged."""
        return np.arange(len(self.early), len(self.papers))

    @cached_property
    def tellable(self) -> Bools:
        """Topics (k,) that a reader may care for: neither in everything nor in hardly anything."""
        usual = 1.0 / self.topics.shape[1]
        share = self.topics.mean(axis=0)
        return np.asarray((share > 0.3 * usual) & (share < 2.5 * usual))


def invented_world(count: int = 1500, seed: int = 7) -> World:
    """Papers of invented words, of which half belong to one or two of sixteen subjects."""
    planted = make_world(seed, count, SUBJECTS)
    words = tuple(tuple(f"subject{subject}word{n}" for n in range(_WORDS_OF_A_TOPIC)) for subject in range(SUBJECTS))
    return World(tuple(planted.papers), planted.subject, words, real=False)


def real_world(count: int = 4000, seed: int = 7) -> World | None:
    """The first papers of the real corpus, or None where it does not lie beside the checkout."""
    if not REAL.exists():
        return None
    papers = tuple(record.paper for record in load(replace(FULL, papers=count)).records())
    topics, words = _topics(papers, seed)
    return World(papers, topics, words, real=True)


def world_of(scale: Scale) -> World:
    """Real papers for a full run where they are at hand, else invented ones."""
    real = real_world(scale.world) if scale.name == "full" else None
    return real or invented_world(scale.world)


def _topics(papers: tuple[Paper, ...], seed: int) -> tuple[Floats, tuple[tuple[str, ...], ...]]:
    """Lee and Seung, Learning the parts of objects by non-negative matrix factorization, Nature 401, 1999."""
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.preprocessing import normalize

    counter = CountVectorizer(
        stop_words="english", token_pattern=r"[a-zA-Z][a-zA-Z0-9-]{2,}", max_features=3000, max_df=0.15, binary=True
    )
    present = counter.fit_transform(f"{paper.title} {paper.abstract}" for paper in papers).astype(np.float64)
    rare = np.log(len(papers) / np.asarray(present.sum(axis=0)).ravel())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a factorization that could still be a little better is as good a taste
        model = NMF(TOPICS, init="nndsvda", random_state=seed, max_iter=60, tol=1e-3)
        amounts = model.fit_transform(normalize(present.multiply(rare).tocsr()))
    topics = amounts + 1e-6
    names = counter.get_feature_names_out()
    best = np.argsort(-model.components_, axis=1)[:, :_WORDS_OF_A_TOPIC]
    return topics / topics.sum(axis=1, keepdims=True), tuple(tuple(names[row]) for row in best)
