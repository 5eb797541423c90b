"""A blog and a WeChat account write about papers: the digest shows each paper once, its title linked to the article."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from xml.sax.saxutils import escape

import pytest

from bot.app.running import Running
from tests.fakes.arxiv_days import announced
from tests.fakes.arxiv_server import Announced, ArxivServer
from tests.fakes.feed_server import redirect
from tests.fakes.telegram_rules import Json
from tests.journeys.stage import READER, Stage, star_rows, titles

BLOG, WECHAT = "https://blog.example.org", "https://mp.example.com/s"
SEARCH = "/api/query"
"""arXiv's search as the settings name it; where nothing is there, it is down."""
FEED_DAY = date(2026, 3, 2)
SUBMITTED = datetime(2026, 3, 1, tzinfo=UTC)
UNKNOWN, TITLED, SECOND, NOWHERE = "2603.00201", "2603.00202", "2603.00203", "2603.09999"
TITLES = {
    UNKNOWN: "TeapotNet: Pouring Without Spilling",
    TITLED: "Deep Lids for Leaking Teapots",
    SECOND: "Kettles Are Teapots Too",
}
ONE, TWO, THREE = announced([1, 2, 3])
POSTS = {
    "known": f'<p>Have you seen <a href="https://arxiv.org/abs/{ONE.arxiv_id}?utm_source=x">this</a>?</p>',
    "both": f"<p>Compare arXiv:{TWO.arxiv_id} with arXiv:{SECOND}.</p>",
    "typo": f'<p>A <a href="https://arxiv.org/pdf/{NOWHERE}">paper</a> that nobody can find.</p>',
    "holidays": "<p>We are away.</p>",
}
ARTICLES = {
    "unknown": '<section><img data-src="https://pics.example.com/a/640?fmt=png" data-w="1080" src="data:image/gif,">'
    f"<p>论文地址：https://arxiv.org/abs/{UNKNOWN}论文作者来自茶壶大学。它优于 arXiv:2602.00001、arXiv:2602.00002、"
    "arXiv:2602.00003。</p></section>",
    "titled": f"<section><p>论文标题：{TITLES[TITLED]}</p><p>作者：某某</p></section>",
}


def blog() -> bytes:
    """RSS with a teaser and the whole text beside it."""
    items = "".join(
        f"<item><title>On {name}</title><link>{BLOG}/{name}</link><guid>{name}</guid>"
        f"<description>Read on.</description><content:encoded><![CDATA[{text}]]></content:encoded></item>"
        for name, text in POSTS.items()
    )
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<rss version="2.0" {space}><channel><title>Teapot Blog</title>{items}</channel></rss>'.encode()


def wechat() -> bytes:
    """As bridges write it: the whole text as description, no dates, no guids."""
    items = "".join(
        f"<item><title>茶壶新进展：{name}</title><link>{WECHAT}/{name}</link><description>{escape(text)}</description></item>"
        for name, text in ARTICLES.items()
    )
    return f'<rss version="2.0"><channel><title>茶壶公众号</title>{items}</channel></rss>'.encode()


@pytest.fixture
def arxiv(stage: Stage) -> Iterator[ArxivServer]:
    seconds = count(step=4)
    truth = [Announced(name, title, f"About {title}.", SUBMITTED, FEED_DAY) for name, title in TITLES.items()]
    with ArxivServer(truth, lambda: stage.clock() + timedelta(seconds=next(seconds))) as server:
        hosts = frozenset({stage.feeds.host, server.host})
        stage.said = {"arxiv_api_url": stage.feeds.url + SEARCH, "private_hosts": hosts}
        stage.feeds.routes[SEARCH] = lambda request: redirect(f"{server.api}?{request.path.partition('?')[2]}")
        yield server


def subscribed(stage: Stage, running: Running) -> None:
    """Two feeds of everybody's beside arXiv's announcement of three papers."""
    stage.announce([1, 2, 3])
    running.desk.store.sources.add("Teapot Blog", stage.feeds.serve("/blog", blog()), "feed")
    running.desk.store.sources.add("茶壶公众号", stage.feeds.serve("/wechat", wechat()), "feed")


def linked(messages: list[Json]) -> dict[str, str]:
    """Where the titles lead."""
    found: dict[str, str] = {}
    for message in messages:
        text = message["text"].encode("utf-16-le")
        for entity in message.get("entities", []):
            if entity["type"] == "text_link":
                start = 2 * entity["offset"]
                found.setdefault(text[start : start + 2 * entity["length"]].decode("utf-16-le"), entity["url"])
    return {title: found[title] for title in titles(messages)}


async def test_the_digest_shows_each_paper_once_with_the_article_as_its_link(stage: Stage, arxiv: ArxivServer) -> None:
    up = stage.feeds.routes.pop(SEARCH)
    async with stage.bot() as running:
        subscribed(stage, running)
        await running.ticker.read()
        await running.ticker.resolve()
        first = await stage.digest(READER)
        assert linked(first) == {
            ONE.title: f"{BLOG}/known",
            TWO.title: f"{BLOG}/both",
            THREE.title: f"https://arxiv.org/abs/{THREE.arxiv_id}",
            "On holidays": f"{BLOG}/holidays",
        }

        stage.feeds.routes[SEARCH] = up
        stage.clock.advance(minutes=31)
        await running.ticker.read()
        await running.ticker.resolve()
        second = await stage.digest(READER)
        assert linked(second) == {
            TITLES[UNKNOWN]: f"{WECHAT}/unknown",
            TITLES[TITLED]: f"{WECHAT}/titled",
            TITLES[SECOND]: f"{BLOG}/both",
            "On typo": f"{BLOG}/typo",
        }
        assert f"https://arxiv.org/abs/{UNKNOWN}" in str(second)

        rank = titles(second).index(TITLES[UNKNOWN]) + 1
        await stage.rate(READER, second[0], rank, 5)
        reader = running.desk.store.readers.get(str(READER))
        assert f"arxiv:{UNKNOWN}" in [rated.rating.paper_id for rated in running.desk.store.ratings.rated(reader.id)]
        record = running.desk.store.papers.get([f"arxiv:{UNKNOWN}"])[f"arxiv:{UNKNOWN}"]
        assert record.image == "https://pics.example.com/a/640?fmt=png"
    assert arxiv.hasty == 0
    assert len([m for m in (*first, *second) if star_rows(m)]) == 2


async def test_an_article_after_the_paper_was_sent_is_a_link_and_no_news(stage: Stage, arxiv: ArxivServer) -> None:
    stage.announce([1, 2, 3])
    async with stage.bot() as running:
        await running.ticker.read()
        assert len(titles(await stage.digest(READER))) == 3
        stage.clock.advance(hours=2)
        running.desk.store.sources.add("Teapot Blog", stage.feeds.serve("/blog", blog()), "feed")
        await running.ticker.read()
        await running.ticker.resolve()
        again = await stage.digest(READER)
    assert set(titles(again)) == {TITLES[SECOND], "On typo", "On holidays"}
