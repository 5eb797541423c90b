"""The usual method that costs are compared with: TF-IDF of words and pairs, and a linear SVM on all papers.

As arxiv-sanity-lite does it: 20,000 columns, C = 0.01, balanced classes, everything that was not rated is negative.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from ranking.arrays import Floats, Ints
from ranking.domain import Paper


class Sanity:
    """A library of papers; a reader is a fit over all of it."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        words = TfidfVectorizer(
            strip_accents="unicode",
            stop_words="english",
            token_pattern=r"(?u)\b[a-zA-Z_][a-zA-Z0-9_]+\b",
            ngram_range=(1, 2),
            max_features=20_000,
            sublinear_tf=True,
            max_df=0.1 if len(papers) >= 1000 else 0.5,
            min_df=5 if len(papers) >= 1000 else 2,
        )
        texts = (" ".join([paper.title, paper.abstract, *paper.authors]) for paper in papers)
        self.rows = words.fit_transform(texts).astype(np.float32)

    def rank(self, liked: Ints) -> Floats:
        """Scores of all papers for a reader who liked these rows."""
        wanted = np.zeros(self.rows.shape[0])
        wanted[liked] = 1
        machine = LinearSVC(class_weight="balanced", C=0.01, tol=1e-6, max_iter=10_000)
        return np.asarray(machine.fit(self.rows, wanted).decision_function(self.rows))
