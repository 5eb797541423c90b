"""The feed is not a feed, or its papers are odd: one sentence, a counted event, and nothing else stops."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest

from tests.fakes.arxiv_days import Announced, announced, rss
from tests.fakes.feed_server import Route, cut, document, drip
from tests.journeys.stage import CATEGORY, READER, Stage, digests, star_rows, texts, titles

PAGE = b"<!DOCTYPE html><html><head><title>Sorry</title></head><body><h1>We are back soon</h1></body></html>"
DAY = rss(announced(range(1, 31)))
OTHER = "/other.xml"

BAD: dict[str, Route] = {
    "a web page": (200, {"Content-Type": "text/html"}, PAGE),
    "nothing at all": (200, {}, b""),
    "cut off on the way": cut(DAY[:9_000]),
    "50 MB": document(b" " * 50_000_000),
    "never ending": drip(b" " * 2_000_000, every=0.0),
    "a server error": (503, {"Retry-After": "120"}, b"busy"),
    "noise": (200, {}, bytes(range(256)) * 40),
}


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_feed_is_told_of_and_the_others_are_read(stage: Stage, name: str) -> None:
    stage.feeds.routes[CATEGORY] = BAD[name]
    other = stage.feeds.serve(OTHER, rss(announced(range(101, 131))))
    async with stage.bot() as running:
        running.desk.store.sources.add("another", other, "arxiv_rss")
        await running.ticker.read()
        assert stage.telemetry.counters["tick_failed"] == 0
        assert stage.telemetry.counters["source_read"] == 2
        assert len(titles(await stage.digest(READER))) == 6
        status = await stage.reply(READER, "/status")
        (bad,) = [s for s in running.desk.store.sources.all() if s.name != "another"]
    assert "arXiv cs.CV: failed" in status
    assert bad.error
    assert bad.error.endswith(".")
    assert len(bad.error.splitlines()) == 1


async def test_an_empty_announcement_is_nothing_bad(stage: Stage) -> None:
    stage.announce([])
    async with stage.bot() as running:
        await running.ticker.read()
        assert "empty today" in await stage.reply(READER, "/status")
        assert "at the weekend that is usual" in await stage.reply(READER, "/digest")


async def test_a_truncated_feed_gives_what_it_has_and_the_rest_when_it_is_whole(stage: Stage) -> None:
    middle = DAY.index(b"</item>", len(DAY) // 2) + 200
    stage.feeds.serve(CATEGORY, DAY[:middle])
    async with stage.bot() as running:
        await running.ticker.read()
        some = running.desk.store.papers.count()
        assert 10 < some < 30
        assert "incomplete" in await stage.reply(READER, "/status")
        stage.feeds.serve(CATEGORY, DAY)
        stage.clock.advance(hours=2)
        await running.ticker.read()
        assert running.desk.store.papers.count() == 30


async def test_odd_titles_are_shown_as_they_are(stage: Stage) -> None:
    odd = "Is 3 < 5 & 7 > 2? 😀 </b><script>alert(1)</script> &amp; _so_ *on* " + "very " * 46 + "long"
    assert len(odd) >= 290
    papers = [Announced(1, odd, "We compare 3 < 5 & 7. It holds &lt; always. 😀"), Announced(2, "No text at all", "")]
    stage.feeds.serve(CATEGORY, rss(papers))
    async with stage.bot() as running:
        await running.ticker.read()
        (message,) = await stage.digest(READER)
        text = message["text"]
        for piece in ("3 < 5 & 7 > 2", "😀", "No text at all"):
            assert piece in text
        rank = 1 + next(i for i, title in enumerate(titles([message])) if title.startswith("No text"))
        await stage.tap(READER, message["message_id"], str(rank))
        card = (await stage.telegram.until(lambda: stage.telegram.chat(READER)[1:]))[0]
        assert "The source gave no abstract." in card["text"]
        assert await stage.rate(READER, message, 1, 4) == "★★★★"
        assert "No text at all" in await stage.reply(READER, f"/why {rank}")


async def test_a_rating_for_a_paper_that_is_gone_is_answered_and_kept(stage: Stage) -> None:
    stage.announce(range(1, 31))
    async with stage.bot() as running:
        store = running.desk.store
        await running.ticker.read()
        (message,) = await stage.digest(READER)
        gone = store.ledger.paper_of(1, 2)
        assert gone is not None
        change(stage, "DELETE FROM sightings WHERE paper_id = ?", gone)
        change(stage, "DELETE FROM papers WHERE id = ?", gone)
        assert await stage.rate(READER, message, 2, 5) == "★★★★★"
        assert await stage.reply(READER, "/rate 2 3") == "★★★ for 2"
        assert "no longer works" in await stage.tap(READER, message["message_id"], "2")
        await running.desk.training.settled()
        reader = store.readers.get(str(READER))
        assert [(r.paper_id, r.stars) for r in store.ratings.of(reader.id)] == [(gone, 3)]
        stage.announce(range(101, 131))
        stage.clock.advance(hours=2)
        await running.ticker.read()
        assert len(titles(await stage.digest(READER))) == 6
    assert stage.telemetry.counters["update_failed"] == 0


def change(stage: Stage, statement: str, *values: str) -> None:
    """Does to the database what no part of the bot would."""
    with contextlib.closing(sqlite3.connect(stage.home / "bandu.sqlite")) as connection, connection:
        connection.execute(statement, values)


async def test_a_broken_database_is_one_sentence_for_who_writes_and_who_taps(stage: Stage) -> None:
    stage.announce(range(1, 31))
    async with stage.bot() as running:
        await running.ticker.read()
        (message,) = await stage.digest(READER)
        change(stage, "ALTER TABLE readers RENAME TO lost")
        star = star_rows(message)[0][4]["callback_data"]
        assert "went wrong" in await stage.tap(READER, message["message_id"], star)
        assert "went wrong" in await stage.reply(READER, "/status")
    assert stage.telemetry.counters["update_failed"] == 2
    assert len(digests(stage.telegram, READER)) == 1
    assert not any("Error" in text for text in texts(stage.telegram, READER))
