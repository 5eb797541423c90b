"""Many readers, one after the other on two processes: each re-fitted from 50 ratings and the new papers ranked.

A sample is measured and carried on to 100,000 readers. The papers' rows are computed once, as a worker has them.
"""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from tests.bench.corpus import load
from tests.bench.machine import peak
from tests.bench.measure import Aim, Measure, Outcome
from tests.bench.scale import Scale
from tests.bench.setting import Setting

PROCESSES = 2
RATINGS = 50
NEW = 700
FLEET = 100_000
A_SECOND = Aim(1000.0, "over")
UNDER = Aim(2048.0)


def run(setting: Setting) -> Outcome:
    """Two spawned processes, each with half of the sample."""
    scale = setting.scale
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        parts = [pool.submit(rank_readers, scale, seed, scale.fleet // PROCESSES) for seed in range(PROCESSES)]
        found = [part.result() for part in parts]
    rate = sum(part.readers / part.seconds for part in found)
    measures = (
        Measure("readers fitted and ranked by both processes", "a second", (rate,), A_SECOND),
        Measure(f"so {FLEET:,} readers would take", "s", (FLEET / rate,)),
        Measure("one reader in one process", "ms", tuple(1000 * part.seconds / part.readers for part in found)),
        Measure("of that on the processor", "ms", tuple(1000 * part.busy / part.readers for part in found)),
        Measure("peak memory of both processes, papers and space included", "MB", (sum(p.peak for p in found),), UNDER),
    )
    readers, papers = sum(part.readers for part in found), found[0].papers
    note = (
        f"Simulated: {readers:,} readers with {RATINGS} ratings each were measured, the rest is arithmetic; {papers:,} "
        f"papers known, the last {min(NEW, papers // 2)} of them new to everybody. Reading ratings from a database and "
        "writing models back is not counted. Each process computes with one thread."
    )
    return Outcome(measures, {"readers": readers, "processes": PROCESSES}, (setting.corpus.note, note))


@dataclass(frozen=True, slots=True)
class Part:
    """What one process did: readers, the seconds that took and those on the processor, its peak memory in MB."""

    readers: int
    seconds: float
    busy: float
    peak: float
    papers: int


def rank_readers(scale: Scale, seed: int, count: int) -> Part:
    """So many readers, one after the other, by one thread."""
    from threadpoolctl import threadpool_limits

    from ranking.model import RelevanceModel
    from ranking.space import PaperSpace

    papers = [record.paper for record in load(scale).records()]
    new = min(NEW, len(papers) // 2)
    with threadpool_limits(1):
        space = PaperSpace().fit(papers)
        known, fresh = space.transform(papers[:-new]), space.transform(papers[-new:])
        rng = np.random.default_rng(seed)
        rated = [rng.choice(len(known), min(RATINGS, len(known)), replace=False) for _ in range(count)]
        stars = [rng.integers(1, 6, len(rows)) for rows in rated]
        start, busy = time.perf_counter(), time.process_time()
        for rows, given in zip(rated, stars, strict=True):
            scores = RelevanceModel(space).fit(known[rows], given).decision_function(fresh)
            assert len(np.argsort(-scores)) == new
        return Part(count, time.perf_counter() - start, time.process_time() - busy, peak(), len(papers))
