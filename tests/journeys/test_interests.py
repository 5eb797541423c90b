"""What a reader says of their interests counts from the first digest on, and facets are set in the chat."""

from __future__ import annotations

import pytest

from bot.app.running import Running
from tests.fakes.arxiv_days import about, announced, subject_of
from tests.journeys.stage import READER, Stage, titles

DAY = range(1, 61)


async def read(stage: Stage, running: Running) -> None:
    stage.announce(DAY)
    await running.ticker.read()


def subjects(shown: list[str]) -> list[str]:
    return [subject_of(int(title.rpartition(" ")[2])) for title in shown]


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ("herring shoals, sonar", "herring"),
        ("orchard pruning and harvest robot", "orchards"),
        ("2611.00002", "handwriting"),
    ],
)
async def test_the_very_first_digest_is_ranked_by_what_was_said(stage: Stage, said: str, subject: str) -> None:
    async with stage.bot() as running:
        await read(stage, running)
        await stage.reply(READER, "/start")
        assert "More of this" in await stage.reply(READER, f"/interests more {said}")
        shown = subjects(titles(await stage.digest(READER)))
    assert shown[:3] == [subject] * 3


async def test_what_a_reader_wants_less_of_goes_away(stage: Stage) -> None:
    async with stage.bot() as running:
        await read(stage, running)
        said = "/interests more gaussian splatting, radiance, orchard pruning, harvest robot"
        await stage.reply(READER, said)
        assert "Less of this" in await stage.reply(READER, "/interests much less herring, sonar")
        shown = subjects(titles(await stage.digest(READER)))
    assert "herring" not in shown[:4]


async def test_interests_are_shown_with_numbers_and_taken_back(stage: Stage) -> None:
    async with stage.bot():
        assert "nothing yet" in await stage.reply(READER, "/interests")
        await stage.reply(READER, "/interests more sea ice, au: Ada Example, cs.CV")
        await stage.reply(READER, "/interests 少 handwriting")
        shown = (await stage.reply(READER, "/interests")).splitlines()
        assert "1. + sea ice" in shown
        assert "2. + the author Ada Example" in shown
        assert "3. + the category cs.CV" in shown
        assert "4. − handwriting" in shown
        assert "sea ice" in await stage.reply(READER, "/interests remove 1.")
        assert "1. + the author Ada Example" in (await stage.reply(READER, "/interests")).splitlines()


async def test_facets_are_named_shared_and_muted_in_the_chat(stage: Stage) -> None:
    async with stage.bot() as running:
        await read(stage, running)
        for number in about("herring", 1, 6) + about("orchards", 1, 4):
            (paper,) = announced([number])
            await stage.reply(READER, f"/rate {paper.arxiv_id} 5")
        found = await stage.reply(READER, "/interests")
        assert "6 likes" in found
        assert "4 likes" in found
        assert "fruit farm" in await stage.reply(READER, "/interests name 2 fruit farm")
        assert "30 %" in await stage.reply(READER, "/interests share 2 30%")
        assert "fruit farm" in await stage.reply(READER, "/interests mute Fruit Farm")
        assert "2. fruit farm – 4 likes, share 30 %, muted" in (await stage.reply(READER, "/interests")).splitlines()
        shown = subjects(titles(await stage.digest(READER)))
        assert "orchards" not in shown
        await stage.reply(READER, "/interests 取消静音 2")
        assert "2. fruit farm – 4 likes, share 30 %" in (await stage.reply(READER, "/interests")).splitlines()
        assert "likes" in await stage.reply(READER, "/interests share 2 auto")


OTHER = 77


async def test_two_readers_have_interests_and_facets_of_their_own(stage: Stage) -> None:
    stage.said = {"allow": frozenset({READER, OTHER})}
    async with stage.bot() as running:
        await read(stage, running)
        await stage.reply(READER, "/interests more herring shoals, sonar")
        for number in about("orchards", 1, 4):
            await stage.reply(READER, f"/rate {announced([number])[0].arxiv_id} 5")
        assert "4 likes" in await stage.reply(READER, "/interests")
        theirs = await stage.reply(OTHER, "/interests")
        assert "herring" not in theirs
        assert "likes" not in theirs.partition("Use it like this")[0].replace("a few likes of a kind", "")
        for forged in ("remove 1", "remove 1 2", "mute 1", "share 1 0", "name 1 mine"):
            assert "There is no such" in await stage.reply(OTHER, f"/interests {forged}")
        mine = (await stage.reply(READER, "/interests")).splitlines()
        assert mine[1:3] == ["1. + herring shoals", "2. + sonar"]
        assert any(said.endswith("– 4 likes") for said in mine)


async def test_the_answer_to_a_long_list_arrives(stage: Stage) -> None:
    async with stage.bot() as running:
        said = ",".join(f"au:{'Q' * 32}{n:02}" for n in range(100))
        before = len(stage.telegram.chat(READER))
        assert (await stage.reply(READER, f"/interests more {said}")).startswith("More of this")
        await stage.telegram.until(
            lambda: any(f"{'Q' * 32}99" in m["text"] for m in stage.telegram.chat(READER)[before:])
        )
        assert running.desk.telemetry.counters["reply_lost"] == 0


HOSTILE = (
    "x" * 4_000,
    "<b>&amp;</b> <a href='tg://user?id=1'>x</a>",
    "\u202egnirreh\u202c \u2066x",
    "%s {n} {things}",
    "a\x07b",
)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
async def test_hostile_interests_are_refused_or_shown_as_text(stage: Stage, text: str) -> None:
    async with stage.bot():
        answer = await stage.reply(READER, f"/interests more {text}")
        assert "300" in answer or "More of this" in answer
        assert "\u202e" not in answer
        assert "What you told me" in await stage.reply(READER, "/interests")


async def test_a_hundred_long_interests_come_in_whole_messages(stage: Stage) -> None:
    async with stage.bot() as running:
        for start in range(0, 100, 10):
            said = ", ".join(f"interest {n} " + "long word " * 20 for n in range(start, start + 10))
            await stage.reply(READER, f"/interests more {said}")
        before = len(stage.telegram.chat(READER))
        await stage.reply(READER, "/interests")
        await stage.telegram.until(
            lambda: any("Use it like this" in m["text"] for m in stage.telegram.chat(READER)[before:])
        )
        told = "\n".join(m["text"] for m in stage.telegram.chat(READER)[before:])
        assert all(f"{n + 1}. + interest {n} " in told for n in range(100))
        assert len(running.desk.store.interests.of(running.desk.store.readers.get(str(READER)).id)) == 100


@pytest.mark.parametrize(
    "args",
    [
        "nonsense",
        "more",
        "less ,",
        "remove",
        "remove x",
        "remove 7",
        "mute",
        "mute 9",
        "unmute",
        "share",
        "share 2",
        "name",
        "much",
        "remove 99999999999999999999",
        "remove -1",
        "remove 1\u0661",
        "mute " + "9" * 3_000,
        "share 1 1e9",
        "share 1 \u0661",
        "unmute \u202e1",
    ],
)
async def test_wrong_arguments_are_answered_with_an_example(stage: Stage, args: str) -> None:
    async with stage.bot():
        assert "/interests" in await stage.reply(READER, f"/interests {args}")
