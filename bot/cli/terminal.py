"""Without Telegram: one whole turn in the terminal. Read the feeds, rank, print today's digest.

With no network and nothing read before, the specimen day that ships in the package is shown instead, on a database of
its own, so that invented papers never mix with real ones.
"""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

from bot import specimen
from bot.cli.catching_up import catch_up
from bot.cli.console import Console
from bot.cli.digest import sent_on
from bot.cli.reader import LOCAL, reader_of
from bot.deliver.console import to_text
from bot.digest.render import render
from bot.domain import Digest
from bot.errors import BadInput
from bot.feeds import parse
from bot.portable import past_of, read_note
from bot.services.articles import SHORTLY
from bot.services.catalogue import catalogue
from bot.services.desk import Desk
from bot.settings import Secret
from bot.texts import Texts


async def turn(console: Console) -> int:
    """One turn; returns the exit code."""
    async with console.desk(reading=True) as desk:
        console.note("Reading the feeds …")
        report = await desk.ingest.run()
        if not (report.offline and desk.store.papers.last_seq() == 0):
            for source in report.sources:
                if said := source.error or source.why:
                    console.note(f"{source.name}: {said}")
            await desk.articles.resolve(SHORTLY)
            show(console, await _today(console, desk))
            return 0
    console.note("No network: this is the specimen day that ships with Bandu (invented papers and ratings).")
    show(console, await _specimen(console))
    return 0


def show(console: Console, digest: Digest) -> None:
    console.print(to_text(render(digest, 0, Texts(digest.reader.language)), None))


async def _today(console: Console, desk: Desk) -> Digest:
    """What is new for the reader of the terminal; where nothing is, what they were shown earlier today."""
    reader = reader_of(desk, LOCAL)
    await catch_up(console, desk, reader)
    digest = await desk.delivering.hand_over(reader, f"terminal:{desk.clock().isoformat()}")
    if digest.items:
        return digest
    try:
        return await sent_on(desk, reader, digest.day)
    except BadInput:
        return digest


async def _specimen(console: Console) -> Digest:
    with tempfile.TemporaryDirectory(prefix="bandu-specimen-") as folder:
        url = Secret(f"sqlite:///{Path(folder) / 'specimen.sqlite'}")
        async with console.desk(replace(console.settings, database_url=url)) as desk:
            return await specimen_digest(desk)


async def specimen_digest(desk: Desk) -> Digest:
    """The digest of the specimen day for the reader whose history ships with it; for a database of its own."""
    reader = reader_of(desk, LOCAL)
    history = past_of(read_note(specimen.history(), specimen.HISTORY_NAME))
    await asyncio.to_thread(desk.history.take_in, reader, history, "import")
    entries = parse("arxiv_rss", specimen.feed(), "").entries
    await asyncio.to_thread(catalogue, desk.store, "specimen", entries, desk.clock(), news=True)
    return await desk.digests.build(reader, desk.digests.today(reader))
