"""A new day ranked for one reader: space, model, scores with reasons, and the words of the digest.

Each time is also given as a multiple of a plain TF-IDF transform of the same papers in the same run, which says more
than milliseconds on a machine that does other things too.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from bot.domain import PaperRecord
from tests.bench.apart import apart
from tests.bench.corpus import load, rate
from tests.bench.measure import Measure, Outcome, timed
from tests.bench.scale import Scale
from tests.bench.setting import Setting

T = TypeVar("T")
Times = dict[str, list[float]]
PLAIN = "plain TF-IDF transform of the day"


def run(setting: Setting) -> Outcome:
    """The work in a process of its own; the jobs through the product's worker process after that."""
    times, counts = apart(rank_days, setting.scale)
    through, more = apart(through_worker, setting.scale)
    ratios = {
        f"{step}, as a multiple of {PLAIN}": [a / b for a, b in zip(times[step], times[PLAIN], strict=True)]
        for step in STEPS
    }
    measures = [Measure(step, "ms", tuple(1000 * s for s in taken)) for step, taken in times.items()]
    measures += [Measure(step, "times", tuple(values)) for step, values in ratios.items()]
    measures += [Measure(step, "ms", tuple(1000 * s for s in taken)) for step, taken in through.items()]
    notes = (
        setting.corpus.note,
        f"The reader is invented: {counts['ratings']} ratings by a rule on words, among the papers before the day.",
        "A day is that many papers of the end of the corpus, another one each time; the corpus has them too.",
    )
    return Outcome(tuple(measures), counts | more, notes)


FIT, READ, LEARN, RANK, WORDS = (
    "fit the space to the corpus",
    "read the stored space",
    "learn the reader's model",
    "score the day and explain the best 32",
    "compose, render and split the digest",
)
STEPS = (FIT, READ, LEARN, RANK, WORDS)


def rank_days(scale: Scale) -> tuple[Times, dict[str, int]]:
    """Seconds of each step, once for each day."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    from ranking.jobs import FitSpace, Rank, Train
    from ranking.jobs.opened import _spaces
    from ranking.space import PaperSpace

    records = load(scale).records()
    papers = tuple(r.paper for r in records)
    texts = [f"{p.title} {p.abstract}" for p in papers]
    plain = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit(texts)
    times: Times = defaultdict(list)
    shown = 0
    ratings = rate(records[: -scale.repeats * scale.day], scale.ratings)
    by_id = {p.id: p for p in papers}
    rated = tuple(by_id[r.paper_id] for r in ratings)
    space = b""
    for turn in range(scale.repeats):
        day = slice(len(papers) - (turn + 1) * scale.day, len(papers) - turn * scale.day)
        step = partial(_step, times)
        step(PLAIN, lambda: plain.transform(texts[day]))  # noqa: B023 - called at once
        space = step(FIT, FitSpace(papers).run)
        step(READ, lambda: PaperSpace.from_bytes(space))  # noqa: B023
        _spaces.clear()
        Rank(space, None, ()).run()
        model = step(LEARN, Train(space, rated, ratings).run).model
        scored = step(RANK, Rank(space, model, papers[day]).run)
        shown += step(WORDS, lambda: _words(records[day], scored))  # noqa: B023
    return dict(times), {"papers": len(papers), "ratings": len(ratings), "items": shown, "space bytes": len(space)}


def _step(times: Times, name: str, work: Callable[[], T]) -> T:
    result, seconds = timed(work)
    times[name].append(seconds)
    return result


def _words(records: tuple[PaperRecord, ...], scored: Any) -> int:
    from bot.deliver.telegram_markup import split, to_html
    from bot.digest.compose import compose
    from bot.digest.render import render
    from bot.domain import Language, Reader
    from bot.texts import Texts

    reader = Reader(1, "42")
    by_id = {r.paper.id: r for r in records}
    ranked = [(by_id[s.paper_id], s) for s in scored]
    digest = compose(
        reader,
        records[0].first_seen.date(),
        ranked,
        length=reader.length,
        considered=len(records),
        drawn_to=len(records),
        titles={},
        empty=None,
    )
    parts = split(render(digest, 1, Texts(Language.ENGLISH)))
    assert all(to_html(part) for part in parts)
    return len(digest.items)


def through_worker(scale: Scale) -> tuple[Times, dict[str, int]]:
    """The same day through the worker process: the first job (process, imports, space) and the next."""
    return asyncio.run(_through_worker(scale))


async def _through_worker(scale: Scale) -> tuple[Times, dict[str, int]]:
    from bot.workers import ProcessWorker
    from ranking.jobs import FitSpace, Rank

    records = load(scale).records()
    papers = tuple(r.paper for r in records)
    maker = ProcessWorker(limit=600)
    space = await maker.run(FitSpace(papers))
    await maker.close()
    times: Times = {"first job of a worker process: rank the day": [], "next job: rank the day": []}
    count = 0
    for _ in range(scale.repeats):
        worker = ProcessWorker(limit=600)
        for taken in times.values():
            start = asyncio.get_running_loop().time()
            count += len(await worker.run(Rank(space, None, papers[-scale.day :])))
            taken.append(asyncio.get_running_loop().time() - start)
        await worker.close()
    return times, {"ranked through the worker": count}
