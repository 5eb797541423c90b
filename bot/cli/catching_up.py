"""Before a command ranks: the sentence vectors of what it is about to rank, for as long as a person may wait."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from rich.console import Console as Screen
from rich.progress import Progress

from bot.cli.console import Console
from bot.domain import Reader
from bot.services.desk import Desk
from bot.services.digests import FIRST_LOOK, MOST
from ranking.domain import Paper

PATIENCE = timedelta(seconds=20)
"""About a hundred papers on two cores; what is left then is ranked by its words, and embedded another time."""


async def catch_up(console: Console, desk: Desk, reader: Reader) -> None:
    """Embeds what lacks a vector, the reader's newest ratings and what is new for them in turn; shows how far it is."""
    papers = await asyncio.to_thread(_about_to_be_ranked, desk, reader)
    shown = Progress(console=Screen(file=console.err), transient=True, disable=not console.err.isatty())
    with shown:
        task = shown.add_task("Reading between the lines", total=None)
        await desk.embedding.catch_up(papers, PATIENCE, lambda done, of: shown.update(task, completed=done, total=of))


def _about_to_be_ranked(desk: Desk, reader: Reader) -> list[Paper]:
    ratings = reversed(desk.store.ratings.of(reader.id))
    rated = desk.store.papers.get(rating.paper_id for rating in ratings)
    fresh = desk.store.papers.unseen(reader.id, desk.clock() - FIRST_LOOK, MOST, again=False)
    newest = list(rated.values()), list(fresh)
    return [records[j].paper for j in range(max(map(len, newest))) for records in newest if j < len(records)]
