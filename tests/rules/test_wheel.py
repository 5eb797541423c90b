"""What is in the wheel, and who else claims its names."""

from __future__ import annotations

import fnmatch
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from zipfile import ZipFile

import pytest

from bot.version import __version__
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [path] = folder.glob("*.whl")
    assert path.name == f"cv_bandu-{__version__}-py3-none-any.whl"
    with ZipFile(path) as opened:
        yield opened


def test_the_wheel_holds_the_two_packages_whole_and_nothing_else(wheel: ZipFile) -> None:
    info = f"cv_bandu-{__version__}.dist-info/"
    ours = {name for name in wheel.namelist() if not name.startswith(info)}
    files = (path for package in ("bot", "ranking") for path in (ROOT / package).rglob("*") if path.is_file())
    assert ours == {str(path.relative_to(ROOT)) for path in files if "__pycache__" not in path.parts}


@pytest.mark.parametrize(
    "kind",
    ["bot/py.typed", "ranking/py.typed", "bot/locale/*.po", "bot/specimen/*.xml", "bot/store/migrations/*.py"],
)
def test_the_wheel_carries_what_is_not_code(wheel: ZipFile, kind: str) -> None:
    assert fnmatch.filter(wheel.namelist(), kind) != []


def test_the_wheel_installs_the_command_and_carries_the_licence(wheel: ZipFile) -> None:
    info = f"cv_bandu-{__version__}.dist-info"
    assert wheel.read(f"{info}/entry_points.txt").decode() == "[console_scripts]\nbandu = bot.__main__:main\n"
    assert wheel.read(f"{info}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()


@pytest.mark.parametrize("package", ["bot", "ranking"])
def test_no_other_distribution_installs_a_package_of_that_name(package: str) -> None:
    assert set(packages_distributions().get(package, ())) <= {"cv-bandu"}
