"""The command line: one verb, one file. Exit 0 done, 1 failed with one clear sentence, 2 misuse.

The table names each verb's module; it is imported only when that verb is used, so that `--help` stays light.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.cli.console import Console
from bot.errors import BanduError
from bot.settings import load
from bot.telemetry import configure
from bot.version import __version__
from ranking.errors import RankingError


@dataclass(frozen=True, slots=True)
class Verb:
    """`module` has `arguments(parser)` and `run(options, console) -> int`."""

    name: str
    help: str
    module: str


VERBS: tuple[Verb, ...] = (
    Verb("run", "The main job: the bot, or without a token one turn in the terminal", "bot.cli.run"),
    Verb("ingest", "Read every source now", "bot.cli.ingest"),
    Verb("digest", "Compose a reader's digest and print it; it counts as sent", "bot.cli.digest"),
    Verb("import", "Take in a reader's history: a file or a folder", "bot.cli.import_history"),
    Verb("export", "Write out a reader's ratings", "bot.cli.export_history"),
    Verb("train", "Learn a reader's model anew", "bot.cli.train"),
    Verb("backtest", "Replay a reader's ratings against simpler rankings", "bot.cli.backtest"),
    Verb("compare", "Pit a reader's model against a simpler ranking in real digests", "bot.cli.compare"),
    Verb("sources", "List, add or remove sources", "bot.cli.sources"),
    Verb("readers", "List, invite or remove readers", "bot.cli.readers"),
    Verb("migrate", "Bring the database to this version's schema", "bot.cli.migrate"),
)


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Runs one verb and returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="bandu", description="Bandu (伴读): a daily paper digest, ranked by a model that learns from your stars."
    )
    parser.add_argument("--version", action="version", version=f"bandu {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    chosen = next((a for a in arguments if not a.startswith("-")), None)
    for verb in VERBS:
        added = verbs.add_parser(verb.name, help=verb.help, description=verb.help)
        if verb.name == chosen:
            module = importlib.import_module(verb.module)
            module.arguments(added)
            added.set_defaults(run=module.run)
    options = parser.parse_args(arguments)
    try:
        settings = load(environ, _default_home(), lambda path: Path(path).read_text(encoding="utf-8"))
        # A verb says itself what went wrong; the log is the running bot's.
        configure("CRITICAL", settings.secrets)
        return int(options.run(options, Console(settings, sys.stdout, sys.stderr)))
    except (BanduError, RankingError) as error:
        print(f"bandu: {error}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, BrokenPipeError):
        return 1


def _default_home() -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415 - only a run that reads settings pays for it

    return user_data_path("bandu", appauthor=False)
