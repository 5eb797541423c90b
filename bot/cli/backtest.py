"""`bandu backtest`: how well the ranking would have served a reader, replayed on that reader's own ratings."""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.cli.compare import standing_json, standing_words
from bot.cli.console import Console
from bot.cli.missed import missed_json, missed_words
from bot.cli.reader import reader_of
from bot.errors import BadInput
from bot.store.comparisons import Comparison as Running
from ranking.evaluation.evidence import BASELINES, CURRENT, METRICS, MODELS, Comparison, Evidence, Figure
from ranking.jobs.judge import Outcome
from ranking.selection.missed import Missed

if TYPE_CHECKING:
    from rich.table import Table

_NAMES = {"current": "your model", "newest": "newest first", "keywords": "keywords", "centroid": "mean of your likes"}
_FEWEST = 10


@dataclass(frozen=True, slots=True)
class Proof:
    """The replay, and what real digests say: of likes below the cut, and in the comparison under way."""

    evidence: Evidence
    missed: Missed
    standing: tuple[Running, Outcome] | None


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reader", required=True, metavar="R", help="a Telegram user id or a local name")
    parser.add_argument("--json", action="store_true", help="print one JSON value")


def run(options: argparse.Namespace, console: Console) -> int:
    from rich.console import Console as Screen  # noqa: PLC0415 - `--help` need not load it

    with Screen(file=console.err).status("Replaying the ratings in the order in which they were given…"):
        proof = asyncio.run(_prove(options.reader, console, options.json))
    evidence = proof.evidence
    if options.json:
        console.print_json(as_json(evidence) | _digests_json(proof))
        return 0
    if not evidence.tested:
        raise BadInput(
            f"A replay needs {_FEWEST} rated papers whose text is known; {options.reader} has rated {evidence.rated}."
        )
    screen = Screen(file=console.out, highlight=False)
    for table in (_figures(evidence), _calibration(evidence)):
        screen.print(table)
    console.print(verdict(evidence))
    console.print(_trust(evidence))
    for said in _digests_words(proof):
        console.print(said)
    return 0


async def _prove(key: str, console: Console, with_nothing: bool) -> Proof:
    async with console.desk() as desk:
        reader = reader_of(desk, key)
        nothing = with_nothing and not desk.store.ratings.of(reader.id)
        evidence = Evidence(rated=0) if nothing else await desk.backtests.replay(reader)
        compared = await desk.comparisons.under_way(reader)
        standing = (compared, await desk.comparisons.outcome(reader, compared)) if compared else None
        return Proof(evidence, await desk.audits.estimate(reader), standing)


def _digests_json(proof: Proof) -> dict[str, object]:
    return {
        "audit": missed_json(proof.missed),
        "comparison": standing_json(*proof.standing) if proof.standing else None,
    }


def _digests_words(proof: Proof) -> list[str]:
    compared = f"Comparison: {standing_words(*proof.standing)}" if proof.standing else None
    return [said for said in (missed_words(proof.missed), compared) if said]


def as_json(evidence: Evidence) -> dict[str, object]:
    """The evidence in the form that scripts rely on; null where a figure could not be computed."""
    return {
        "rated": evidence.rated,
        "metrics": {model: {m: evidence.figure(model, m).value for m in METRICS} for model in MODELS},
        "calibration": [{"predicted": b.predicted, "observed": b.observed, "n": b.n} for b in evidence.calibration],
        "calibration_error": evidence.calibration_error,
        "calibration_error_by_chance": evidence.error_by_chance,
        "base_rate": _figure_json(evidence.base_rate),
        "intervals": {model: {m: evidence.figure(model, m).interval for m in METRICS} for model in MODELS},
        "against": {
            baseline: {
                c.metric: {"difference": c.difference.value, "interval": c.difference.interval, "verdict": c.verdict}
                for c in evidence.against
                if c.baseline == baseline
            }
            for baseline in BASELINES
        },
        "tested": evidence.tested,
        "steps": {"all": evidence.blocks, "ranked": evidence.ranked},
        "unrated": {"all": evidence.others, "of_the_same_time": evidence.matched},
        "verdict": verdict(evidence),
    }


def _figure_json(figure: Figure) -> dict[str, object]:
    return {"brier": figure.value, "interval": figure.interval}


def verdict(evidence: Evidence) -> str:
    """One or two sentences on what the replay shows, and claims nothing that its intervals do not."""
    if not evidence.tested:
        return "Too few ratings for a replay."
    if not evidence.ranked:
        return (
            f"The last {evidence.tested} ratings were replayed, but no step had both wanted and unwanted papers to "
            "tell apart."
        )
    share = f"your model puts the right one first in {evidence.figure(CURRENT, 'auc').value or 0.0:.0%} of cases"
    orders = [c for c in evidence.against if c.metric == "auc"]
    if not all(c.fair for c in orders):
        return (
            f"Of a paper you wanted and one you did not, {share}; but most papers without stars come from another time "
            "than your ratings, or nobody knows, so no ranking is called better here."
        )
    said = [_said(wins, word) for word in ("better", "worse") if (wins := _names(orders, word))]
    if undecided := _names(orders, "open"):
        said.append(f"as yet not to be told from {_listed(undecided)}")
    return f"Of a paper you wanted and one you did not, {share}: it is {' and '.join(said)}."


def _said(names: list[str], word: str) -> str:
    return f"{word} than {_listed(names)} beyond chance"


def _names(orders: list[Comparison], word: str) -> list[str]:
    return [_NAMES[c.baseline] for c in orders if c.verdict == word]


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _trust(evidence: Evidence) -> str:
    """How far the chances were off, next to what a perfect forecast would be off in so few papers."""
    off, by_chance = evidence.calibration_error or 0.0, evidence.error_by_chance or 0.0
    return f"Its chances were off by {off:.1%} on average; chance alone would make that {by_chance:.1%}."


def _figures(evidence: Evidence) -> Table:
    from rich.box import SIMPLE  # noqa: PLC0415 - `--help` need not load it
    from rich.table import Table  # noqa: PLC0415 - the same

    title = f"{evidence.tested} of {evidence.rated} ratings, predicted in {evidence.blocks} steps from those before"
    table = Table(title=title, caption="beside each figure its 95 % interval; Brier: lower is better", box=SIMPLE)
    for heading in ("", "NDCG@10", "AUC", "Brier"):
        table.add_column(heading)
    for model in MODELS:
        table.add_row(_NAMES[model], *(_cell(evidence.figure(model, metric)) for metric in METRICS))
    table.add_row("usual share", "", "", _cell(evidence.base_rate))
    return table


def _cell(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    ends = (f"{end:.3f}".removeprefix("0") for end in figure.interval or ())
    return f"{figure.value:.3f} {'–'.join(ends)}".rstrip()


def _calibration(evidence: Evidence) -> Table:
    from rich.box import SIMPLE  # noqa: PLC0415 - `--help` need not load it
    from rich.table import Table  # noqa: PLC0415 - the same

    table = Table(title="The chance of four stars or more", box=SIMPLE)
    for heading in ("predicted", "came true", "papers"):
        table.add_column(heading, justify="right")
    for row in evidence.calibration:
        table.add_row(f"{row.predicted:.0%}", f"{row.observed:.0%}", str(row.n))
    return table
