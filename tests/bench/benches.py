"""The benchmarks. A new one is one file with a `run(setting)` and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench import (
    code_links,
    command_help,
    conformance,
    contest,
    ingest,
    ingest_memory,
    memory,
    polling,
    ranking_cost,
    ranking_curve,
    ranking_day,
    ranking_fleet,
    ranking_honesty,
    ranking_space,
    stalls,
    start,
    taps,
)
from tests.bench.measure import Outcome
from tests.bench.setting import Setting


@dataclass(frozen=True, slots=True)
class Bench:
    name: str
    title: str
    run: Callable[[Setting], Outcome]


BENCHES: tuple[Bench, ...] = (
    Bench("ingest", "Feeds to the database", ingest.run),
    Bench("many", "Very many entries through one process", ingest_memory.run),
    Bench("conformance", "What other parsers' suites expect", conformance.run),
    Bench("links", "Code links against a person's reading", code_links.run),
    Bench("polling", "A thousand feeds, some of them dead", polling.run),
    Bench("contest", "Ranking against the peers' methods", contest.run),
    Bench("curve", "Learning curve (simulated readers)", ranking_curve.run),
    Bench("honesty", "Honest stars (simulated readers)", ranking_honesty.run),
    Bench("cost", "A reader's fit and score of a whole library", ranking_cost.run),
    Bench("fleet", "Many readers re-fitted (simulated)", ranking_fleet.run),
    Bench("space", "A large space", ranking_space.run),
    Bench("ranking", "A day ranked for a reader", ranking_day.run),
    Bench("taps", "Tap to answer", taps.run),
    Bench("start", "Start to ready", start.run),
    Bench("memory", "Memory at rest", memory.run),
    Bench("help", "The command line's help", command_help.run),
    Bench("stalls", "Standstill of the event loop", stalls.run),
)
