"""The import contracts hold, and each of them would notice: a deliberate violation in a scratch copy is reported."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

VIOLATIONS = (
    ("layers-of-bot", "bot/helpers.py", ""),
    ("layers-of-bot", "bot/domain.py", "import bot.services.desk"),
    ("layers-of-bot", "bot/portable/ratings_csv.py", "def late():\n    from bot import feeds"),
    ("layers-of-ranking", "ranking/helpers.py", ""),
    ("layers-of-ranking", "ranking/labels.py", "import ranking.model"),
    ("cycles", "bot/digest/zig.py", "import bot.digest.zag"),
    ("ranking-is-pure", "ranking/labels.py", "import asyncio"),
    ("ranking-is-pure", "ranking/features/authors.py", "from bot.domain import Reader"),
    ("telegram", "bot/services/desk.py", "from telegram.ext import Application"),
    ("telegram", "bot/deliver/console.py", "import telegram"),
    ("database", "bot/services/desk.py", "import sqlalchemy as sa"),
    ("database", "bot/app/desk.py", "import alembic.config"),
    ("feeds", "bot/portable/note.py", "import feedparser"),
    ("tick", "bot/app/desk.py", "import apscheduler.triggers.cron"),
    ("pictures", "bot/services/pictures.py", "from PIL import Image"),
    ("science", "bot/digest/tips.py", "import numpy as np"),
    ("science", "bot/workers.py", "from sklearn.base import BaseEstimator"),
    ("settings", "bot/services/desk.py", "from bot.settings import Settings"),
)


def lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    call = [sys.executable, "-P", "-c", code, "--no-cache", "--no-logo", *options]
    return subprocess.run(
        call, cwd=folder, env=os.environ | {"COLUMNS": "200"}, capture_output=True, text=True, check=False
    )


def copy(folder: Path) -> None:
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in ("bot", "ranking"):
        shutil.copytree(ROOT / package, folder / package, ignore=ignore)


def contracts() -> list[str]:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return [contract["id"] for contract in declared]


def test_the_contracts_hold() -> None:
    answer = lint(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert f"{len(contracts())} kept, 0 broken" in answer.stdout


def test_every_contract_has_a_violation_here() -> None:
    assert {contract for contract, _, _ in VIOLATIONS} == set(contracts())


@pytest.mark.parametrize(("contract", "path", "line"), VIOLATIONS)
def test_a_violation_is_reported(contract: str, path: str, line: str, tmp_path: Path) -> None:
    copy(tmp_path)
    if contract == "cycles":
        (tmp_path / "bot/digest/zag.py").write_text("import bot.digest.zig\n")
    with (tmp_path / path).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    answer = lint(tmp_path, "--contract", contract)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "0 kept, 1 broken" in answer.stdout
    assert path.removesuffix(".py").replace("/", ".").rpartition(".")[2] in answer.stdout
