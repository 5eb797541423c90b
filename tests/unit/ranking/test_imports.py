"""What importing costs, told by a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys

import pytest

import ranking


@pytest.mark.parametrize(
    "module", ["ranking", "ranking.domain", "ranking.errors", "ranking.jobs", "ranking.evaluation.verdict"]
)
def test_importing_values_and_questions_loads_no_scientific_library(module: str) -> None:
    code = f"import {module}, sys; print(sorted({{'numpy', 'scipy', 'sklearn', 'rjieba'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_exported_name_can_be_had() -> None:
    for name in ranking.__all__:
        assert getattr(ranking, name).__name__ == name
    assert dir(ranking) == sorted(ranking.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'ranking' has no attribute 'Digest'"):
        _ = ranking.Digest
