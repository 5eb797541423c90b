"""What a reader sets: language, zone, schedule."""

from __future__ import annotations

from datetime import time

import pytest

from bot.domain import Language, Reader
from bot.errors import BadInput
from bot.services.preferences import Preferences
from bot.store import Store
from tests.fakes.clock import FakeClock


@pytest.fixture
def preferences(store: Store, clock: FakeClock) -> Preferences:
    return Preferences(store, clock)


async def test_a_language_is_kept(preferences: Preferences, store: Store, reader: Reader):
    await preferences.set_language(reader, Language.CHINESE)
    assert store.readers.get("42").language is Language.CHINESE


@pytest.mark.parametrize("typed", ["Europe/Berlin", "europe/berlin", "  EUROPE/BERLIN "])
async def test_a_zone_is_typed_in_any_case_and_kept_by_its_proper_name(
    preferences: Preferences, store: Store, reader: Reader, typed: str
):
    assert await preferences.set_zone(reader, typed) == "Europe/Berlin"
    assert store.readers.get("42").zone == "Europe/Berlin"


async def test_a_zone_of_two_words_is_typed_with_a_space(preferences: Preferences, reader: Reader):
    assert await preferences.set_zone(reader, "america/new york") == "America/New_York"


@pytest.mark.parametrize("typed", ["", "Berlin", "Europe", "Europe/", "../etc/passwd", "Mars/Phobos", "x" * 9000, "\0"])
async def test_no_zone_is_refused_and_nothing_changes(
    preferences: Preferences, store: Store, reader: Reader, typed: str
):
    with pytest.raises(BadInput, match="time zone"):
        await preferences.set_zone(reader, typed)
    assert store.readers.get("42").zone == "UTC"


async def test_a_schedule_begins_when_it_is_set(
    preferences: Preferences, store: Store, reader: Reader, clock: FakeClock
):
    schedule = await preferences.set_schedule(reader, "08:30 mon-fri")
    assert store.readers.get("42").schedule == schedule
    assert (schedule.times, schedule.weekdays) == ((time(8, 30),), frozenset({1, 2, 3, 4, 5}))
    assert schedule.since == clock()


async def test_a_schedule_is_switched_off(preferences: Preferences, store: Store, reader: Reader):
    await preferences.set_schedule(reader, "08:30")
    assert [r.key for r in store.readers.scheduled()] == ["42"]
    await preferences.set_schedule(reader, "off")
    assert store.readers.scheduled() == ()


@pytest.mark.parametrize("typed", ["", "25:00", "soon", "08:30 someday", "8.30", "x" * 9000])
async def test_no_schedule_is_refused_with_examples_and_nothing_changes(
    preferences: Preferences, store: Store, reader: Reader, typed: str
):
    with pytest.raises(BadInput, match="/schedule 08:30"):
        await preferences.set_schedule(reader, typed)
    assert store.readers.get("42") == reader
