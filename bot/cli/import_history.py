"""`bandu import`: takes a reader's history in, from a file or a folder; the same again changes nothing."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from bot.cli.console import Console
from bot.cli.reader import new_reader
from bot.portable import FORMATS, History, past_of, read_history
from bot.services.history import Imported


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a file, or a folder of files")
    parser.add_argument("--reader", required=True, metavar="R", help="a Telegram user id or a local name")
    readable = [f.name for f in FORMATS if f.read]
    parser.add_argument("--format", choices=["auto", *readable], default="auto", help="what the files are")
    parser.add_argument("--json", action="store_true", help="print one JSON value")


def run(options: argparse.Namespace, console: Console) -> int:
    history = read_history(options.file, options.format)
    done = asyncio.run(_import(options, console, history))
    skipped = [{"file": s.file, "line": s.line, "why": s.why} for s in history.skipped]
    if options.json:
        counts = {"read": history.read, "ratings": done.ratings, "papers": done.papers}
        console.print_json(counts | {"skipped": skipped})
        return 0
    console.print(f"{history.read} items read: {done.ratings} ratings of {done.papers} papers.")
    for s in history.skipped:
        console.print(f"skipped {s.file}:{s.line}: {s.why}")
    return 0


async def _import(options: argparse.Namespace, console: Console, history: History) -> Imported:
    async with console.desk() as desk:
        reader = new_reader(desk, options.reader)
        return await asyncio.to_thread(desk.history.take_in, reader, past_of(history), "import")
