"""One reader's taste on top of a space: an estimator that learns from stars and never fails on legal ones.

The score is in standard deviations above an ordinary paper; what stars it means is the calibration's part. With no
ratings every paper scores 0, about 3 stars are expected, and the interval is wide.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator

from ranking.arrays import Floats
from ranking.artifact import pack, pack_rows, unpack
from ranking.calibration import (
    Calibration,
    central_interval,
    chance_of_liking,
    expected_stars,
    fit_calibration,
)
from ranking.domain import MAX_STARS, MIN_STARS, Explanation, Interest
from ranking.errors import ArtifactRefused, NotFitted
from ranking.explain import explain_score
from ranking.hints import with_hints
from ranking.labels import read_stars, weights
from ranking.scoring import Score, learn_score
from ranking.signals import Rated
from ranking.space import PaperMatrix, PaperSpace

_KIND = "model"
_RECIPE = "2"
"""Counted up when the same ratings would give other numbers: older models are then refused."""


class RelevanceModel(BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """What a reader would make of a paper. `space` is fitted and stays the same for the model's life."""

    def __init__(self, space: PaperSpace) -> None:
        self.space = space

    def fit(
        self,
        X: PaperMatrix,
        stars: ArrayLike,
        rated_at: Sequence[datetime | None] | None = None,
        *,
        interests: Sequence[Interest] = (),
        shown: PaperMatrix | None = None,
    ) -> Self:
        """Learn from the rated papers `X`, their stars (n,) and times; raises BadRatings where those are not legal.

        `interests` are what the reader stated besides, `shown` the papers that were sent and never rated.
        """
        given = read_stars(stars, len(X))
        rated = Rated(X, given, weights(given, rated_at))
        evidence = with_hints(self.space, rated, interests, shown)
        return self._learn(evidence, len(X))

    def decision_function(self, X: PaperMatrix) -> Floats:
        """Scores (n,), higher is better: the order of the digest."""
        return self._score().of(X)

    def predict(self, X: PaperMatrix) -> Floats:
        """Expected stars (n,), 1.0 to 5.0; never falling while the score rises."""
        return expected_stars(self.predict_proba(X))

    def predict_proba(self, X: PaperMatrix) -> Floats:
        """Probability of each star (n, 5)."""
        return self.proba_of_scores(self.decision_function(X))

    def p_like(self, X: PaperMatrix) -> Floats:
        """Probability of four stars or more (n,)."""
        return chance_of_liking(self.predict_proba(X))

    def interval(self, X: PaperMatrix) -> Floats:
        """Lower and upper end of the central 80 % of the stars (n, 2); the expected stars lie between."""
        return central_interval(self.predict_proba(X))

    def proba_of_scores(self, scores: Floats) -> Floats:
        """Probability of each star (n, 5) at scores (n,) that were already computed."""
        self._score()
        return self.calibration_.probabilities(scores)

    def explain(self, x: PaperMatrix, k: int = 5) -> Explanation:
        """The `k` largest reasons for the score of one paper, a matrix of one row; with the rest they add up to it.

        Of `k` reasons at most half, rounded up, are rated papers.
        """
        if len(x) != 1:
            raise ValueError(f"One paper can be explained at a time, not {len(x)}.")
        score = self._score()
        return explain_score(self.space, self.evidence_, score, x, k)

    def left_out_scores(self) -> Floats:
        """The score (n,) of each rated paper had it not been rated, in the order of the ratings."""
        return self._score().left_out[: len(self.rated_.papers)]

    def to_bytes(self) -> bytes:
        """The model without its space, to be read back with `from_bytes`."""
        self._score()
        rated = self.evidence_
        header = {
            "recipe": _RECIPE,
            "space": self.space.fingerprint,
            "ids": list(rated.papers.ids),
            "rated": str(len(self.rated_.papers)),
        }
        arrays = {
            "stars": rated.stars,
            "weights": rated.weights,
            "vectors": rated.papers.vectors,
            "calibration": np.r_[self.calibration_.slope, self.calibration_.thresholds, self.calibration_.ceiling],
        }
        return pack(_KIND, header, arrays | pack_rows("rated", rated.papers.rows))

    @classmethod
    def from_bytes(cls, data: bytes, space: PaperSpace) -> Self:
        """The model that `to_bytes` wrote; raises ArtifactRefused for anything else, and for another space."""
        packed = unpack(data, _KIND)
        if packed.text("recipe") != _RECIPE:
            raise ArtifactRefused("The stored model was made by another version; train it again.")
        if packed.text("space") != space.fingerprint:
            raise ArtifactRefused("The stored model belongs to another space; train it again.")
        ids = packed.texts("ids")
        vectors = packed.singles("vectors", len(ids), space.background_.vectors.shape[1])
        papers = space.matrix(ids, packed.rows("rated", len(ids), space.columns), vectors)
        stars = packed.floats("stars", len(ids))
        rated = int(packed.text("rated")) if packed.text("rated").isdecimal() else len(ids) + 1
        given = stars[:rated]
        if rated > len(ids) or ((given < MIN_STARS) | (given > MAX_STARS)).any() or stars[rated:].any():
            raise ArtifactRefused("The stored model holds stars outside 1 to 5.")
        calibration = packed.floats("calibration", 6)
        if calibration[0] < 0 or (np.diff(calibration[1:5]) < 0).any():
            raise ArtifactRefused("The stored calibration would let stars fall while scores rise.")
        model = cls(space)
        model._take(Rated(papers, stars, packed.floats("weights", len(ids))), rated)
        model.calibration_ = Calibration(float(calibration[0]), calibration[1:5], float(calibration[5]))
        return model

    def _learn(self, evidence: Rated, rated: int) -> Self:
        self._take(evidence, rated)
        self.calibration_ = fit_calibration(self.left_out_scores(), self.rated_.stars)
        return self

    def _take(self, evidence: Rated, rated: int) -> None:
        """`evidence` is all that is known of the taste, its first `rated` papers with stars."""
        self.evidence_ = evidence
        self.rated_ = evidence.first(rated)
        self.score_ = learn_score(self.space, evidence)

    def _score(self) -> Score:
        if not hasattr(self, "score_"):
            raise NotFitted("The model has not seen any ratings yet; call fit first.")
        return self.score_
