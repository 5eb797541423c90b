"""`bandu ingest`: reads every source now and says what came of it."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from dataclasses import replace

from bot.cli.console import Console
from bot.domain import SourceReport
from bot.services.articles import SHORTLY
from bot.services.ingest import IngestReport
from bot.services.watchdog import with_checks

PATIENCE = 30.0
"""Seconds for arXiv's search to be asked what its feeds lack: a category is a few requests, three seconds apart."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON value")


def run(options: argparse.Namespace, console: Console) -> int:
    report = asyncio.run(_ingest(console))
    if options.json:
        console.print_json(as_json(report))
        return 0
    for source in report.sources:
        said = source.error or source.why
        told = f": {said}" if said else ""
        console.print(f"{source.name}: {source.status}, {source.new} new, {source.revised} revised{told}")
    console.print(f"{report.papers} papers known.")
    return 0


async def _ingest(console: Console) -> IngestReport:
    async with console.desk(reading=True) as desk:
        report = await desk.ingest.run()
        if report.offline:
            return report
        await desk.articles.resolve(SHORTLY)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                checks = await desk.watchdog.run()
                papers = await asyncio.to_thread(desk.store.papers.count)
                return replace(report, sources=with_checks(report.sources, checks), papers=papers)
        return report


def as_json(report: IngestReport) -> dict[str, object]:
    """The report in the form that scripts rely on."""
    return {"sources": [_source(source) for source in report.sources], "papers": report.papers}


def _source(source: SourceReport) -> dict[str, object]:
    return {
        "name": source.name,
        "status": source.status.value,
        "new": source.new,
        "revised": source.revised,
        "seen": source.seen,
        "error": source.error,
        "why": source.why,
    }
