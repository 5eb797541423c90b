"""The locks: complete, with hashes, in agreement with each other and with what the project says it needs."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

LOCKS = ("deploy/requirements.lock", "deploy/build.lock", "tests/requirements.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME: list[str] = PROJECT["project"]["dependencies"]
GROUPS: dict[str, list[str]] = {
    name: [line for line in group if isinstance(line, str)] for name, group in PROJECT["dependency-groups"].items()
}


def read(lock: str) -> list[tuple[Requirement, str]]:
    """Each pin, with the lines that follow it."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(Requirement(line.partition(" --hash")[0]), line) for line in lines]


def versions(lock: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for pin, _ in read(lock):
        found.setdefault(canonicalize_name(pin.name), set()).add(str(pin.specifier))
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_exact_and_has_hashes(lock: str) -> None:
    pins = read(lock)
    assert pins
    for pin, line in pins:
        assert re.fullmatch(r"==[^*,]+", str(pin.specifier)), line
        assert "--hash=sha256:" in line


@pytest.mark.parametrize(
    ("lock", "needed"),
    [
        (LOCKS[0], RUNTIME),
        (LOCKS[1], GROUPS["build"]),
        (LOCKS[2], [*RUNTIME, *GROUPS["build"], *GROUPS["dev"]]),
    ],
)
def test_a_lock_holds_what_the_project_needs_in_a_version_that_it_allows(lock: str, needed: list[str]) -> None:
    locked = versions(lock)
    for requirement in map(Requirement, needed):
        pins = locked[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(pin.removeprefix("=="), prereleases=True) for pin in pins)


@pytest.mark.parametrize("lock", LOCKS[:2])
def test_tests_run_on_the_very_versions_that_are_deployed(lock: str) -> None:
    tested = versions(LOCKS[2])
    assert {name: pins for name, pins in versions(lock).items() if tested.get(name) != pins} == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index(lock: str) -> None:
    assert not re.search(r"https?://|^--|^-[if]", (ROOT / lock).read_text("utf-8"), re.MULTILINE)
