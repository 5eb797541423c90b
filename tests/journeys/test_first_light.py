"""The first two days of an invited reader, over HTTP, with a restart in between and a worker process of its own."""

from __future__ import annotations

import pytest

from bot.app.running import Running
from bot.domain import Reader
from bot.portable import read_note
from bot.services.history import PastRating
from tests.fakes.arxiv_days import about, subject_of
from tests.fakes.telegram_rules import Json
from tests.journeys.history import NOTE
from tests.journeys.stage import Stage, digests, drawn, star_rows, titles

INVITED, TWIN = 4242, 77
"""The twin has the same past and sees the same days, but taps no star."""
DAY_ONE = about("orchards", 1, 2) + about("splatting", 1, 12) + about("handwriting", 1, 12)
DAY_TWO = about("orchards", 101, 3) + about("splatting", 101, 10) + about("handwriting", 101, 20)


@pytest.fixture
def stage(stage: Stage) -> Stage:
    stage.worker = None
    stage.said = {"allow": frozenset({TWIN})}
    return stage


def subjects(messages: list[Json]) -> list[str]:
    """What each shown paper is about, by the number that its title ends in."""
    return [subject_of(int(title.rpartition(" ")[2])) for title in titles(messages)]


def take_in_notes(running: Running, user: int) -> Reader:
    reader = running.desk.store.readers.get(str(user))
    past = [PastRating(item.entry, item.rating, item.rated_at) for item in read_note(NOTE, "history.md").items]
    assert running.desk.history.take_in(reader, past, "import").ratings == 2
    return reader


async def first_day(stage: Stage, running: Running) -> list[Json]:
    """/start with an invitation, the notes, /digest, five stars on two items, and a model learnt from them.

    The twin, with the same notes, gives the same two items one star.
    """
    desk = running.desk
    code = desk.membership.invite().code
    assert "private bot" in await stage.reply(INVITED, "/start wrong-code")
    assert "Welcome" in await stage.reply(INVITED, f"/start {code}")
    assert "Welcome" in await stage.reply(TWIN, "/start")
    reader = take_in_notes(running, INVITED)
    take_in_notes(running, TWIN)
    await running.ticker.read()

    shown = await stage.digest(INVITED)
    twins = await stage.digest(TWIN)
    assert titles(twins) == titles(shown)
    assert len(titles(shown)) == reader.length == sum(len(star_rows(m)) for m in shown)
    assert subjects(shown)[:2] == ["orchards", "orchards"]

    before = desk.store.ratings.revision(reader.id)
    for rank in [rank for rank, subject in enumerate(subjects(shown), 1) if subject == "splatting"][:2]:
        assert await stage.rate(INVITED, shown[0], rank, 5) == "★★★★★"
        await stage.rate(TWIN, twins[0], rank, 1)
    await desk.training.settled()
    model = desk.store.models.model(reader.id)
    assert model is not None
    assert (model.revision, model.ratings) == (before + 2, 4)
    return shown


async def test_the_second_day_is_ordered_by_the_stars_of_the_first(stage: Stage) -> None:
    stage.announce(DAY_ONE)
    async with stage.bot() as running:
        first = await first_day(stage, running)
    stars = drawn(stage.telegram, INVITED, first[0]["message_id"])
    assert stars.count("★★★★★") == 2
    asked = stage.telegram.say(INVITED, "/status")

    stage.clock.advance(days=1)
    stage.announce(DAY_TWO)
    async with stage.bot() as running:
        status = await stage.telegram.until(
            lambda: [m for m in stage.telegram.chat(INVITED) if m["message_id"] > asked]
        )
        assert "4" in status[0]["text"]
        assert len(digests(stage.telegram, INVITED)) == 1
        await running.ticker.read()
        second = await stage.digest(INVITED)
        twins = await stage.digest(TWIN)

    assert drawn(stage.telegram, INVITED, first[0]["message_id"]) == stars
    assert not set(titles(first)) & set(titles(second))
    assert titles(second) != titles(twins)
    assert subjects(second).count("splatting") > subjects(twins).count("splatting")
    assert len(digests(stage.telegram, INVITED)) == 2
