"""`bandu --help`: how long it takes, and that nothing heavy is loaded for it."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.bench.measure import Measure, Outcome, timed
from tests.bench.processes import ROOT
from tests.bench.setting import Setting

HEAVY = ("sklearn", "scipy", "numpy", "sqlalchemy", "alembic", "telegram", "httpx", "feedparser")
_LISTED = """
import json, runpy, sys
sys.argv = ["bandu", "--help"]
try:
    runpy.run_module("bot", run_name="__main__")
except SystemExit:
    json.dump(sorted(sys.modules), sys.stderr)
"""


def run(setting: Setting) -> Outcome:
    """The command as users start it, beside an interpreter that does nothing."""
    helped = [_seconds("-m", "bot", "--help") for _ in range(setting.scale.starts)]
    nothing = [_seconds("-c", "pass") for _ in range(setting.scale.starts)]
    loaded = subprocess.run([sys.executable, "-c", _LISTED], cwd=ROOT, check=True, capture_output=True, text=True)
    modules = set(json.loads(loaded.stderr))
    heavy = [name for name in HEAVY if name in modules]
    measures = (
        Measure("`bandu --help`", "ms", tuple(1000 * s for s in helped)),
        Measure("an interpreter that does nothing", "ms", tuple(1000 * s for s in nothing)),
        Measure("modules loaded", "modules", (float(len(modules)),)),
    )
    said = f"Of {', '.join(HEAVY)}, loaded were: {', '.join(heavy) or 'none'}."
    return Outcome(measures, {"modules": len(modules), "heavy modules": len(heavy)}, (said,))


def _seconds(*arguments: str) -> float:
    def start() -> None:
        subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)

    return timed(start)[1]
