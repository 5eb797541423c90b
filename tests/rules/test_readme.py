"""The README names what there is: settings, verbs, commands, make's targets and the test command."""

from __future__ import annotations

import os
import re

import pytest

from bot.chat.commands import COMMANDS
from bot.cli import VERBS
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
IN_CODE = set(re.findall(r"`([^`\n]+)`", README))
VARIABLE = re.compile(r"BANDU_[A-Z_]*[A-Z]")


def variables_read() -> set[str]:
    """What `bot/settings.py` asks its environment for: `env.text("HOME")` is `BANDU_HOME`."""
    source = (ROOT / "bot/settings.py").read_text("utf-8")
    return {f"BANDU_{name}" for name in re.findall(r'\benv\.[a-z_]+\(\s*"([A-Z_]+)"', source)}


def variables_named_in_code() -> set[str]:
    files = [path for package in ("bot", "ranking") for path in (ROOT / package).rglob("*.py")]
    return {name for path in files for name in VARIABLE.findall(path.read_text("utf-8"))}


def test_the_way_of_finding_settings_finds_them() -> None:
    assert {"BANDU_TELEGRAM_TOKEN", "BANDU_HOME", "BANDU_ADMINS", "BANDU_WEBHOOK_LISTEN"} <= variables_read()


@pytest.mark.parametrize("variable", sorted(variables_read() | variables_named_in_code()))
def test_every_setting_is_in_the_readme(variable: str) -> None:
    assert variable in IN_CODE


def test_every_setting_of_the_readme_is_read() -> None:
    named = {name.removesuffix("_FILE") for text in IN_CODE for name in VARIABLE.findall(text)}
    assert named - variables_read() == set()


@pytest.mark.parametrize("name", [verb.name for verb in VERBS])
def test_every_verb_is_in_the_readme(name: str) -> None:
    assert any(re.match(rf"bandu {name}\b", text) for text in IN_CODE)


def test_every_verb_of_the_readme_exists() -> None:
    named = {match[1] for text in IN_CODE if (match := re.match(r"bandu ([a-z]+)", text))}
    assert named - {verb.name for verb in VERBS} == set()


@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"/{name}" in IN_CODE


def test_every_command_of_the_readme_exists() -> None:
    rows = re.findall(r"^\| `/([a-z]+)", README, re.MULTILINE)
    assert set(rows) == {command.name for command in COMMANDS}


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake (run|test|lint|bench|[a-z]+)(?=[`\s]*(?:#|`))", README))
    assert {"run", "test", "lint", "bench"} <= named <= targets


def test_ci_begins_with_the_test_command_of_the_readme() -> None:
    assert re.search(r"^make test\b.*#.*test suite", README, re.MULTILINE)
    script = ROOT / ".ci/run"
    assert os.access(script, os.X_OK)
    steps = re.findall(r'^step "[^"]+" (.+)$', script.read_text("utf-8"), re.MULTILINE)
    assert steps[:4] == ["make test", "make style", "make types", "make contracts"]
