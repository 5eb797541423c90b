"""`make bench`: runs the benchmarks, prints what they find, and writes it to bench-report/.

Never fails because of a time: only because something does not run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.benches import BENCHES, Bench
from tests.bench.machine import describe
from tests.bench.report import Section, as_markdown, as_text
from tests.bench.scale import FULL, QUICK
from tests.bench.setting import Setting


def main(arguments: list[str]) -> None:
    """Runs the chosen benchmarks one after another."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: shows that everything runs, measures little")
    parser.add_argument("--only", metavar="NAME", choices=[b.name for b in BENCHES], action="append")
    parser.add_argument("--out", type=Path, default=Path("bench-report"), help="folder of the report (%(default)s)")
    options = parser.parse_args(arguments)
    scale = QUICK if options.quick else FULL
    machine, at = describe(), datetime.now(UTC)
    _say("\n".join([*machine, ""]))
    with tempfile.TemporaryDirectory(prefix="bandu-bench-") as folder:
        setting = Setting(scale, Path(folder))
        chosen = [b for b in BENCHES if not options.only or b.name in options.only]
        sections = [_section(bench, setting) for bench in chosen]
    options.out.mkdir(parents=True, exist_ok=True)
    for chart in (chart for section in sections for chart in section.outcome.charts):
        (options.out / f"{chart.name}.svg").write_text(chart.svg, encoding="utf-8")
    report = options.out / "bench.md"
    report.write_text(as_markdown(machine, scale.name, at, sections), encoding="utf-8")
    _say(f"Written to {report}.")


def _section(bench: Bench, setting: Setting) -> Section:
    start = time.monotonic()
    outcome = bench.run(setting)
    section = Section(bench.title, outcome, time.monotonic() - start)
    _say(as_text(section))
    return section


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
