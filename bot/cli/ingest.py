"""`bandu ingest`: reads every source now and says what came of it."""

from __future__ import annotations

import argparse
import asyncio

from bot.cli.console import Console
from bot.services.ingest import IngestReport


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON value")


def run(options: argparse.Namespace, console: Console) -> int:
    report = asyncio.run(_ingest(console))
    if options.json:
        console.print_json(as_json(report))
        return 0
    for source in report.sources:
        trouble = f": {source.error}" if source.error else ""
        console.print(f"{source.name}: {source.status}, {source.new} new, {source.revised} revised{trouble}")
    console.print(f"{report.papers} papers known.")
    return 0


async def _ingest(console: Console) -> IngestReport:
    async with console.desk(reading=True) as desk:
        return await desk.ingest.run()


def as_json(report: IngestReport) -> dict[str, object]:
    """The report in the form that scripts rely on."""
    sources = [
        {"name": s.name, "status": s.status.value, "new": s.new, "revised": s.revised, "seen": s.seen, "error": s.error}
        for s in report.sources
    ]
    return {"sources": sources, "papers": report.papers}
