"""A thousand feeds on as many hosts, one in twenty dead, read in one round by the parts that the bot reads with."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import random

from bot.services.ingest import Ingest, IngestReport
from bot.telemetry import Telemetry
from tests.bench.apart import apart
from tests.bench.documents import FORMS
from tests.bench.machine import peak, resident
from tests.bench.measure import Aim, Measure, Outcome
from tests.bench.setting import Setting
from tests.bench.stalls import TICK, longest_gap

PATIENCE = 10.0
"""Seconds that one fetch may take here, so long a host that drips: the slowest host's limit."""
SILENCE = 5.0
ENTRIES = 10
"""In each feed; every paper is in two feeds."""


class Watch(Telemetry):
    """Knows when the last source was read that did not fail."""

    last = 0.0

    def event(self, name: str, /, **fields: object) -> None:
        super().event(name, **fields)
        if name == "source_read" and fields.get("status") != "failed":
            self.last = time.perf_counter()


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds from the beginning to the last living feed stored and to the end; the longest standstill of the loop in
    milliseconds, and its longest turn in processor time alone; sources by state."""

    live: float
    total: float
    stall: float
    turn: float
    read: int
    failed: int


@dataclass(frozen=True, slots=True)
class Polled:
    """A round in which everything is new, and one in which nothing is; megabytes before and at most; papers stored."""

    first: Round
    second: Round
    before: float
    peak: float
    papers: int


def run(setting: Setting) -> Outcome:
    """Each round in a process of its own, and the hosts in another."""
    feeds, dead = setting.scale.feeds, max(3, setting.scale.feeds // 20)
    documents = setting.folder / "polled"
    documents.mkdir()
    day = setting.corpus.days()[0][0]
    entries = setting.corpus.entries
    for number in range(feeds - dead):
        start = number * ENTRIES // 2 % max(1, len(entries) - ENTRIES)
        (documents / f"{number:05}.xml").write_bytes(FORMS[0].write(day, entries[start : start + ENTRIES]))
    rounds = [
        apart(poll, str(documents), dead, f"sqlite:///{setting.folder / f'polled-{turn}.sqlite'}")
        for turn in range(setting.scale.repeats)
    ]
    measures = (
        *_measures("everything new", [r.first for r in rounds]),
        *_measures("nothing new", [r.second for r in rounds]),
        Measure("memory before", "MB", tuple(r.before for r in rounds)),
        Measure("memory at most", "MB", tuple(r.peak for r in rounds)),
    )
    first = rounds[0].first
    counts = {"feeds read": first.read, "feeds dead": first.failed, "papers": rounds[0].papers}
    note = (
        f"{ENTRIES} entries a feed. A third of the dead refuse, a third say nothing ({SILENCE:g} s), a third drip "
        f"({PATIENCE:g} s, the slowest host's limit). Hosts, polling and parsing are a process each."
    )
    return Outcome(measures, counts, (setting.corpus.note, note))


def _measures(name: str, rounds: list[Round]) -> list[Measure]:
    return [
        Measure(f"{name}: until the last living feed was done with", "s", tuple(r.live for r in rounds)),
        Measure(f"{name}: the whole round", "s", tuple(r.total for r in rounds)),
        Measure(f"{name}: longest standstill of the loop", "ms", tuple(r.stall for r in rounds), Aim(50.0)),
        Measure(f"{name}: longest turn of the loop, processor time", "ms", tuple(r.turn for r in rounds), Aim(50.0)),
    ]


def poll(documents: str, dead: int, database: str) -> Polled:
    """Two rounds over hosts that are new to the first."""
    from tests.fakes.many_hosts import Dead, many_hosts

    third = dead // 3
    ways = Dead(refusing=third, silent=third, dripping=dead - 2 * third)
    logging.getLogger("bot").setLevel(logging.CRITICAL)  # a line for each of the dead
    with many_hosts([file.read_bytes() for file in sorted(Path(documents).iterdir())], ways) as hosts:
        return asyncio.run(_polled(hosts.live, hosts.dead, database))


async def _polled(live: tuple[str, ...], dead: tuple[str, ...], database: str) -> Polled:
    from bot.arxiv_calendar import Calendar
    from bot.feeds.fetch import HttpFetcher
    from bot.feeds.parsing import Parser
    from bot.feeds.polite import RULES, Polite
    from bot.rhythm import judge
    from bot.store import open_store
    from bot.workers import ProcessWorker
    from tests.fakes.many_hosts import feed_at

    telemetry = Watch()
    store = open_store(database)
    every = sorted((*live, *dead))  # by port, so that the dead stand anywhere
    store.sources.configure([(host, feed_at(host), "feed") for host in every])
    web = HttpFetcher("bench", frozenset(every), total_seconds=PATIENCE, connect_seconds=SILENCE, read_seconds=SILENCE)
    worker = ProcessWorker()
    ingest = Ingest(
        store,
        Polite(web, RULES, frozenset(every)),
        Parser(worker),
        lambda: datetime.now(UTC),
        telemetry,
        judge=partial(judge, calendar=Calendar()),
        is_news=lambda _: True,
        chance=random,
    )
    gc.collect()
    gc.freeze()  # as the bot does once it is up
    before = resident()
    first = await _round(ingest, telemetry)
    second = await _round(ingest, telemetry)
    polled = Polled(first, second, before, peak(), store.papers.count())
    await worker.close()
    await web.aclose()
    store.close()
    return polled


async def _round(ingest: Ingest, telemetry: Watch) -> Round:
    start = time.perf_counter()
    round_ = asyncio.create_task(ingest.run())
    turn, stall = await asyncio.gather(_longest_turn(round_), longest_gap(round_))
    total = time.perf_counter() - start
    sources = round_.result().sources
    failed = sum(source.status == "failed" for source in sources)
    return Round(telemetry.last - start, total, stall, turn, len(sources) - failed, failed)


async def _longest_turn(work: asyncio.Task[IngestReport]) -> float:
    """Milliseconds of processor time that the loop used at most between two chances for somebody else.

    A standstill counts what other programs of the machine took, too; this does not.
    """
    longest = 0.0
    while not work.done():
        start = time.thread_time()
        await asyncio.sleep(TICK)
        longest = max(longest, time.thread_time() - start)
    return 1000 * longest
