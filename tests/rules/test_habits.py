"""Habits of the code that a reader would otherwise have to look for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

LONGEST = 300
"""Lines of a module: beyond that it holds more than one idea."""


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def names_used(path: Path) -> Iterator[str]:
    """Dotted names that are imported or reached through attributes: `time.sleep`, `unittest.mock`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


def users(name: str, *folders: str) -> list[str]:
    return [
        str(path.relative_to(ROOT))
        for path in sources(*folders)
        if any(used == name or used.startswith(f"{name}.") for used in names_used(path))
    ]


@pytest.mark.parametrize("path", sources("bot", "ranking"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_enough_to_hold_one_idea(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", sources("bot", "ranking"), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_why_it_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text == "" or ast.get_docstring(ast.parse(text))


def test_tests_use_fakes_not_mocks() -> None:
    assert users("unittest.mock", "tests") == []
    assert users("monkeypatch.setattr", "tests") == []


def test_tests_do_not_sleep() -> None:
    """But for the one bounded look at another process, which tells of nothing; benches measure and may pause."""
    sleepers = [path for path in users("time.sleep", "tests") if not path.startswith("tests/bench/")]
    assert set(sleepers) <= {"tests/journeys/process.py"}


def test_these_rules_find_what_they_look_for(tmp_path: Path) -> None:
    path = tmp_path / "sleepy.py"
    path.write_text("from unittest.mock import Mock\nimport time\ntime.sleep(1)\nfrom time import sleep\n")
    assert {"unittest.mock.Mock", "time.sleep"} <= set(names_used(path))
    assert users("os.environ", "tests/rules") != []
