"""`bandu train`: learns a reader's model from their ratings now, and says how it compares with the one before."""

from __future__ import annotations

import argparse
import asyncio
import re
from collections.abc import Sequence

from bot.cli.catching_up import catch_up
from bot.cli.console import Console
from bot.cli.reader import reader_of
from bot.domain import Language
from bot.errors import BadInput
from bot.services.standing import drift_words, verdict_words
from bot.store.models import StoredModel
from bot.texts import Texts

BACK, LATEST = "back", "latest"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reader", required=True, metavar="R", help="a Telegram user id or a local name")
    parser.add_argument(
        "--model",
        type=_choice,
        metavar="back|latest|N",
        help="go back to an earlier model and hold it, or learn from all ratings again, as /model does",
    )


def run(options: argparse.Namespace, console: Console) -> int:
    console.print(asyncio.run(_train(options, console)))
    return 0


async def _train(options: argparse.Namespace, console: Console) -> str:
    async with console.desk() as desk:
        reader = reader_of(desk, options.reader)
        await catch_up(console, desk, reader)
        if options.model == LATEST:
            await desk.training.let_go(reader)
        elif options.model is not None:
            await desk.training.go_back(reader, None if options.model == BACK else int(options.model))
        learnt = await desk.training.learnt(reader)
        model = desk.store.models.model(reader.id)
        if learnt is None or learnt.model is None or model is None:
            raise BadInput(f"{reader.key} has rated nothing yet: there is nothing to learn.")
        history = desk.store.models.history(reader.id)
        return "\n".join([f"The model of {reader.key} has learnt {model.ratings} ratings.", *_remarks(model, history)])


def _choice(typed: str) -> str:
    if typed not in (BACK, LATEST) and not re.fullmatch("[0-9]{1,9}", typed):
        raise argparse.ArgumentTypeError(f"{typed!r} is neither back nor latest nor a model's number")
    return typed


def _remarks(model: StoredModel, history: Sequence[StoredModel]) -> list[str]:
    """What an operator should know besides: a verdict, a model that is held, a reader who drifts."""
    t = Texts(Language.ENGLISH)
    newest = history[0]
    said = [f"Model {newest.number}: {verdict_words(newest, t)}."] if newest.trial else []
    if model.pinned:
        said.append(f"The reader went back to model {model.number}: new stars are not learnt until /model latest.")
    drift = drift_words(history, t)
    return [*said, drift] if drift else said
