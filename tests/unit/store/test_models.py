"""Learnt artifacts: one space for all; for each reader one model in use, and the history of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain import Reader
from bot.store import Store
from bot.store.lessons import Lesson
from bot.store.models import ModelState, StoredModel, StoredSpace
from bot.store.schema import models, spaces
from ranking.domain import Rating, Vectors, text_key
from ranking.errors import ArtifactRefused
from ranking.evaluation.verdict import Drift, Trial, Verdict
from tests.fakes.papers import NOON

MODEL = StoredModel(b"\x00model", 1, revision=3, ratings=2, made_at=NOON)
REFUSED = replace(MODEL, data=None, state=ModelState.REFUSED)
LESSON = Lesson((Rating("a", 5, NOON), Rating("b", 1)))
TRIAL = Trial(Verdict.WORSE, 8, 1.25, 1.5, 0.75, None)
DRIFT = Drift(clear=True, n=8, newest=1.75, earlier=1.0)


def test_there_is_nothing_learnt_at_first(store: Store, reader: Reader):
    assert store.models.space() is None
    assert store.models.model(reader.id) is None


def test_a_new_space_takes_the_place_of_the_old_one(store: Store):
    first = store.models.put_space(b"one", 10, NOON)
    second = store.models.put_space(b"two", 20, NOON + timedelta(days=1))
    assert second.id > first.id
    assert store.models.space() == second == StoredSpace(second.id, b"two", 20, NOON + timedelta(days=1))
    with store.database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(spaces)).scalar() == 1


def test_a_new_model_takes_the_place_of_the_reader_s_old_one(store: Store, reader: Reader):
    other = store.readers.ensure("43", NOON, admitted=True)
    newer = StoredModel(b"newer", 2, 4, 3, NOON + timedelta(days=1))
    for reader_id, model in ((reader.id, MODEL), (other.id, MODEL), (reader.id, newer)):
        store.models.put_model(reader_id, model)
    assert store.models.model(reader.id) == replace(newer, number=2)
    assert store.models.model(other.id) == replace(MODEL, number=1)


def test_a_history_is_the_reader_s_own_newest_first_and_without_bytes(store: Store, reader: Reader):
    other = store.readers.ensure("43", NOON, admitted=True)
    store.models.put_model(other.id, MODEL, LESSON)
    judged = replace(MODEL, trial=TRIAL, drift=DRIFT)
    store.models.put_model(reader.id, MODEL)
    store.models.put_model(reader.id, judged)
    newest, oldest = store.models.history(reader.id)
    assert newest == replace(judged, data=None, number=2)
    assert oldest == replace(MODEL, data=None, number=1, state=ModelState.RETIRED)


def test_a_refused_model_is_recorded_and_the_one_in_use_stays(store: Store, reader: Reader):
    store.models.put_model(reader.id, MODEL)
    store.models.put_model(reader.id, replace(REFUSED, trial=TRIAL), LESSON)
    assert store.models.model(reader.id) == replace(MODEL, number=1)
    assert store.models.history(reader.id)[0] == replace(REFUSED, trial=TRIAL, number=2)
    assert store.models.lesson(reader.id, 2) == LESSON


def test_a_model_that_was_gone_back_to_stays_in_use_until_it_is_let_go(store: Store, reader: Reader):
    for _ in range(2):
        store.models.put_model(reader.id, MODEL, LESSON)
    assert store.models.pin(reader.id, 1)
    store.models.put_model(reader.id, MODEL)
    used = store.models.model(reader.id)
    assert (used.number, used.pinned, used.data) == (1, True, None)
    assert [m.number for m in store.models.history(reader.id)] == [2, 1]
    store.models.release(reader.id)
    assert store.models.model(reader.id) is None
    assert store.models.lesson(reader.id, 1) == LESSON


def test_one_cannot_go_back_to_a_model_of_somebody_else(store: Store, reader: Reader):
    other = store.readers.ensure("43", NOON, admitted=True)
    for _ in range(2):
        store.models.put_model(other.id, MODEL, LESSON)
    store.models.put_model(reader.id, MODEL)
    assert not store.models.pin(reader.id, 2)
    assert store.models.model(reader.id).number == 1
    with pytest.raises(ArtifactRefused, match=r"^There is no such model any more\.$"):
        store.models.lesson(reader.id, 2)


def test_bytes_of_a_model_learnt_again_are_stored_only_while_it_is_in_use(store: Store, reader: Reader):
    for _ in range(2):
        store.models.put_model(reader.id, MODEL)
    store.models.renew(reader.id, 2, b"again", 7)
    store.models.renew(reader.id, 1, b"too late", 7)
    used = store.models.model(reader.id)
    assert (used.data, used.space_id, used.number) == (b"again", 7, 2)
    with store.database.read() as connection:
        assert connection.execute(sa.select(models.c.data).where(models.c.number == 1)).scalar() is None


def test_forgetting_bytes_keeps_histories_lessons_and_pins(store: Store, reader: Reader):
    for _ in range(2):
        store.models.put_model(reader.id, MODEL, LESSON)
    store.models.pin(reader.id, 1)
    store.models.renew(reader.id, 1, b"again", 1)
    store.models.forget()
    used = store.models.model(reader.id)
    assert (used.data, used.number, used.pinned) == (None, 1, True)
    assert store.models.lesson(reader.id, 1) == LESSON
    assert store.models.space() is None


def test_a_history_keeps_the_last_three_and_one_of_each_day_before(store: Store, reader: Reader):
    for day in range(3):
        for minute in range(4):
            made_at = NOON + timedelta(days=day, minutes=minute)
            store.models.put_model(reader.id, replace(MODEL, made_at=made_at))
    assert [m.number for m in store.models.history(reader.id)] == [12, 11, 10, 8, 4]


def test_a_long_history_ends_after_ten_but_never_loses_the_model_in_use(store: Store, reader: Reader):
    store.models.put_model(reader.id, MODEL, LESSON)
    for day in range(1, 30):
        store.models.put_model(reader.id, replace(REFUSED, made_at=NOON + timedelta(days=day)))
    assert [m.number for m in store.models.history(reader.id)] == [*range(30, 20, -1), 1]
    assert store.models.model(reader.id).data == MODEL.data


def test_a_day_of_refusals_does_not_hide_the_model_that_served_that_day(store: Store, reader: Reader):
    for minute in range(3):
        store.models.put_model(reader.id, replace(MODEL, made_at=NOON + timedelta(minutes=minute)))
    for minute in range(5):
        store.models.put_model(reader.id, replace(REFUSED, made_at=NOON + timedelta(hours=1, minutes=minute)))
    store.models.put_model(reader.id, replace(MODEL, made_at=NOON + timedelta(days=1)))
    assert [m.number for m in store.models.history(reader.id)] == [9, 8, 7, 3]


def test_a_model_goes_with_its_reader_and_one_that_comes_too_late_is_dropped(store: Store, reader: Reader):
    store.models.put_model(reader.id, MODEL)
    store.readers.remove(reader.key)
    assert store.models.model(reader.id) is None
    store.models.put_model(reader.id, MODEL)
    assert store.models.model(reader.id) is None


def test_vectors_are_counted_and_those_that_came_since(store: Store):
    for number in range(3):
        found = Vectors((text_key(str(number)),), 1, b"\0\0\0\0")
        store.vectors.put(found, "some model", NOON + timedelta(days=number))
    assert store.models.vectors_known(NOON) == (3, 2)
