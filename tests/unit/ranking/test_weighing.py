"""How much each signal counts for one reader."""

from __future__ import annotations

import numpy as np
import pytest

from ranking.arrays import Bools, Floats
from ranking.weighing import Tried, weigh

COMMON = np.array([1.0, 1.0])
LIKED = 12
ALL: Bools = np.ones(LIKED, dtype=np.bool_)


def _tried(told: float, seed: int) -> Tried:
    """A signal that puts liked papers `told` standard deviations above the background."""
    rng = np.random.default_rng(seed)
    return Tried(rng.normal(size=1000), rng.normal(size=LIKED) + told)


def _weights(tried: list[Tried], liked: Bools | None = None, disliked: Bools | None = None) -> Floats:
    return weigh(tried, COMMON, ALL if liked is None else liked, ~ALL if disliked is None else disliked)


def test_the_signal_that_tells_liked_papers_apart_counts_for_more() -> None:
    good, poor = _weights([_tried(4.0, 1), _tried(1.5, 2)])
    assert good > 2 * poor


def test_weights_add_up_to_one() -> None:
    assert _weights([_tried(4.0, 1), _tried(1.5, 2)]).sum() == pytest.approx(1.0)


def test_with_a_liked_paper_or_two_the_common_weights_hold() -> None:
    few = np.arange(LIKED) < 2
    assert _weights([_tried(9.0, 1), _tried(0.0, 2)], few).tolist() == [0.5, 0.5]


def test_trust_in_the_evidence_grows_with_the_liked_papers() -> None:
    tried = [_tried(4.0, 1), _tried(1.5, 2)]
    shares = [_weights(tried, np.arange(LIKED) < count)[0] for count in (3, 6, 12)]
    assert 0.5 < shares[0] < shares[1] < shares[2]


def test_a_signal_that_takes_disliked_papers_for_liked_ones_counts_for_less() -> None:
    liked = np.arange(LIKED) < 8
    same = _tried(4.0, 1)
    blind = Tried(same.background, same.left_out)
    seeing = Tried(same.background, np.where(liked, same.left_out, -4.0))
    assert _weights([seeing, blind], liked, ~liked)[0] > _weights([seeing, blind], liked)[0]


def test_without_a_background_the_common_weights_hold() -> None:
    nothing = Tried(np.zeros(0), np.ones(LIKED))
    assert _weights([nothing, nothing]).tolist() == [0.5, 0.5]
