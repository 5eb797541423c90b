"""SIGKILL at the worst moments: what a restart does is the table in bot/DESIGN.md, and nothing is sent twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain import DeliveryState
from tests.fakes.arxiv_days import rss
from tests.fakes.papers import bring
from tests.fakes.telegram_rules import Json
from tests.fakes.telegram_server import TelegramServer
from tests.journeys.process import Home, eventually
from tests.journeys.stage import CATEGORY, digests, drawn, star_rows, texts, titles

READER, OTHER = 42, 77
NOTICE = "I can't tell whether"


@pytest.fixture
def home(home: Home) -> Home:
    """A home that knows a day's papers, while the announcement is empty."""
    home.feeds.serve(CATEGORY, rss([]))
    store = home.store()
    bring(store, range(1, 31), datetime.now(UTC))
    store.close()
    return home


def asked(telegram: TelegramServer, user: int) -> list[Json]:
    """The digest that comes upon /digest."""
    before = len(digests(telegram, user))
    telegram.say(user, "/digest")
    return telegram.wait_for(lambda: digests(telegram, user)[before:], 30)


def calls(telegram: TelegramServer, method: str) -> int:
    return sum(call.method == method for call in telegram.calls)


def notices(telegram: TelegramServer, user: int) -> int:
    return sum(NOTICE in text for text in texts(telegram, user))


def settled(home: Home) -> None:
    """Waits until the bot has nothing on its way."""
    store = home.store()
    eventually(lambda: not store.ledger.unplanned() and not store.ledger.waiting())
    store.close()


def states(home: Home) -> list[DeliveryState]:
    store = home.store()
    found = [store.ledger.find(number) for number in range(1, 10)]
    store.close()
    return [delivery.state for delivery in found if delivery is not None]


def test_stars_outlive_a_kill_before_they_were_answered(home: Home, telegram: TelegramServer) -> None:
    home.start()
    (first,) = asked(telegram, READER)
    telegram.hang("answerCallbackQuery", done=False)
    telegram.tap(READER, first["message_id"], star_rows(first)[0][4]["callback_data"])
    telegram.wait_for(lambda: calls(telegram, "answerCallbackQuery"))
    assert home.kill() == []

    store = home.store()
    assert [r.stars for r in store.ratings.of(store.readers.get(str(READER)).id)] == [5]
    bring(store, range(101, 131), datetime.now(UTC))
    store.close()
    home.start()  # the tap was not confirmed, so it comes again, and changes nothing
    telegram.wait_for(lambda: drawn(telegram, READER, first["message_id"])[0] == "★★★★★")
    (second,) = asked(telegram, READER)
    assert not set(titles([first])) & set(titles([second]))
    assert len(digests(telegram, READER)) == 2
    assert notices(telegram, READER) == 0
    assert home.stop() == 0


def test_killed_after_the_claim_a_digest_is_composed_and_sent_once(home: Home, telegram: TelegramServer) -> None:
    home.start()
    store = home.store()
    telegram.say(READER, "/digest")
    eventually(store.ledger.unplanned)  # its ranking waits for the worker, which takes a second to start
    assert home.kill() == []
    assert len(store.ledger.unplanned()) == 1
    store.close()
    assert telegram.chat(READER) == []

    home.start()
    telegram.wait_for(lambda: digests(telegram, READER), 30)
    settled(home)
    assert home.stop() == 0
    assert (len(telegram.chat(READER)), states(home)) == (1, [DeliveryState.SENT])


def test_killed_while_sending_one_is_told_and_the_one_behind_is_sent(home: Home, telegram: TelegramServer) -> None:
    telegram.meet(READER)
    telegram.meet(OTHER)
    home.start()
    telegram.hang("sendMessage", done=True)
    telegram.say(READER, "/digest")
    (arrived,) = telegram.wait_for(lambda: digests(telegram, READER), 30)
    telegram.say(OTHER, "/digest")
    store = home.store()
    eventually(store.ledger.waiting)  # planned, but the sender still waits for an answer about the first
    store.close()
    assert home.kill() == []
    assert telegram.chat(OTHER) == []

    home.start()
    telegram.wait_for(lambda: notices(telegram, READER) and digests(telegram, OTHER), 30)
    settled(home)
    assert (len(telegram.chat(READER)), len(telegram.chat(OTHER))) == (2, 1)
    assert home.kill() == []

    home.start()  # told once, not at every start
    (again,) = asked(telegram, READER)
    assert titles([again]) == titles([arrived])
    assert notices(telegram, READER) == 1
    assert home.stop() == 0


def test_killed_while_it_learns_it_leaves_no_process_behind(home: Home, telegram: TelegramServer) -> None:
    home.start()
    telegram.say(READER, "/digest")
    eventually(lambda: home.process.children(recursive=True))
    assert home.kill() == []
