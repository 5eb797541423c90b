"""Whether a retrained model may take the place of the one in use: both on the newest ratings, held out for both.

A rating that a model never learnt is predicted plainly; one that it has learnt counts at its left-out score. Only
clear harm refuses: noise on a handful of ratings must not keep a reader's stars from being learnt.
"""

from __future__ import annotations

import numpy as np

from ranking.arrays import Floats
from ranking.evaluation.verdict import Trial, Verdict
from ranking.model import RelevanceModel
from ranking.space import PaperMatrix

FEWEST = 10
"""With fewer ratings than this nothing is compared."""
_SLICE, _SLICE_FROM, _SLICE_TO = 0.2, 5, 30
_LOSS_TOLERANCE, _PAIRS_TOLERANCE = 0.05, 0.05
"""Harm below this, in nats and as a share of pairs, refuses nothing, however sure it is."""
_TAIL = 0.01
_RESAMPLES = 1000
_SEED = 0


def newest_slice(ratings: int) -> int:
    """How many of so many ratings are "the newest": a fifth, between 5 and 30."""
    return min(ratings, max(_SLICE_FROM, min(_SLICE_TO, round(_SLICE * ratings))))


def compare(old: RelevanceModel, new: RelevanceModel, rated: PaperMatrix, stars: Floats, seed: int = _SEED) -> Trial:
    """The verdict on `new`, by what both make of the newest of the rated papers (n), oldest first, and stars (n,).

    Both models are of one space. Worse is what a bootstrap over the ratings (Efron & Tibshirani, An Introduction to
    the Bootstrap, 1993, ch. 13) puts beyond the tolerance in 99 of 100 resamples, in log loss or in ordered pairs.
    """
    n = newest_slice(len(rated))
    if len(rated) < FEWEST:
        return Trial(Verdict.TOO_FEW, n)
    papers, given = rated[slice(len(rated) - n, None)], stars[-n:]
    scores = held_out_scores(old, papers), held_out_scores(new, papers)
    old_loss, new_loss = losses(old, scores[0], given), losses(new, scores[1], given)
    old_pairs, new_pairs = _in_order(scores[0], given), _in_order(scores[1], given)
    counts = _resampled(n, seed)
    harm = counts @ (new_loss - old_loss) / n, _share(counts, old_pairs - new_pairs, given)
    return Trial(
        _verdict(*harm),
        n,
        float(old_loss.mean()),
        float(new_loss.mean()),
        _mean_share(old_pairs, given),
        _mean_share(new_pairs, given),
    )


def held_out_scores(model: RelevanceModel, papers: PaperMatrix) -> Floats:
    """The model's scores (n,) of the papers as if it had learnt none of them, one at a time."""
    # All that it learnt from: a paper that was passed over, and rated later, speaks in the old model's score too.
    left_out = dict(zip(model.evidence_.papers.ids, model.score_.left_out, strict=True))
    plain = model.decision_function(papers)
    return np.array([left_out.get(paper_id, score) for paper_id, score in zip(papers.ids, plain, strict=True)])


def losses(model: RelevanceModel, scores: Floats, stars: Floats) -> Floats:
    """Log loss (n,) in nats of the stars that were given, at held-out scores."""
    chances = model.proba_of_scores(scores)[np.arange(len(stars)), stars.astype(np.int64) - 1]
    return np.asarray(-np.log(np.maximum(chances, 1e-12)))


def _verdict(loss: Floats, pairs: Floats) -> Verdict:
    """From the harm in each resample: of log loss, and of the order of pairs."""
    if np.quantile(loss, _TAIL) > _LOSS_TOLERANCE or np.quantile(pairs, _TAIL) > _PAIRS_TOLERANCE:
        return Verdict.WORSE
    if np.quantile(loss, 1 - _TAIL) < 0.0 or np.quantile(pairs, 1 - _TAIL) < 0.0:
        return Verdict.BETTER
    return Verdict.NOT_WORSE


def _resampled(n: int, seed: int) -> Floats:
    """How often each of n ratings was drawn, (resamples, n)."""
    return np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=_RESAMPLES).astype(np.float64)


def _in_order(scores: Floats, stars: Floats) -> Floats:
    """For each pair (n, n) with more stars first: 1 in the right order, 0.5 on a tie; 0 for the other pairs."""
    right = (np.sign(scores[:, None] - scores) + 1.0) / 2.0
    return np.asarray(np.where(_ordered(stars), right, 0.0))


def _ordered(stars: Floats) -> Floats:
    return np.asarray(stars[:, None] > stars, dtype=np.float64)


def _share(counts: Floats, pairs: Floats, stars: Floats) -> Floats:
    """The mean over the resampled pairs, (resamples,); 0 where all stars drawn are equal."""
    drawn = np.einsum("ri,ij,rj->r", counts, _ordered(stars), counts, optimize=True)
    total = np.einsum("ri,ij,rj->r", counts, pairs, counts, optimize=True)
    return np.asarray(np.divide(total, drawn, out=np.zeros(len(counts)), where=drawn > 0))


def _mean_share(pairs: Floats, stars: Floats) -> float | None:
    count = _ordered(stars).sum()
    return float(pairs.sum() / count) if count else None
