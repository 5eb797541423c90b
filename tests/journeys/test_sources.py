"""A reader pastes an address, sees what is there, subscribes, and finds its papers in the digest; nobody else does."""

from __future__ import annotations

from threading import Event

import pytest

from bot.app.running import Running
from bot.digest.actions import Subscribe, encode
from tests.fakes.arxiv_days import announced, rss
from tests.fakes.feed_server import Answer, Request
from tests.fakes.telegram_rules import Json
from tests.fakes.telegram_server import buttons
from tests.journeys.stage import READER, STRANGER, Stage, texts, titles
from tests.journeys.test_strangers import plant

OTHER = 77
SHARED = range(1, 4)
OWN = range(11, 14)
TITLES = {paper.number: paper.title for paper in announced([*SHARED, *OWN])}
FEED = "/lab/news"
PAGE = (
    f'<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="{FEED}"></head></html>'.encode()
)


@pytest.fixture
def lab(stage: Stage) -> str:
    """The address of a page behind which there is a feed, and today's shared announcement besides."""
    stage.said = {"allow": frozenset({READER, OTHER})}
    stage.announce(SHARED)
    stage.feeds.serve(FEED, rss(announced(OWN)).replace(b"cs.CV updates on arXiv.org", b"News of the lab"))
    return stage.feeds.serve("/lab/", PAGE, "text/html")


async def preview(stage: Stage, user: int, said: str) -> Json:
    """Says something and gives the message that has a button to subscribe."""
    before = len(stage.telegram.chat(user))
    stage.telegram.say(user, said)
    found = await stage.telegram.until(lambda: [m for m in stage.telegram.chat(user)[before:] if buttons(m)])
    return found[0]


async def subscribe(stage: Stage, user: int, said: str) -> str:
    """Taps the first button of a preview and gives what is said then."""
    message = await preview(stage, user, said)
    before = len(stage.telegram.chat(user))
    await stage.tap(user, message["message_id"], buttons(message)[0][0]["callback_data"])
    after = await stage.telegram.until(lambda: stage.telegram.chat(user)[before:])
    return str(after[0]["text"])


async def shown(stage: Stage, user: int) -> set[str]:
    return set(titles(await stage.digest(user)))


def own_titles() -> set[str]:
    return {TITLES[number] for number in OWN}


async def read(running: Running) -> None:
    await running.ticker.read()


@pytest.mark.parametrize("said", ["{}", "/sources add {}", "/sources 添加 {}", "/sources subscribe <{}>"])
async def test_a_pasted_page_becomes_a_source_whose_papers_are_in_the_digest(stage: Stage, lab: str, said: str) -> None:
    async with stage.bot() as running:
        message = await preview(stage, READER, said.format(lab))
        assert "News of the lab" in message["text"]
        assert "3 entries" in message["text"]
        assert TITLES[OWN[0]] in message["text"]
        told = await stage.tap(READER, message["message_id"], buttons(message)[0][0]["callback_data"])
        assert told == ""
        await stage.telegram.until(lambda: any("from now on" in text for text in texts(stage.telegram, READER)))
        await read(running)
        assert own_titles() <= await shown(stage, READER)
        listed = await stage.reply(READER, "/sources")
        assert "2. News of the lab: fine · your own" in listed


async def test_another_reader_learns_nothing_of_it(stage: Stage, lab: str) -> None:
    async with stage.bot() as running:
        await subscribe(stage, READER, lab)
        await read(running)
        assert not own_titles() & await shown(stage, OTHER)
        for said in ("/sources", "/status", "/sources opml", "/sources remove 2", "/sources add 2", "/help"):
            answer = await stage.reply(OTHER, said)
            assert "lab" not in answer.casefold().replace("available", "")
        assert own_titles() <= await shown(stage, READER)


async def test_the_same_address_simply_works_for_the_next_reader(stage: Stage, lab: str) -> None:
    async with stage.bot() as running:
        await subscribe(stage, READER, lab)
        assert "from now on" in await subscribe(stage, OTHER, lab)
        await read(running)
        assert len(running.desk.store.sources.all()) == 2
        assert own_titles() <= await shown(stage, READER)
        assert own_titles() <= await shown(stage, OTHER)


