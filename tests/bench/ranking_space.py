"""A space of very many papers: the time and memory to learn it, and a new day that is read without learning again."""

from __future__ import annotations

from tests.bench.apart import apart
from tests.bench.invented import invent
from tests.bench.machine import peak, resident
from tests.bench.measure import Measure, Outcome, timed
from tests.bench.scale import Scale
from tests.bench.setting import Setting


def run(setting: Setting) -> Outcome:
    """Once, in a process of its own."""
    return apart(measure, setting.scale)


def measure(scale: Scale) -> Outcome:
    """Fit, bytes, reading back, and a day of papers that the space has not seen."""
    from ranking.domain import Paper
    from ranking.space import PaperSpace

    papers = [
        Paper(e.key, e.title, e.abstract, e.authors, e.categories, e.published) for e in invent(scale.large + scale.day)
    ]
    before = resident()
    space, fitting = timed(lambda: PaperSpace().fit(papers[: scale.large]))
    highest = peak()
    data, writing = timed(space.to_bytes)
    again, reading = timed(lambda: PaperSpace.from_bytes(data))
    day = papers[scale.large :]
    days = [timed(lambda: again.transform(day))[1] for _ in range(scale.repeats)]
    assert again.fingerprint == space.fingerprint
    measures = (
        Measure(f"fit the space to {scale.large:,} papers", "s", (fitting,)),
        Measure("peak memory of the process, the papers' texts included", "MB", (highest,)),
        Measure("of that, the texts and libraries before the fit", "MB", (before,)),
        Measure("the space as bytes", "MB", (len(data) / 1e6,)),
        Measure("write it", "ms", (1000 * writing,)),
        Measure("read it back", "ms", (1000 * reading,)),
        Measure(f"a day of {scale.day} new papers, no learning again", "ms", tuple(1000 * s for s in days)),
    )
    note = "Papers are invented. The space's fingerprint is the same before and after the day."
    return Outcome(measures, {"papers": scale.large, "day": len(day)}, (note,))
