"""A feed with articles is taken in by several transactions: wherever the process ends, the next reading mends it."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from bot.domain import Entry, Source
from bot.services.article_links import take_in
from bot.services.articles import Articles
from bot.store import Store, open_store
from bot.store.schema import articles, papers, sightings
from bot.telemetry import Telemetry
from tests.fakes.clock import FakeClock
from tests.fakes.papers import arxiv_id, bring, entry
from tests.fakes.search import FakeSearch

BLOG = Source(1, "Teapot Blog", "https://blog.example.org/feed", "feed")
TITLE = "Pouring Tea Without Any Spills"


def article(name: str, text: str) -> Entry:
    return Entry(f"Read this: {name}", url=f"https://blog.example.org/{name}", abstract=text, key=name)


FEED = (
    article("known", f"See arXiv:{arxiv_id(1)}."),
    article("both", f"arXiv:{arxiv_id(1)} beats arXiv:{arxiv_id(2)}."),
    article("titled", f"论文标题：{TITLE}。"),
    article("typo", "See arXiv:2603.00101."),
    article("half", f"arXiv:{arxiv_id(1)} beats arXiv:2603.00102."),
    article("holidays", "We are away."),
)


class CutOff(BaseException):
    """The end of a process, in place of one."""


class Power:
    """Ends the process at the commit of that number, before anything of it is stored."""

    def __init__(self, store: Store, at: int) -> None:
        self.commits = 0
        self._at = at
        sa.event.listen(store.database.engine, "commit", self._commit)

    def _commit(self, connection: sa.Connection) -> None:
        if connection.get_execution_options().get("bandu_write"):
            self.commits += 1
            if self.commits == self._at:
                raise CutOff


async def read(store: Store, clock: FakeClock) -> None:
    """The feed once, and what waits until nothing does."""
    take_in(store, BLOG, FEED, clock(), news=True)
    search = FakeSearch(entry(2, announce=None), entry(3, announce=None, title=TITLE))
    for _ in range(2):
        await Articles(store, search, clock, Telemetry()).resolve()
        clock.advance(hours=1)


async def read_twice(folder: Path, *, cut_off_at: int) -> tuple[int, list[list[tuple[object, ...]]]]:
    """The commits of the first reading, and what is stored after the second one."""
    store, clock = open_store(f"sqlite:///{folder / f'{cut_off_at}.sqlite'}"), FakeClock()
    store.sources.add(BLOG.name, BLOG.url, BLOG.kind)
    bring(store, [1])
    power = Power(store, cut_off_at)
    try:
        await read(store, clock)
    except CutOff:
        assert power.commits == cut_off_at
    commits = power.commits
    await read(store, clock)
    queries = (
        sa.select(papers.c.id, papers.c.title, papers.c.seq.is_not(None), sa.func.json_array_length(papers.c.links)),
        sa.select(articles.c.paper_id, articles.c.names, articles.c.state),
        sa.select(sightings.c.source, sightings.c.paper_id, sightings.c.key),
    )
    with store.database.read() as connection:
        stored = [sorted(map(tuple, connection.execute(query)), key=str) for query in queries]
    store.close()
    return commits, stored


async def test_wherever_the_process_ends_the_next_reading_makes_it_whole(tmp_path: Path):
    commits, whole = await read_twice(tmp_path, cut_off_at=0)
    assert commits > 5
    for number in range(1, commits + 1):
        assert (await read_twice(tmp_path, cut_off_at=number))[1] == whole, f"cut off at commit {number}"
