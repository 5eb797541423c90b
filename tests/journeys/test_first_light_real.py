"""The journey of the first light on real data: notes of 2021, and two days of cs.CV from arXiv's own serializer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.fakes.feed_server import document
from tests.fakes.telegram_rules import Json
from tests.fakes.telegram_server import TelegramServer
from tests.journeys.process import Home, eventually
from tests.journeys.stage import CATEGORY, digests, drawn, star_rows, texts, titles

INVITED, TWIN, STRANGER = 4242, 77, 999
"""The twin has the same past and sees the same days, but taps no star."""
FIRST, SECOND = "2025-03-19", "2025-03-20"

pytestmark = pytest.mark.shared


def asked(telegram: TelegramServer, user: int) -> list[Json]:
    before = len(digests(telegram, user))
    telegram.say(user, "/digest")
    return telegram.wait_for(lambda: digests(telegram, user)[before:], 60)


def rate(telegram: TelegramServer, message: Json, place: int) -> None:
    star = star_rows(message)[place][4]["callback_data"]
    query = telegram.tap(INVITED, message["message_id"], star)
    telegram.wait_for(lambda: telegram.answer_to(query))
    telegram.wait_for(lambda: drawn(telegram, INVITED, message["message_id"])[place] == "★★★★★")


def learnt(home: Home, user: int) -> tuple[int, int]:
    """The revision of the reader's ratings, and the one that the model was learnt from."""
    store = home.store()
    try:
        reader = store.readers.get(str(user))
        model = store.models.model(reader.id)
        return store.ratings.revision(reader.id), model.revision if model else -1
    finally:
        store.close()


def test_from_a_real_day_to_a_rated_digest(home: Home, telegram: TelegramServer, shared_data: Path) -> None:
    feeds = shared_data / "feeds" / "arxiv_rss_serialized"
    for month in (shared_data / "notes").glob("2021*"):
        shutil.copytree(month, home.folder / "notes" / month.name)
    home.feeds.routes[CATEGORY] = document((feeds / f"cs.CV_{FIRST}.rss.xml").read_bytes())
    home.start()
    code = home.json("readers", "invite")["code"]
    telegram.say(INVITED, f"/start {code}")
    telegram.say(TWIN, "/start")
    telegram.say(STRANGER, "/digest")
    telegram.wait_for(lambda: all(texts(telegram, user) for user in (INVITED, TWIN, STRANGER)), 30)
    for user in (INVITED, TWIN):
        assert home.json("import", str(home.folder / "notes"), "--reader", str(user))["ratings"] > 400
    assert home.json("ingest")["papers"] > 100

    first = asked(telegram, INVITED)
    shown = titles(first)
    twin = titles(asked(telegram, TWIN))
    # The fifth is drawn from below the cut, for each reader another one.
    assert (twin[:4], twin[5:]) == (shown[:4], shown[5:])
    before, _ = learnt(home, INVITED)
    rate(telegram, first[0], 0)
    rate(telegram, first[0], 1)
    eventually(lambda: learnt(home, INVITED) == (before + 2, before + 2))
    assert home.kill() == []

    home.feeds.routes[CATEGORY] = document((feeds / f"cs.CV_{SECOND}.rss.xml").read_bytes())
    home.start()
    assert drawn(telegram, INVITED, first[0]["message_id"])[:2] == ["★★★★★", "★★★★★"]
    eventually(lambda: home.json("ingest")["sources"][0]["status"] in ("ok", "unchanged"))
    second, without = asked(telegram, INVITED), asked(telegram, TWIN)
    assert not set(shown) & set(titles(second))
    assert titles(second) != titles(without)
    assert len(digests(telegram, INVITED)) == 2
    assert len(telegram.chat(STRANGER)) == 1
    assert home.stop() == 0
