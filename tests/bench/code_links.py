"""How many code links are right, and how many are found, against a person's reading of real papers. Counts only."""

from __future__ import annotations

from tests.bench.measure import Outcome, Table
from tests.bench.processes import ROOT
from tests.bench.setting import Setting
from tests.suites.verdicts import VERDICTS, Judged, judged, read_papers

SHARED = ROOT.parent / "shared" / "data"
_HEAD = ("draw of 200", "have a repository", "of these found", "claims", "wrong", "precision", "above (95 %, Wilson)")
_DRAWS = {"any": "of all papers", "addressed": "with an address", "fresh": "with an address, read last"}


def run(setting: Setting) -> Outcome:
    """One row for each draw and one for all; nothing where the papers are absent."""
    if setting.scale.name != "full" or not SHARED.exists():
        return Outcome((), {"draws": 0}, ("Left out: needs a full run and ../shared beside the checkout.",))
    papers = read_papers(SHARED)
    rows = [_row(_DRAWS[draw], judged(papers, draw)) for draw in VERDICTS]
    table = Table("Code links that are claimed", _HEAD, (*rows, _row("together", judged(papers, *VERDICTS))))
    return Outcome((), {"draws": len(VERDICTS)}, (), (table,))


def _row(name: str, found: Judged) -> tuple[str, ...]:
    numbers = (found.theirs, found.covered, found.claims, len(found.wrong))
    return (name, *map(str, numbers), f"{found.precision:.3f}", f"{found.precision_above:.3f}")
