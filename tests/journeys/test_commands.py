"""Every command, in both languages, with every kind of argument: one kind answer, and nothing of the inside."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.app.running import Running
from bot.chat.commands import COMMANDS
from bot.domain import Language
from tests.fakes.arxiv_days import announced
from tests.journeys.stage import READER, Stage, digests, star_rows, texts, titles

NAMES = [command.name for command in COMMANDS]
LANGUAGES = {"en": Language.ENGLISH, "zh-hans": Language.CHINESE}
ARGUMENTS = ("", "1", "3 <b>&😀", "nonsense", "-1", "²", "{} {n} %s", "x" * 4_000, "<" * 3_000, "١ ٥", "2611.00003 9")
INSIDE = re.compile(
    r"Traceback|object at 0x|NoneType|[A-Z]\w+(?:Error|Exception)\b|sqlite|\{\w*\}.*\{\w*\}(?<!\{n\} %s)"
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
GROUP = -100


async def one_day(stage: Stage, running: Running, lang: str = "en") -> None:
    stage.announce(range(1, 31))
    await running.ticker.read()
    await stage.reply(READER, "/start", lang)
    await stage.digest(READER)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
async def test_a_command_answers_whatever_is_typed_behind_it(stage: Stage, name: str, lang: str) -> None:
    async with stage.bot() as running:
        if name == "language":
            await stage.reply(READER, "/start", lang)
        else:
            await one_day(stage, running, lang)
        for argument in ARGUMENTS:
            answer = await stage.reply(READER, f"/{name} {argument}".strip(), lang)
            assert not INSIDE.search(answer.replace(argument, "") if argument else answer), answer
            if LANGUAGES[lang] is Language.CHINESE:
                assert CHINESE.search(answer), answer


@pytest.mark.parametrize("name", NAMES)
async def test_a_command_answers_before_there_is_any_paper(stage: Stage, name: str) -> None:
    async with stage.bot():
        assert not INSIDE.search(await stage.reply(READER, f"/{name}"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("text", ["hello", "/no_such_command", "/", "1", "<b>", "😀", "/digest_now"])
async def test_what_is_no_command_gets_one_sentence(stage: Stage, text: str, lang: str) -> None:
    async with stage.bot() as running:
        answer = await stage.reply(READER, text, lang)
        await running.desk.delivering.idle()
    assert "/help" in answer
    assert bool(CHINESE.search(answer)) == (lang != "en")
    assert len(stage.telegram.chat(READER)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "/rate\n2611.00003 4",
        "/RATE  2611.00003   4",
        "/rate@test_bot 2611.00003 4",
        "/rate 2611.00003\n4",
        "/rate\u30002611.00003\u30004",
    ],
    ids=ascii,
)
async def test_a_command_is_known_however_it_is_typed(stage: Stage, text: str) -> None:
    async with stage.bot() as running:
        await one_day(stage, running)
        (paper,) = announced([3])
        assert await stage.reply(READER, text) == f"★★★★ for {paper.title}"


async def test_a_paper_that_nobody_knows_can_be_rated(stage: Stage) -> None:
    async with stage.bot() as running:
        assert "2503.14485" in await stage.reply(READER, "/rate https://arxiv.org/abs/2503.14485v2 4")
        reader = running.desk.store.readers.get(str(READER))
        assert [(r.paper_id, r.stars) for r in running.desk.store.ratings.of(reader.id)] == [("arxiv:2503.14485", 4)]
        assert "2503.14485" in await stage.reply(READER, "/unrate 2503.14485")
        assert running.desk.store.ratings.of(reader.id) == ()


async def test_two_digests_asked_at_once_have_no_paper_in_common(stage: Stage) -> None:
    async with stage.bot() as running:
        stage.announce(range(1, 31))
        await running.ticker.read()
        for _ in range(3):
            stage.telegram.say(READER, "/digest")
        await stage.telegram.until(lambda: len(stage.telegram.chat(READER)) == 3)
    shown = titles(digests(stage.telegram, READER))
    assert len(shown) == len(set(shown)) == 6


async def test_why_speaks_of_the_item_that_was_shown(stage: Stage) -> None:
    async with stage.bot() as running:
        await one_day(stage, running)
        (message,) = digests(stage.telegram, READER)
        assert titles([message])[1] in await stage.reply(READER, "/why 2")
        assert titles([message])[1] in await stage.reply(READER, "/why 2.")


async def test_a_card_opens_behind_an_items_number_and_takes_stars_back(stage: Stage) -> None:
    async with stage.bot() as running:
        await one_day(stage, running)
        (message,) = digests(stage.telegram, READER)
        await stage.tap(READER, message["message_id"], "2")
        card = (await stage.telegram.until(lambda: stage.telegram.chat(READER)[2:]))[0]
        assert titles([message])[1] in card["text"]
        await stage.tap(READER, card["message_id"], star_rows(card)[0][3]["callback_data"])
        await stage.telegram.until(lambda: drawn_everywhere(stage, "★★★★☆"))
        assert await stage.tap(READER, card["message_id"], "Take back") == "Taken back."
        await stage.telegram.until(lambda: drawn_everywhere(stage, "☆☆☆☆☆"))


def drawn_everywhere(stage: Stage, stars: str) -> bool:
    """Whether the digest's second item and the card both show these stars."""
    _, digest, card = stage.telegram.chat(READER)
    rows = star_rows(digest)[1], star_rows(card)[0]
    return all("".join(b["text"] for b in row) == stars for row in rows)


async def test_the_language_changes_at_a_tap(stage: Stage) -> None:
    async with stage.bot():
        await stage.reply(READER, "/language")
        (question,) = stage.telegram.chat(READER)
        await stage.tap(READER, question["message_id"], "中文")
        await stage.telegram.until(lambda: len(stage.telegram.chat(READER)) == 2)
        assert CHINESE.search(await stage.reply(READER, "/help"))


async def test_groups_are_left_alone(stage: Stage) -> None:
    async with stage.bot():
        for user in (READER, 999):
            for text in ("/start", "/digest", "hello"):
                stage.telegram.say(user, text, chat=GROUP)
        await stage.reply(READER, "/start")
        stage.clock.advance(timedelta(days=1))
        assert texts(stage.telegram, GROUP) == []
    assert stage.telegram.pending == 0
