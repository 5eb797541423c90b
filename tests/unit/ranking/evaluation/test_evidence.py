"""What may be claimed, and what not."""

from __future__ import annotations

import pytest

from ranking.evaluation.evidence import Comparison, Evidence, Figure, Metric


@pytest.mark.parametrize(
    ("metric", "interval", "said"),
    [
        ("auc", (0.01, 0.1), "better"),
        ("auc", (-0.01, 0.1), "open"),
        ("auc", (-0.2, -0.1), "worse"),
        ("auc", (0.0, 0.1), "open"),
        ("auc", None, "open"),
        ("brier", (-0.2, -0.1), "better"),
        ("brier", (0.1, 0.2), "worse"),
        ("brier", (-0.1, 0.2), "open"),
    ],
)
def test_only_a_whole_interval_decides(metric: Metric, interval: tuple[float, float] | None, said: str) -> None:
    assert Comparison("newest", metric, Figure(0.05, interval)).verdict == said


def test_nothing_is_claimed_of_an_unfair_comparison() -> None:
    assert Comparison("newest", "auc", Figure(0.5, (0.4, 0.6)), fair=False).verdict == "open"


def test_a_figure_that_was_not_computed_is_empty() -> None:
    assert Evidence(rated=3).figure("current", "auc") == Figure(None, None)