async def test_a_paper_that_is_shared_later_reaches_everybody_once(stage: Stage, lab: str) -> None:
    async with stage.bot() as running:
        await subscribe(stage, READER, lab)
        await read(running)
        mine, theirs = await shown(stage, READER), await shown(stage, OTHER)
        assert TITLES[11] in mine
        assert TITLES[11] not in theirs
        stage.announce([11])
        stage.clock.advance(hours=2)
        await running.desk.ingest.run()
        assert await shown(stage, OTHER) == {TITLES[11]}
        before = len(texts(stage.telegram, READER))
        stage.telegram.say(READER, "/digest")
        await stage.telegram.until(lambda: len(texts(stage.telegram, READER)) > before)
        assert TITLES[11] not in "".join(texts(stage.telegram, READER)[before:])


async def press(stage: Stage, user: int, data: str) -> str:
    """Taps a button with these data that the bot never showed this person, and gives the answer."""
    return await stage.tap(user, plant(stage.telegram, user, data), data)


async def test_forged_foreign_and_forgotten_buttons_are_refused(stage: Stage, lab: str) -> None:
    async with stage.bot() as running:
        real = str(buttons(await preview(stage, READER, lab))[0][0]["callback_data"])
        assert len(real.encode()) <= 64
        number = int(real.split(":")[1])
        for forged in (Subscribe(number, 5), Subscribe(number + 1, 0), Subscribe(10**18 - 1, 9)):
            assert "too old" in await press(stage, READER, encode(forged))
        for broken in ("s:1", "s:1:0:0", "s:-1:0", f"s:{number}:10", "s::"):
            assert "no longer works" in await press(stage, READER, broken)
        assert "too old" in await press(stage, OTHER, real)
        assert "private bot" in await press(stage, STRANGER, real)
        assert [s.shared for s in running.desk.store.sources.all()] == [True]
    async with stage.bot() as running:
        assert "too old" in await press(stage, READER, real)
        assert [s.shared for s in running.desk.store.sources.all()] == [True]


async def test_a_stranger_makes_the_bot_fetch_nothing(stage: Stage, lab: str) -> None:
    async with stage.bot():
        assert "private bot" in await stage.reply(STRANGER, lab)
        assert stage.feeds.count("/lab/") == 0


async def test_what_is_removed_is_read_no_more_and_a_shared_source_is_left_and_taken_up_again(
    stage: Stage, lab: str
) -> None:
    async with stage.bot() as running:
        await subscribe(stage, READER, lab)
        assert "no more" in await stage.reply(READER, "/sources remove 2")
        assert len(running.desk.store.sources.all()) == 1
        assert "You left arXiv cs.CV" in await stage.reply(READER, "/sources 删除 1.")
        await read(running)
        assert "left by you" in await stage.reply(READER, "/sources")
        answer = await stage.reply(READER, "/digest")
        assert not any(title in answer for title in TITLES.values())
        assert "again" in await stage.reply(READER, "/sources add 1")
        assert await shown(stage, READER) == {TITLES[number] for number in SHARED}


async def test_what_is_read_already_is_not_offered_again(stage: Stage, lab: str) -> None:
    async with stage.bot():
        await subscribe(stage, READER, lab)
        assert "You read this already" in await stage.reply(READER, lab)
        assert "You read this already" in await stage.reply(READER, f"{stage.feeds.url}/rss/cs.CV")


@pytest.mark.parametrize(
    ("path", "said"),
    [("/empty", "I found no feed"), ("/nowhere", "nothing there"), ("/closed", "does not let me in")],
)
async def test_an_address_without_a_feed_is_answered_in_a_sentence(stage: Stage, path: str, said: str) -> None:
    stage.feeds.serve("/empty", b"<!doctype html><title>x</title>", "text/html")
    stage.feeds.routes["/closed"] = (403, {}, b"")
    async with stage.bot():
        assert said in await stage.reply(READER, stage.feeds.url + path)


