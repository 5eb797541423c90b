"""Importing does no work, and `bandu --help` pays for nothing heavy."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT

HEAVY = (
    "sklearn",
    "scipy",
    "numpy",
    "telegram",
    "sqlalchemy",
    "alembic",
    "feedparser",
    "apscheduler",
    "httpx",
    "rjieba",
    "PIL",
)

HELP = """
import contextlib, io, json, sys
from bot.__main__ import main
sys.argv = ["bandu", *sys.argv[1:]]
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()) as out:
    main()
print(json.dumps([out.getvalue(), sorted(name for name in sys.modules if "." not in name)]))
"""

# An event counts where a module of ours brought it about by running, rather than by importing: no import machinery
# stands between the two on the stack.
EVERYTHING = """
import importlib, json, logging, pkgutil, sys, threading
did = []
WORK = ("socket.", "sqlite3.connect", "subprocess.Popen", "os.mkdir", "os.listdir", "os.scandir", "os.remove")

def audit(event, args):
    if not event.startswith(WORK) and event != "open":
        return
    frame = sys._getframe(1)
    while frame and frame.f_globals.get("__name__", "").partition(".")[0] not in ("bot", "ranking"):
        frame = None if frame.f_code.co_filename.startswith("<frozen importlib") else frame.f_back
    if frame:
        did.append(f"{frame.f_globals['__name__']}: {event} {args[0] if args else ''}")

sys.addaudithook(audit)
before = threading.active_count()
for package in ("bot", "ranking"):
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, package + "."):
        if ".migrations." not in module.name and not module.name.endswith("__main__"):  # run by Alembic, and by `-m`
            importlib.import_module(module.name)
print(json.dumps([did, threading.active_count() - before, [str(h) for h in logging.getLogger().handlers]]))
"""


def answer(code: str, *arguments: str) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    assert isinstance(read, list)
    return read


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_nothing_heavy(option: str) -> None:
    said, loaded = answer(HELP, option)
    assert isinstance(said, str)
    assert isinstance(loaded, list)
    assert "bandu" in said
    assert "bot" in loaded
    assert sorted(set(HEAVY) & set(loaded)) == []


def test_importing_every_module_opens_nothing_starts_nothing_and_logs_nowhere() -> None:
    assert answer(EVERYTHING) == [[], 0, []]
