"""`bandu compare`: pits a reader's model against a simpler ranking in their real digests, and says who leads."""

from __future__ import annotations

import argparse
import asyncio
from typing import Any

from bot.cli.console import Console
from bot.cli.reader import reader_of
from bot.store.comparisons import Comparison
from ranking.jobs.judge import Outcome
from ranking.jobs.select import RIVALS

_OFF = "off"
_NONE = {"rival": None, "since": None, "wins": 0, "losses": 0, "ties": 0, "win_rate": None, "p": None}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reader", required=True, metavar="R", help="a Telegram user id or a local name")
    parser.add_argument("--against", choices=(*RIVALS, _OFF), help="begin with this rival, or end it")
    parser.add_argument("--json", action="store_true", help="print one JSON value")


def run(options: argparse.Namespace, console: Console) -> int:
    comparison, outcome = asyncio.run(_compare(options, console))
    ended = options.against == _OFF
    if options.json:
        console.print_json(_as_json(options.reader, comparison, outcome, ended=ended))
    else:
        console.print(_in_words(options.reader, comparison, outcome, ended=ended))
    return 0


async def _compare(options: argparse.Namespace, console: Console) -> tuple[Comparison | None, Outcome | None]:
    """The comparison under way, or the one that ends here, with its outcome so far."""
    async with console.desk() as desk:
        reader = reader_of(desk, options.reader)
        if options.against in RIVALS:
            await desk.comparisons.start(reader, options.against)
        comparison = await desk.comparisons.under_way(reader)
        if comparison is None:
            return None, None
        outcome = await desk.comparisons.outcome(reader, comparison)
        if options.against == _OFF:
            await desk.comparisons.stop(reader)
        return comparison, outcome


def standing_json(comparison: Comparison, outcome: Outcome) -> dict[str, Any]:
    """How a comparison stands, in the form that scripts rely on."""
    return {
        "rival": comparison.rival,
        "since": comparison.since.isoformat(),
        "wins": outcome.wins,
        "losses": outcome.losses,
        "ties": outcome.ties,
        "win_rate": round(outcome.rate, 4) if outcome.rate is not None else None,
        "p": round(outcome.p, 4),
    }


def standing_words(comparison: Comparison, outcome: Outcome, *, ended: bool = False) -> str:
    """The same for a person."""
    head = (
        f"{'Ended' if ended else 'Under way'} since {comparison.since:%Y-%m-%d}: the model against {comparison.rival}."
    )
    if outcome.rate is None:
        return f"{head} No digest of both has been rated yet."
    won = (
        f"{outcome.wins} {'digest' if outcome.wins == 1 else 'digests'} won, {outcome.losses} lost, {outcome.ties} even"
    )
    return f"{head} {won}: a win rate of {outcome.rate:.0%} (sign test p = {outcome.p:.2f})."


def _as_json(reader: str, comparison: Comparison | None, outcome: Outcome | None, *, ended: bool) -> dict[str, Any]:
    if comparison is None or outcome is None:
        return {"reader": reader, "running": False, **_NONE}
    return {"reader": reader, "running": not ended, **standing_json(comparison, outcome)}


def _in_words(reader: str, comparison: Comparison | None, outcome: Outcome | None, *, ended: bool) -> str:
    if comparison is None or outcome is None:
        return f"The model of {reader} is compared with nothing. Begin with --against {RIVALS[0]}."
    return standing_words(comparison, outcome, ended=ended)
