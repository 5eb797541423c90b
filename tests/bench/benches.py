"""The benchmarks. A new one is one file with a `run(setting)` and one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.bench import command_help, ingest, memory, ranking_day, stalls, start, taps
from tests.bench.measure import Outcome
from tests.bench.setting import Setting


@dataclass(frozen=True, slots=True)
class Bench:
    name: str
    title: str
    run: Callable[[Setting], Outcome]


BENCHES: tuple[Bench, ...] = (
    Bench("ingest", "Feeds to the database", ingest.run),
    Bench("ranking", "A day ranked for a reader", ranking_day.run),
    Bench("taps", "Tap to answer", taps.run),
    Bench("start", "Start to ready", start.run),
    Bench("memory", "Memory at rest", memory.run),
    Bench("help", "The command line's help", command_help.run),
    Bench("stalls", "Standstill of the event loop", stalls.run),
)
