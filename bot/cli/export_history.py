"""`bandu export`: a reader's ratings, or what they read, written out in a form that can be taken in again."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from bot.cli.console import Console
from bot.cli.files import write_out
from bot.cli.reader import reader_of
from bot.portable import FORMATS, RatingRow, write_ratings
from bot.services.desk import Desk

LIST = "opml"
"""The one form that holds sources instead of ratings."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reader", required=True, metavar="R", help="a Telegram user id or a local name")
    writable = [f.name for f in FORMATS if f.write]
    parser.add_argument(
        "--format", choices=[*writable, LIST], required=True, help=f"how to write them; {LIST}: the sources"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to a file instead of standard output")


def run(options: argparse.Namespace, console: Console) -> int:
    write_out(asyncio.run(_text(options, console)), options.out, console)
    return 0


async def _text(options: argparse.Namespace, console: Console) -> str:
    async with console.desk() as desk:
        if options.format != LIST:
            return write_ratings(_ratings(desk, options.reader), options.format)
        text, left_out = await desk.sources.listed(reader_of(desk, options.reader), whole=True)
        if left_out:
            console.note(f"{left_out} of the shared sources are left out: their addresses hold keys.")
        return text


def _ratings(desk: Desk, key: str) -> list[RatingRow]:
    reader = reader_of(desk, key)
    return [
        RatingRow(r.rating.paper_id, r.arxiv_id, r.title, r.url, r.rating.stars, r.rating.at, r.source)
        for r in desk.history.ratings(reader)
    ]
