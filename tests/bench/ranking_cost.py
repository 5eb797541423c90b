"""One reader fitted and a whole library scored, beside the usual method on the same papers in the same run."""

from __future__ import annotations

import numpy as np

from tests.bench.apart import apart
from tests.bench.contest import CITEULIKE, ratings_of
from tests.bench.invented import invent
from tests.bench.measure import Aim, Measure, Outcome, timed
from tests.bench.scale import Scale
from tests.bench.setting import Setting

A_TENTH = Aim(0.1)


def run(setting: Setting) -> Outcome:
    """In a process of its own; what is learnt once from the library is not counted."""
    ours, usual, note = apart(measure, setting.scale)
    ratio = tuple(a / b for a, b in zip(ours, usual, strict=True))
    measures = (
        Measure("fit a reader and score the library", "ms", tuple(1000 * s for s in ours)),
        Measure("the same by TF-IDF and a linear SVM (sanity)", "ms", tuple(1000 * s for s in usual)),
        Measure("ours, as a part of sanity's", "times", ratio, A_TENTH),
    )
    return Outcome(measures, {"papers": setting.scale.library, "readers": len(ours)}, (note,))


def measure(scale: Scale) -> tuple[list[float], list[float], str]:
    """Seconds of ours and of the usual method for each of some readers."""
    from ranking.domain import Paper
    from ranking.model import RelevanceModel
    from ranking.space import PaperSpace
    from tests.bench.sanity import Sanity

    count = 4 * scale.repeats
    if scale.name == "full" and CITEULIKE.exists():
        papers, rated = ratings_of(CITEULIKE, count)
        papers, note = papers[: scale.library], "Library: CiteULike's, with real readers' likes."
    else:
        papers = [Paper(e.key, e.title, e.abstract, e.authors, e.categories) for e in invent(scale.library)]
        rng = np.random.default_rng(0)
        rated = [rng.choice(len(papers), min(scale.ratings, len(papers)), replace=False) for _ in range(count)]
        note = "Library and readers are invented."
    space = PaperSpace().fit(papers)
    matrix, sanity = space.transform(papers), Sanity(papers)
    ours, usual = [], []
    for rows in rated:
        stars = np.full(len(rows), 5)
        model = RelevanceModel(space)
        ours.append(timed(lambda: model.fit(matrix[rows], stars).decision_function(matrix))[1])  # noqa: B023 - at once
        usual.append(timed(lambda: sanity.rank(rows))[1])  # noqa: B023
    counted = f"{np.mean([len(rows) for rows in rated]):.0f} ratings on average."
    return ours, usual, f"{note} {counted}"
