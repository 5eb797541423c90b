"""`bandu train`: learns a reader's model from their ratings now."""

from __future__ import annotations

import argparse
import asyncio

from bot.cli.console import Console
from bot.cli.reader import reader_of
from bot.errors import BadInput


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reader", required=True, metavar="R", help="a Telegram user id or a local name")


def run(options: argparse.Namespace, console: Console) -> int:
    console.print(asyncio.run(_train(options, console)))
    return 0


async def _train(options: argparse.Namespace, console: Console) -> str:
    async with console.desk() as desk:
        reader = reader_of(desk, options.reader)
        learnt = await desk.training.learnt(reader)
        model = desk.store.models.model(reader.id)
        if learnt is None or learnt.model is None or model is None:
            raise BadInput(f"{reader.key} has rated nothing yet: there is nothing to learn.")
        return f"The model of {reader.key} has learnt {model.ratings} ratings."
