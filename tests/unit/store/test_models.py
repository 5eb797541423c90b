"""Learnt artifacts: one space for all, one model a reader, the newest only."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from bot.domain import Reader
from bot.store import Store
from bot.store.models import StoredModel, StoredSpace
from bot.store.schema import spaces
from tests.fakes.papers import NOON

MODEL = StoredModel(b"\x00model", 1, revision=3, ratings=2, made_at=NOON)


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
    assert store.models.model(reader.id) == newer
    assert store.models.model(other.id) == MODEL


def test_a_model_goes_with_its_reader_and_one_that_comes_too_late_is_dropped(store: Store, reader: Reader):
    store.models.put_model(reader.id, MODEL)
    store.readers.remove(reader.key)
    assert store.models.model(reader.id) is None
    store.models.put_model(reader.id, MODEL)
    assert store.models.model(reader.id) is None
