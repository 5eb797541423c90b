"""`bandu import`: takes a reader's history in, from a file or a folder; the same again changes nothing."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from bot.cli.console import Console
from bot.cli.counted import counted
from bot.cli.files import xml_text
from bot.cli.reader import new_reader
from bot.domain import SourceSpec
from bot.portable import FORMATS, History, Skipped, past_of, read_history
from bot.services.history import Imported
from bot.store.subscriptions import Joined

TOO_MANY = "100 sources of one's own are the most"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a file, or a folder of files")
    parser.add_argument("--reader", required=True, metavar="R", help="a Telegram user id or a local name")
    readable = [f.name for f in FORMATS if f.read]
    parser.add_argument("--format", choices=["auto", *readable], default="auto", help="what the files are")
    parser.add_argument("--json", action="store_true", help="print one JSON value")


def run(options: argparse.Namespace, console: Console) -> int:
    history = read_history(options.file, options.format, xml_text)
    done, joined = asyncio.run(_import(options, console, history))
    lost = [Skipped(f.line, TOO_MANY, f.file) for f, j in zip(history.feeds, joined, strict=True) if j is Joined.FULL]
    all_skipped = (*history.skipped, *lost)
    skipped = [{"file": s.file, "line": s.line, "why": s.why} for s in all_skipped]
    sources = len(joined) - len(lost)
    if options.json:
        counts = {"read": history.read, "ratings": done.ratings, "papers": done.papers, "sources": sources}
        console.print_json(counts | {"skipped": skipped})
        return 0
    console.print(f"{counted(history.read, 'item')} read: {_said(done, sources, history)}.")
    for s in all_skipped:
        console.print(f"skipped {s.file}:{s.line}: {s.why}")
    return 0


def _said(done: Imported, sources: int, history: History) -> str:
    """What was taken in; a list of sources has no ratings to speak of."""
    rated = f"{counted(done.ratings, 'rating')} of {counted(done.papers, 'paper')}"
    if not history.feeds:
        return rated
    listed = counted(sources, "source")
    return f"{rated}, {listed}" if done.ratings else listed


async def _import(
    options: argparse.Namespace, console: Console, history: History
) -> tuple[Imported, tuple[Joined, ...]]:
    async with console.desk() as desk:
        reader = new_reader(desk, options.reader)
        done = await asyncio.to_thread(desk.history.take_in, reader, past_of(history), "import")
        return done, await desk.sources.take_in(reader, [SourceSpec("", f.url, "", f.title) for f in history.feeds])
