"""`bandu digest`: composes a reader's digest now, or shows a day's as it was sent."""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import replace
from datetime import date

from bot.cli.catching_up import catch_up
from bot.cli.console import Console
from bot.cli.reader import reader_of
from bot.deliver.console import to_text
from bot.digest.as_json import digest_json
from bot.digest.render import render
from bot.domain import Digest, Picture, Reader
from bot.errors import BadInput
from bot.services.desk import Desk
from bot.texts import Texts


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reader", required=True, metavar="R", help="a Telegram user id or a local name")
    parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="that day's digest as it was sent")
    parser.add_argument("--dry-run", action="store_true", help="compose without counting as sent")
    parser.add_argument("--json", action="store_true", help="print one JSON value")


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{typed!r} is not a day such as 2025-03-19") from None


def run(options: argparse.Namespace, console: Console) -> int:
    digest, pictures = asyncio.run(_digest(options, console))
    t = Texts(digest.reader.language)
    if options.json:
        console.print_json(digest_json(digest, t, pictures))
    else:
        console.print(to_text(render(digest, 0, t), None))
    return 0


async def _digest(options: argparse.Namespace, console: Console) -> tuple[Digest, dict[str, Picture]]:
    """The digest, and what is in the cache of its papers' pictures."""
    async with console.desk() as desk:
        reader = reader_of(desk, options.reader)
        digest = await _composed(options, console, desk, reader)
        return digest, await desk.pictures.of(item.record for item in digest.items)


async def _composed(options: argparse.Namespace, console: Console, desk: Desk, reader: Reader) -> Digest:
    if options.date is not None:
        return await sent_on(desk, reader, options.date)
    await catch_up(console, desk, reader)
    if options.dry_run:
        return await desk.digests.build(reader, desk.digests.today(reader))
    return await desk.delivering.hand_over(reader, f"terminal:{desk.clock().isoformat()}")


async def sent_on(desk: Desk, reader: Reader, day: date) -> Digest:
    """The digest of that day as it was sent. Raises BadInput where there was none."""
    delivery = await asyncio.to_thread(desk.store.ledger.last, reader.id, day)
    if delivery is None:
        raise BadInput(f"No digest was sent to {reader.key} on {day}.")
    digest = await asyncio.to_thread(desk.store.ledger.digest, delivery)
    reasons = [reason for item in digest.items for reason in item.reasons]
    return replace(digest, titles=await desk.digests.titles(reasons))