async def test_who_waits_is_told_and_another_chat_is_served_meanwhile(stage: Stage, lab: str) -> None:
    free = Event()

    def slow(_: Request) -> Answer:
        free.wait(20)
        return 200, {"Content-Type": "text/html"}, PAGE

    stage.feeds.routes["/lab/"] = slow
    async with stage.bot():
        try:
            assert "having a look" in await stage.reply(READER, lab)
            assert "What you read" in await stage.reply(OTHER, "/sources")
        finally:
            free.set()
        await stage.telegram.until(lambda: any("News of the lab" in text for text in texts(stage.telegram, READER)))


async def test_a_password_in_an_address_is_told_nobody(stage: Stage, lab: str) -> None:
    secret = stage.feeds.url.replace("http://", "http://ada:hunter2@") + FEED + "?token=s3cr3t"
    async with stage.bot() as running:
        await subscribe(stage, READER, secret)
        await read(running)
        for said in ("/sources", "/status", "/sources opml", secret):
            answer = await stage.reply(READER, said)
            assert "hunter2" not in answer
            assert "s3cr3t" not in answer
        assert "1 source is left out" in texts(stage.telegram, READER)[-2] + await stage.reply(READER, "/sources opml")


async def test_a_list_for_other_programs_holds_what_is_read(stage: Stage, lab: str) -> None:
    async with stage.bot() as running:
        await subscribe(stage, READER, lab)
        answer = await stage.reply(READER, "/sources opml")
        assert f'xmlUrl="{stage.feeds.url}{FEED}"' in answer
        assert f'xmlUrl="{stage.feeds.url}/rss/cs.CV"' in answer
        for number in range(60):
            stage.feeds.serve(f"/{'long' * 20}/{number}", b"<rss/>")
            running.desk.store.sources.add(f"long {number}", f"{stage.feeds.url}/{'long' * 20}/{number}", "feed")
        assert f"bandu export --reader {READER} --format opml" in await stage.reply(READER, "/sources opml")


@pytest.mark.parametrize("address", ["https://arxiv.org/abs/2611.00001", "https://doi.org/10.1234/abc"])
async def test_a_papers_address_is_not_taken_for_a_source(stage: Stage, address: str) -> None:
    async with stage.bot():
        assert "did not understand" in await stage.reply(READER, address)


WRONG = (
    "nonsense|add|add blog|add ftp://example.org/x|remove|remove x|remove 9|remove -1|remove 0|add 9|remove 1 2|"
    f"remove {'9' * 3_000}|add https://{'x' * 2_500}|add http://[::1|\u202e"
)


@pytest.mark.parametrize("args", WRONG.split("|"), ids=ascii)
async def test_wrong_arguments_are_answered_in_a_sentence(stage: Stage, args: str) -> None:
    async with stage.bot():
        answer = await stage.reply(READER, f"/sources {args}")
        assert "/sources" in answer or "address" in answer


async def test_it_speaks_chinese(stage: Stage, lab: str) -> None:
    async with stage.bot():
        await stage.reply(READER, "/language zh")
        message = await preview(stage, READER, lab)
        assert "3 条内容" in message["text"]
        assert buttons(message)[0][0]["text"] == "订阅"
        assert "已订阅" in await subscribe(stage, READER, lab)
        listed = await stage.reply(READER, "/sources")
        assert listed.startswith("你的来源：\n1. arXiv cs.CV")
        assert "你自己添加的" in listed
        assert "没有这个编号" in await stage.reply(READER, "/sources 删除 9")


async def test_a_hostile_feed_is_shown_as_text(stage: Stage) -> None:
    bad = b"<rss version='2.0'><channel><title>&lt;b&gt;x&lt;/b&gt; \xe2\x80\xae{n} %s</title>"
    item = b"<item><title>&lt;a href='tg://user?id=1'&gt;y&lt;/a&gt; {title}</title></item>"
    url = stage.feeds.serve("/bad", bad + item * 3 + b"</channel></rss>")
    async with stage.bot() as running:
        message = await preview(stage, READER, url)
        assert "x n %s\n" in message["text"]
        assert "\u202e" not in message["text"]
        assert not message.get("entities") or all(e["type"] != "text_link" for e in message["entities"])
        assert running.desk.telemetry.counters["reply_lost"] == 0
