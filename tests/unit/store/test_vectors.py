from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from bot.domain import Reader
from bot.services.catalogue import catalogue
from bot.store import Store, open_store
from bot.store.database import MIGRATIONS
from ranking.domain import Rating, Vectors, embedded_text, text_key
from tests.fakes.clock import FakeClock
from tests.fakes.embedder import vectors_of
from tests.fakes.papers import bring, entry, paper_id

OLD_PAPER = {
    "id": "arxiv:2611.00001",
    "arxiv_id": "2611.00001",
    "doi": "",
    "title": "Study 1 of sea ice seen from balloons",
    "abstract": "We look at sea ice.",
    "authors": '["Ada Invented", "Bo Madeup"]',
    "categories": '["cs.CV"]',
    "comment": "",
    "url": "https://arxiv.org/abs/2611.00001",
    "links": "[]",
    "image": "",
    "first_seen": "2026-11-22 08:00:00.000000",
}
"""A row as the first schema had it."""


def put_papers(store: Store, clock: FakeClock, numbers: range) -> list[str]:
    """Stores a paper a number, the later ones newer, and gives their ids."""
    for number in numbers:
        bring(store, [number], clock() + timedelta(hours=number))
    return [paper_id(number) for number in numbers]


def numbers(vectors: Vectors | None) -> list[float]:
    assert vectors is not None
    return list(struct.unpack(f"<{len(vectors.data) // 4}f", vectors.data))


def test_what_is_put_comes_back_under_its_keys_to_three_digits(store: Store, clock: FakeClock) -> None:
    given = vectors_of(["orchards", "handwriting"])
    assert store.vectors.put(given, "m", clock()) == 2
    found = store.vectors.of([text_key("handwriting"), text_key("nowhere"), text_key("orchards")] * 2, "m")
    assert found is not None
    assert (sorted(found.keys), found.width) == (sorted(given.keys), 26)
    one = store.vectors.of(given.keys[:1], "m")
    assert numbers(one) == pytest.approx(numbers(vectors_of(["orchards"])), abs=5e-4)


def test_more_keys_than_one_statement_takes_are_looked_up(store: Store, clock: FakeClock) -> None:
    texts = [f"text {n}" for n in range(1_201)]
    store.vectors.put(vectors_of(texts), "m", clock())
    found = store.vectors.of(map(text_key, texts), "m")
    assert found is not None
    assert len(set(found.keys)) == 1_201
    assert len(store.vectors.kept(map(text_key, [*texts, "new"]), "m")) == 1_201


def test_a_vector_that_is_there_is_left_as_it_is(store: Store, clock: FakeClock) -> None:
    store.vectors.put(vectors_of(["a"]), "m", clock())
    assert store.vectors.put(vectors_of(["a", "a", "b"]), "m", clock()) == 1


def test_models_keep_apart_and_the_others_can_be_dropped(store: Store, clock: FakeClock) -> None:
    store.vectors.put(vectors_of(["a"]), "old", clock())
    store.vectors.put(vectors_of(["a"], width=3), "new", clock())
    assert (store.vectors.width("old"), store.vectors.width("new"), store.vectors.width("no")) == (26, 3, None)
    assert store.vectors.of([text_key("a")], "no") is None
    assert store.vectors.drop_others("new") == 1
    assert store.vectors.drop_others("new") == 0
    assert store.vectors.of([text_key("a")], "old") is None
    assert store.vectors.width("new") == 3


def test_a_row_of_another_length_is_left_out_rather_than_read_wrongly(store: Store, clock: FakeClock) -> None:
    store.vectors.put(vectors_of(["a"]), "m", clock())
    store.vectors.put(vectors_of(["b"], width=7), "m", clock())
    found = store.vectors.of([text_key("a"), text_key("b")], "m")
    assert found is not None
    assert len(found.keys) == 1
    assert len(found.data) == 4 * found.width


def test_missing_are_the_rated_ones_and_then_the_newest(store: Store, clock: FakeClock, reader: Reader) -> None:
    ids = put_papers(store, clock, range(1, 7))
    store.ratings.give(reader.id, Rating(ids[1], 5, clock()), "tap")
    assert [paper.id for paper in store.vectors.missing("m", 4)] == [ids[1], ids[5], ids[4], ids[3]]
    assert [paper.id for paper in store.vectors.missing("m", 1)] == [ids[1]]

    have = store.papers.get([ids[1], ids[5]])
    store.vectors.put(vectors_of(embedded_text(record.paper) for record in have.values()), "m", clock())
    assert [paper.id for paper in store.vectors.missing("m", 2)] == [ids[4], ids[3]]
    assert len(store.vectors.missing("other", 9)) == 6
    without = text_key(embedded_text(store.papers.get([ids[4]])[ids[4]].paper))
    assert [paper.id for paper in store.vectors.missing("m", 2, [without])] == [ids[3], ids[2]]


def test_a_revised_abstract_is_a_text_without_a_vector(store: Store, clock: FakeClock) -> None:
    (key,) = put_papers(store, clock, range(1, 2))
    text = embedded_text(store.papers.get([key])[key].paper)
    store.vectors.put(vectors_of([text]), "m", clock())
    assert store.vectors.missing("m", 9) == ()
    revised = entry(1, abstract="Another abstract altogether, and a longer one than that which it replaces. " * 3)
    catalogue(store, "s", [revised], clock() + timedelta(days=2), news=True)
    paper = store.papers.get([key])[key].paper
    assert embedded_text(paper) != text
    assert [p.id for p in store.vectors.missing("m", 9)] == [key]


def test_papers_of_an_older_database_get_the_keys_of_their_texts(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = sa.create_engine(url)
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(sa.insert(sa.table("papers", *map(sa.column, OLD_PAPER))), [OLD_PAPER])
    engine.dispose()
    store = open_store(url)
    (paper,) = store.vectors.missing("m", 9)
    store.vectors.put(vectors_of([embedded_text(paper)]), "m", datetime(2026, 11, 22, tzinfo=UTC))
    assert store.vectors.missing("m", 9) == ()
    store.close()
