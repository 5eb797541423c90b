"""How long the event loop stands still while feeds are read or a space is learnt: the longest gap of a ticker."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import random

from tests.bench.apart import apart
from tests.bench.documents import FORMS
from tests.bench.measure import Measure, Outcome
from tests.bench.setting import READER, Setting

TICK = 0.005
_QUIET = 0.5


def run(setting: Setting) -> Outcome:
    """Each gap in a process of its own."""
    form = FORMS[0]
    days = setting.corpus.days()
    quiet: list[float] = []
    ingest: list[float] = []
    learning: list[float] = []
    for turn in range(setting.scale.repeats):
        day, entries = days[-1 - turn]
        document = setting.folder / f"stall-{turn}.xml"
        document.write_bytes(form.write(day, entries))
        gaps = apart(ingest_gap, str(document), form.url, f"sqlite:///{setting.folder / f'stall-{turn}.sqlite'}")
        quiet.append(gaps[0])
        ingest.append(gaps[1])
        learning.append(apart(learning_gap, f"sqlite:///{setting.database(f'stall-learning-{turn}')}"))
    measures = (
        Measure("nothing happens", "ms", tuple(quiet)),
        Measure("one day is read (parsed in its worker, catalogued and stored in a thread)", "ms", tuple(ingest)),
        Measure("a space and a model are learnt in the worker process", "ms", tuple(learning)),
    )
    note = f"A gap is what a {1000 * TICK:g} ms sleep took beyond its time."
    return Outcome(measures, {"days read": len(ingest), "models learnt": len(learning)}, (setting.corpus.note, note))


def ingest_gap(document: str, url: str, database: str) -> tuple[float, float]:
    """Milliseconds at most while nothing happens, and while one document is read by the service."""
    from bot.arxiv_calendar import Calendar
    from bot.feeds.parsing import Parser
    from bot.rhythm import judge
    from bot.services.ingest import Ingest
    from bot.store import open_store
    from bot.telemetry import Telemetry
    from bot.workers import ProcessWorker
    from tests.fakes.fetcher import FakeFetcher

    data = Path(document).read_bytes()

    async def measure() -> tuple[float, float]:
        store = open_store(database)
        store.sources.configure([("arXiv cs.CV", url, "arxiv_rss")])
        fetcher = FakeFetcher()
        fetcher.answers[url] = data
        worker = ProcessWorker()
        reading = Ingest(
            store,
            fetcher,
            Parser(worker),
            lambda: datetime.now(UTC),
            Telemetry(),
            judge=partial(judge, calendar=Calendar()),
            is_news=lambda _: True,
            chance=random,
        )
        quiet = await longest_gap(asyncio.sleep(_QUIET))
        busy = await longest_gap(reading.run())
        assert store.papers.count()
        await worker.close()
        store.close()
        return quiet, busy

    return asyncio.run(measure())


def learning_gap(database: str) -> float:
    """Milliseconds at most while the service learns the corpus and a reader's taste in a worker process."""
    from bot.services.training import Training
    from bot.store import open_store
    from bot.telemetry import Telemetry
    from bot.workers import ProcessWorker

    async def measure() -> float:
        store = open_store(database)
        worker = ProcessWorker(limit=600)
        training = Training(store, worker, lambda: datetime.now(UTC), Telemetry())
        reader = store.readers.find(READER)
        assert reader is not None
        gap = await longest_gap(training.learnt(reader))
        assert store.models.model(reader.id)
        await training.close()
        await worker.close()
        store.close()
        return gap

    return asyncio.run(measure())


async def longest_gap(work: Awaitable[object]) -> float:
    """Milliseconds that the ticker was late at most while the work was done."""
    loop = asyncio.get_running_loop()
    gaps: list[float] = []

    async def tick() -> None:
        while True:
            start = loop.time()
            await asyncio.sleep(TICK)
            gaps.append(1000 * (loop.time() - start - TICK))

    ticking = asyncio.create_task(tick())
    await asyncio.sleep(2 * TICK)
    await work
    await asyncio.sleep(2 * TICK)
    ticking.cancel()
    await asyncio.gather(ticking, return_exceptions=True)
    return max(gaps)
