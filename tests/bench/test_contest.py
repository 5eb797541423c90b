"""The comparison of methods: differences are those within readers, and their intervals tell a lead from chance."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from tests.bench import contest
from tests.bench.paired import Judged, differences, mean_figures


def _methods(readers: int) -> dict[str, list[Judged]]:
    """One that is always right, one that guesses."""
    rng = np.random.default_rng(3)
    gains = [rng.permutation([1.0] * 10 + [0.0] * 90) for _ in range(readers)]
    return {"ours": [Judged(g, g) for g in gains], "guess": [Judged(rng.random(100), g) for g in gains]}


@pytest.fixture
def judge() -> ModuleType:
    module = ModuleType("judge")
    module.figures = lambda scores, gains: {"top": float(gains[np.argsort(-scores)[:10]].mean())}  # type: ignore[attr-defined]
    return module


@pytest.mark.parametrize("readers", [2, 30], ids=["papers resampled", "readers resampled"])
def test_a_lead_is_told_with_an_interval_above_zero(readers: int, judge: ModuleType) -> None:
    judged = _methods(readers)
    assert mean_figures("means", judge, judged).rows[0] == ("ours", "1.0000")
    (row,) = differences("ours less", judge, judged, "ours", ["guess", "absent"]).rows
    value, low, _ = (float(part.strip("[],")) for part in row[1].split())
    assert row[0] == "guess"
    assert value > low > 0


def test_a_method_is_not_ahead_of_itself(judge: ModuleType) -> None:
    judged = _methods(30)
    (row,) = differences("same", judge, judged | {"twin": judged["guess"]}, "guess", ["twin"]).rows
    assert row == ("twin", "+0.0000 [+0.0000, +0.0000]")


@pytest.mark.shared
def test_figures_kept_by_reader_have_the_means_that_the_shared_script_prints(shared_data: Path) -> None:
    module, folder = contest.script(), shared_data / "bench" / "seed_author"
    printed = module.run(folder, ["centroid", "newest"], 0)
    papers, tasks = module.load(folder)
    judged = {name: list(contest.judge(module, name, papers, tasks)) for name in printed}
    table = mean_figures("means", module, judged)
    assert {row[0]: row[1:] for row in table.rows} == {
        name: tuple(f"{figures[key]:.4f}" for key in table.head[1:]) for name, figures in printed.items()
    }
