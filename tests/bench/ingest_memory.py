"""Very many entries through one process, day by day: whether its memory, and its speed, stay what they were."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.bench.apart import apart
from tests.bench.documents import FORMS
from tests.bench.invented import A_DAY, FIRST_DAY, invent
from tests.bench.machine import peak, resident
from tests.bench.measure import Aim, Measure, Outcome
from tests.bench.setting import SOURCE, Setting

FORM = FORMS[0]
FASTER_THAN = Aim(500.0, "over")


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a process was: entries read, seconds of its processor since the last mark, and megabytes."""

    entries: int
    seconds: float
    resident: float
    peak: float


def run(setting: Setting) -> Outcome:
    """One process reads invented days; it is looked at after `papers` entries, and when it has read `large`."""
    folder, count = setting.folder / "documents-many", setting.scale.large
    _write(folder, count)
    database = f"sqlite:///{setting.folder / 'many.sqlite'}"
    few, many = apart(read, str(folder), database, setting.scale.papers)
    measures = [
        Measure(f"peak after {few.entries:,} entries", "MB", (few.peak,)),
        Measure(f"peak after {many.entries:,} entries", "MB", (many.peak,)),
        Measure(f"resident after {few.entries:,} entries", "MB", (few.resident,)),
        Measure(f"resident after {many.entries:,} entries", "MB", (many.resident,)),
        Measure("processor time, the first of them", "entries/s", (few.entries / few.seconds,), FASTER_THAN),
        Measure("processor time, the rest", "entries/s", ((many.entries - few.entries) / many.seconds,), FASTER_THAN),
    ]
    note = f"Invented announcements of arXiv's form, {A_DAY} a day; bytes to stored papers, in one process."
    return Outcome(tuple(measures), {"entries": many.entries}, (note,))


def read(folder: str, database: str, early: int) -> tuple[Mark, Mark]:
    """The documents into a new database; a mark once there are `early` entries, and one at the end."""
    from bot.feeds import parse
    from bot.services.catalogue import catalogue
    from bot.store import open_store

    store = open_store(database)
    entries, start, first = 0, time.process_time(), None
    for number, file in enumerate(sorted(Path(folder).iterdir())):
        feed = parse("arxiv_rss", file.read_bytes(), FORM.url)
        catalogue(store, SOURCE, feed.entries, FIRST_DAY + timedelta(days=number), news=True)
        entries += len(feed.entries)
        if first is None and entries >= early:
            first = Mark(entries, time.process_time() - start, resident(), peak())
            start = time.process_time()
    last = Mark(entries, time.process_time() - start, resident(), peak())
    store.close()
    return first or last, last


def _write(folder: Path, count: int) -> None:
    folder.mkdir()
    entries = invent(count)
    for number, start in enumerate(range(0, count, A_DAY)):
        day = (FIRST_DAY + timedelta(days=number)).date()
        (folder / f"{number:05d}.xml").write_bytes(FORM.write(day, entries[start : start + A_DAY]))
