"""Every benchmark runs and says what it counted. Times are for `make bench`; nothing here compares one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.feeds import parse
from tests.bench.benches import BENCHES, Bench
from tests.bench.documents import FORMS, Form
from tests.bench.invented import invent
from tests.bench.measure import Aim, Measure, Outcome, share
from tests.bench.report import Section, as_markdown, as_text
from tests.bench.scale import QUICK
from tests.bench.setting import Setting

DONE = {
    "ingest": {"RSS entries": QUICK.papers, "RSS papers": QUICK.papers, "Atom papers": QUICK.papers},
    "ranking": {"papers": QUICK.papers, "ratings": QUICK.ratings, "items": 6},
    "conformance": {"suites": 0},
    "links": {"draws": 0},
    "many": {"entries": QUICK.large},
    "polling": {"feeds read": QUICK.feeds - 3, "feeds dead": 3},
    "contest": {"folders": 0},
    "curve": {"readers": QUICK.readers, "steps": 8},
    "honesty": {"readers": QUICK.readers, "sizes": 5},
    "cost": {"papers": QUICK.library, "readers": 4 * QUICK.repeats},
    "fleet": {"readers": QUICK.fleet, "processes": 2},
    "space": {"papers": QUICK.large, "day": QUICK.day},
    "taps": {"taps": 2 * (QUICK.taps + 6 * QUICK.bursts)},
    "start": {"starts": 2 * QUICK.starts},
    "memory": {"processes just ready": 1},
    "help": {"heavy modules": 0},
    "stalls": {"days read": QUICK.repeats, "models learnt": QUICK.repeats},
}


@pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: bench.name)
def test_a_benchmark_runs_and_counts_what_it_did(bench: Bench, tmp_path: Path) -> None:
    outcome = bench.run(Setting(QUICK, tmp_path))
    assert {name: outcome.counts.get(name) for name in DONE[bench.name]} == DONE[bench.name]
    assert all(value >= 0 for measure in outcome.measures for value in measure.values)
    page = as_markdown(("a machine",), "quick", datetime(2031, 3, 3, tzinfo=UTC), [Section(bench.title, outcome, 1.0)])
    assert all(measure.name in page for measure in outcome.measures)
    assert all(row[0] in page for table in outcome.tables for row in table.rows)
    assert all(f"({chart.name}.svg)" in page and chart.svg.startswith("<?xml") for chart in outcome.charts)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_written_document_says_what_was_announced(form: Form) -> None:
    told = invent(7)
    read = parse("arxiv_rss", form.write(datetime(2031, 3, 3, tzinfo=UTC).date(), told), form.url)
    assert read.trouble is None
    assert [(e.key, e.title, e.abstract, e.authors, e.categories, e.announce, e.arxiv) for e in read.entries] == [
        (e.key, e.title, e.abstract, e.authors, e.categories, e.announce, e.arxiv) for e in told
    ]


def test_an_aim_is_shown_as_kept_or_missed_by_the_median() -> None:
    kept = Measure("calm", "ms", (1.0, 2.0, 90.0), Aim(50.0))
    missed = Measure("wild", "ms", (60.0, 70.0, 2.0), Aim(50.0))
    lines = as_text(Section("Taps", Outcome((kept, missed), {"taps": 6}), 1.0)).splitlines()
    assert [line.split()[-1] for line in lines if line.strip().startswith(("calm", "wild"))] == ["kept", "MISSED"]


def test_a_share_is_the_smallest_value_that_enough_do_not_exceed() -> None:
    values = [float(n) for n in range(20, 0, -1)]
    assert [share(values, part) for part in (0.5, 0.95, 1.0)] == [10.0, 19.0, 20.0]
    assert share([3.0], 0.95) == 3.0
