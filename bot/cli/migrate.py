"""`bandu migrate`: brings the database to this version's schema; every other verb does so too."""

from __future__ import annotations

import argparse

from bot.cli.console import Console
from bot.store import open_store
from bot.store.schema import HEAD


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(options: argparse.Namespace, console: Console) -> int:  # noqa: ARG001 - the form of every verb
    open_store(console.settings.database_url.reveal()).close()
    console.print(f"The database has schema {HEAD}.")
    return 0
