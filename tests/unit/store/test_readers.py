"""Readers, what they set, and the invitations that bring them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain import Language, Reader, Schedule
from bot.errors import NoSuchReader
from bot.store import Store
from bot.store.readers import Invitation
from tests.fakes.papers import NOON


def test_a_new_reader_has_the_defaults(store: Store):
    made = store.readers.ensure("42", NOON, Language.CHINESE, admitted=False)
    assert made == Reader(id=made.id, key="42", language=Language.CHINESE)
    assert made.schedule.times == ()


def test_a_known_reader_is_not_made_again_and_keeps_their_language(store: Store):
    made = store.readers.ensure("42", NOON, Language.CHINESE, admitted=False)
    assert store.readers.ensure("42", NOON, Language.ENGLISH, admitted=False) == made
    assert store.readers.all() == (made,)


def test_admission_is_added_and_never_taken(store: Store):
    store.readers.ensure("42", NOON, admitted=False)
    assert store.readers.ensure("42", NOON, admitted=True).admitted is True
    assert store.readers.ensure("42", NOON, admitted=False).admitted is True


def test_a_reader_is_found_by_the_whole_key_only(store: Store):
    store.readers.ensure("42", NOON, admitted=True)
    assert store.readers.find("4") is None
    with pytest.raises(NoSuchReader, match=r"^There is no reader '4'\.$"):
        store.readers.get("4")


@pytest.mark.parametrize(
    ("key", "chat_id"),
    [
        ("42", 42),
        ("-100123", -100123),
        ("me", None),
        ("", None),
        ("--5", None),
        ("²", None),
        ("٣", None),
        ("4 2", None),
    ],
)
def test_only_a_telegram_id_has_a_chat(key: str, chat_id: int | None):
    assert Reader(1, key).chat_id == chat_id


def test_a_schedule_comes_back_as_it_was_set(store: Store, reader: Reader):
    schedule = Schedule((time(8, 30), time(18, 5)), frozenset({1, 3, 7}), datetime(2026, 11, 22, 7, tzinfo=UTC))
    store.readers.set_schedule(reader.id, schedule)
    assert store.readers.get("42").schedule == schedule


def test_language_and_zone_are_kept_and_a_new_zone_starts_the_plan_afresh(store: Store, reader: Reader):
    store.readers.set_schedule(reader.id, Schedule((time(8, 30),), since=NOON))
    store.readers.set_language(reader.id, Language.CHINESE)
    store.readers.set_zone(reader.id, "Asia/Shanghai", NOON + timedelta(hours=1))
    found = store.readers.get("42")
    assert (found.language, found.zone) == (Language.CHINESE, "Asia/Shanghai")
    assert found.schedule == Schedule((time(8, 30),), since=NOON + timedelta(hours=1))


def test_scheduled_are_those_who_want_a_push_and_can_be_reached(store: Store):
    keys = ["1", "2", "3", "4"]
    plain, wants, off, blocked = (store.readers.ensure(key, NOON, admitted=True) for key in keys)
    for one in (wants, off, blocked):
        store.readers.set_schedule(one.id, Schedule((time(8),), since=NOON))
    store.readers.set_schedule(off.id, Schedule((), since=NOON))
    store.readers.set_reachable(blocked.id, reachable=False)
    store.readers.set_zone(plain.id, "Europe/Berlin", NOON)
    assert [r.key for r in store.readers.scheduled()] == ["2"]
    store.readers.set_reachable(blocked.id, reachable=True)
    assert [r.key for r in store.readers.scheduled()] == ["2", "4"]


def test_a_reader_is_removed_once(store: Store, reader: Reader):
    store.readers.remove("42")
    assert store.readers.all() == ()
    with pytest.raises(NoSuchReader, match=r"^There is no reader '42'\.$"):
        store.readers.remove("42")


def invite(store: Store, uses: int = 1) -> None:
    store.readers.invite(Invitation("code", uses, NOON + timedelta(days=14)), NOON)


def test_an_invitation_admits_as_many_as_it_says(store: Store):
    invite(store, uses=2)
    assert [_redeemed(store, "code", NOON, key) for key in ("1", "2", "3")] == [True, True, False]


def test_an_invitation_ends_on_its_day(store: Store):
    invite(store)
    assert _redeemed(store, "code", NOON + timedelta(days=14)) is False
    assert _redeemed(store, "code", NOON + timedelta(days=14, seconds=-1)) is True


@pytest.mark.parametrize("code", ["", "cod", "CODE", "code ", "%"])
def test_nothing_but_the_code_itself_is_an_invitation(store: Store, code: str):
    invite(store)
    assert _redeemed(store, code, NOON) is False


def _redeemed(store: Store, code: str, at: datetime, key: str = "42") -> bool:
    """Whether the invitation admitted who brought it."""
    found = store.readers.redeem(code, key, at, Language.ENGLISH)
    assert found is None or (found.key, found.admitted) == (key, True)
    return found is not None


def test_who_was_imported_before_they_came_gets_the_language_they_first_speak(store: Store):
    assert store.readers.ensure("42", NOON, admitted=True).has_spoken is False
    spoken = store.readers.ensure("42", NOON, Language.CHINESE, admitted=False)
    assert (spoken.language, spoken.has_spoken, spoken.admitted) == (Language.CHINESE, True, True)
    assert store.readers.ensure("42", NOON, Language.ENGLISH, admitted=False).language is Language.CHINESE
