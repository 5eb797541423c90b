"""A day on which arXiv's feed is away: its papers reach the reader all the same, and the operator reads why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tests.fakes.arxiv_days import announced
from tests.fakes.arxiv_server import Announced, ArxivServer
from tests.journeys.stage import READER, Stage, titles

MORNING = datetime(2026, 11, 18, 12, tzinfo=UTC)  # a Wednesday, seven in the morning at arXiv
SUBMITTED = datetime(2026, 11, 17, 12, tzinfo=UTC)


def today() -> list[Announced]:
    """The papers of this morning's feed."""
    return [
        Announced(p.arxiv_id, p.title, p.abstract, SUBMITTED + timedelta(minutes=p.number), date(2026, 11, 18))
        for p in announced(range(1, 31))
    ]


async def test_papers_that_the_feed_could_not_deliver_come_into_the_days_digest(stage: Stage) -> None:
    stage.clock.set(MORNING)
    with ArxivServer(today(), stage.clock) as arxiv:
        arxiv.down = {date(2026, 11, 18)}
        stage.said = {"arxiv_rss_url": arxiv.rss, "arxiv_api_url": arxiv.api, "private_hosts": frozenset({arxiv.host})}
        async with stage.bot() as running:
            await running.ticker.read()
            await running.ticker.check()
            shown = titles(await stage.digest(READER))
            (source,) = running.desk.store.sources.all()
            status = await stage.reply(READER, "/status")
    assert len(shown) == 6
    assert set(shown) <= {paper.title for paper in today()}
    assert source.error == (
        "127.0.0.1 answered 503 (Service Unavailable). 30 papers missing in the feed were fetched from arXiv's search."
    )
    assert "arXiv cs.CV: failed" in status


async def test_where_the_search_is_away_too_the_reader_is_told_what_is_missing(stage: Stage) -> None:
    stage.clock.set(MORNING)
    with ArxivServer(today(), stage.clock) as arxiv:
        arxiv.down = arxiv.search_down = {date(2026, 11, 18)}
        stage.said = {"arxiv_rss_url": arxiv.rss, "arxiv_api_url": arxiv.api, "private_hosts": frozenset({arxiv.host})}
        async with stage.bot() as running:
            await running.ticker.read()
            await running.ticker.check()
            told = await stage.reply(READER, "/digest")
            chinese = [await stage.reply(READER, "/language zh"), await stage.reply(READER, "/digest")][1]
    assert told == "Nothing new for you. Out of reach so far: arXiv cs.CV"
    assert chinese == "没有新内容。至今无法读取的来源：arXiv cs.CV"
