"""The whole corpus from bytes to the database, day by day: parse, catalogue, store; then once more, all known."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.bench.apart import apart
from tests.bench.documents import FORMS, Form
from tests.bench.machine import peak, resident
from tests.bench.measure import Measure, Outcome
from tests.bench.setting import SOURCE, Setting


@dataclass(frozen=True, slots=True)
class Reading:
    """One pass over the documents; seconds, and megabytes before and at most."""

    entries: int
    new: int
    parsing: float
    storing: float
    cpu: float
    before: float
    peak: float


def run(setting: Setting) -> Outcome:
    """Each pass in a process of its own, on a new database."""
    measures: list[Measure] = []
    counts: dict[str, int] = {}
    for form in FORMS:
        folder = _written(setting, form)
        passes: list[tuple[Reading, Reading]] = []
        for turn in range(setting.scale.repeats):
            file = setting.folder / f"ingest-{form.name}-{turn}.sqlite"
            passes.append(apart(read_twice, str(folder), form.url, f"sqlite:///{file}"))
        measures += _measures(form.name, passes)
        counts |= {f"{form.name} entries": passes[0][0].entries, f"{form.name} papers": passes[0][0].new}
    note = "Documents are written by the benchmark in arXiv's form, one a day; no HTTP is in between."
    return Outcome(tuple(measures), counts, (setting.corpus.note, note))


def read_twice(folder: str, url: str, database: str) -> tuple[Reading, Reading]:
    """The documents into a new database, and again into the same."""
    return _read(folder, url, database), _read(folder, url, database)


def _read(folder: str, url: str, database: str) -> Reading:
    from bot.feeds import parse
    from bot.services.catalogue import catalogue
    from bot.store import open_store
    from tests.bench.invented import FIRST_DAY

    store = open_store(database)
    before, entries, new, parsing, storing, cpu = resident(), 0, 0, 0.0, 0.0, _cpu()
    for number, file in enumerate(sorted(Path(folder).iterdir())):
        data = file.read_bytes()
        start = time.perf_counter()
        feed = parse("arxiv_rss", data, url)
        parsed = time.perf_counter()
        counts = catalogue(store, SOURCE, feed.entries, FIRST_DAY + timedelta(days=number), news=True)
        storing += time.perf_counter() - parsed
        parsing += parsed - start
        entries += len(feed.entries)
        new += counts.new
    cpu = _cpu() - cpu
    store.close()
    return Reading(entries, new, parsing, storing, cpu, before, peak())


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _written(setting: Setting, form: Form) -> Path:
    folder = setting.folder / f"documents-{form.name}"
    folder.mkdir()
    for day, entries in setting.corpus.days():
        (folder / f"{day}.xml").write_bytes(form.write(day, entries))
    return folder


def _measures(name: str, passes: list[tuple[Reading, Reading]]) -> list[Measure]:
    first, again = [one for one, _ in passes], [two for _, two in passes]
    return [
        Measure(f"{name}: bytes to database", "entries/s", tuple(r.entries / (r.parsing + r.storing) for r in first)),
        Measure(f"{name}: of that, processor time alone", "entries/s", tuple(r.entries / r.cpu for r in first)),
        Measure(f"{name}: parsing", "entries/s", tuple(r.entries / r.parsing for r in first)),
        Measure(f"{name}: catalogue and store", "entries/s", tuple(r.entries / r.storing for r in first)),
        Measure(f"{name}: the same read again", "entries/s", tuple(r.entries / (r.parsing + r.storing) for r in again)),
        Measure(f"{name}: memory before", "MB", tuple(r.before for r in first)),
        Measure(f"{name}: memory at most", "MB", tuple(r.peak for r in first)),
    ]
