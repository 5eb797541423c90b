"""`bandu export`: a reader's ratings, written out in a form that can be taken in again."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from bot.cli.console import Console
from bot.cli.reader import reader_of
from bot.errors import BadInput
from bot.portable import FORMATS, RatingRow, write_ratings
from bot.services.desk import Desk


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reader", required=True, metavar="R", help="a Telegram user id or a local name")
    writable = [f.name for f in FORMATS if f.write]
    parser.add_argument("--format", choices=writable, required=True, help="how to write them")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to a file instead of standard output")


def run(options: argparse.Namespace, console: Console) -> int:
    rows = asyncio.run(_rows(options, console))
    text = write_ratings(rows, options.format)
    if options.out is None:
        console.out.write(text)
        return 0
    try:
        options.out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise BadInput(f"{options.out} cannot be written: {error.strerror}.") from error
    return 0


async def _rows(options: argparse.Namespace, console: Console) -> list[RatingRow]:
    async with console.desk() as desk:
        return _ratings(desk, options.reader)


def _ratings(desk: Desk, key: str) -> list[RatingRow]:
    reader = reader_of(desk, key)
    return [
        RatingRow(r.rating.paper_id, r.arxiv_id, r.title, r.url, r.rating.stars, r.rating.at, r.source)
        for r in desk.history.ratings(reader)
    ]
