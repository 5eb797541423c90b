"""A database of the first release: its ratings and digests are kept; readers have models again at their next digest."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from bot.store import open_store
from bot.store.database import MIGRATIONS
from tests.fakes.clock import FakeClock
from tests.fakes.papers import NOON, bring, paper_id
from tests.unit.services.conftest import Office


@pytest.fixture
def first_release(tmp_path: Path) -> str:
    """Its schema, with a reader, two ratings, a space, a model, and a digest of one paper that was sent."""
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with closing(sqlite3.connect(tmp_path / "old.sqlite")) as old, old:
        old.execute(
            "INSERT INTO readers"
            " (id, key, zone, times, weekdays, length, admitted, reachable, ratings_revision, created_at)"
            " VALUES (1, '42', 'UTC', '[]', '[1]', 6, 1, 1, 2, '2026-11-01 00:00:00')"
        )
        for number, stars in ((1, 5), (2, 1)):
            values = (1, paper_id(number), stars, "2026-11-02 00:00:00.000000", "tap")
            old.execute("INSERT INTO ratings VALUES (?, ?, ?, ?, ?)", values)
        old.execute("INSERT INTO spaces (id, data, papers, made_at) VALUES (1, x'00', 10, '2026-11-02 00:00:00')")
        columns = "reader_id, space_id, revision, ratings, data, made_at"
        old.execute(f"INSERT INTO models ({columns}) VALUES (1, 1, 2, 2, x'00', '2026-11-02 00:00:00')")
        columns = "id, reader_id, kind, slot, state, day, considered, drawn_to, created_at"
        values = "1, 1, 'now', 'terminal:1', 'sent', '2026-11-02', 9, 0, '2026-11-02 00:00:00'"
        old.execute(f"INSERT INTO deliveries ({columns}) VALUES ({values})")
        columns = "delivery_id, rank, paper_id, stars, low, high, p_like, summary, tips, reasons, slot"
        values = f"1, 1, '{paper_id(3)}', 3.5, 2, 4.5, 0.5, 'A summary', '', '[]', 'top'"
        old.execute(f"INSERT INTO digest_items ({columns}) VALUES ({values})")
    return url


async def test_an_upgrade_keeps_ratings_and_learns_the_models_anew(first_release: str, clock: FakeClock):
    store = open_store(first_release)
    reader = store.readers.get("42")
    assert {r.paper_id: r.stars for r in store.ratings.of(reader.id)} == {paper_id(1): 5, paper_id(2): 1}
    assert store.models.history(reader.id) == ()
    bring(store, range(1, 11))
    office = Office(store, clock)
    shown = {item.record.paper.id for item in (await office.digests.build(reader, NOON.date())).items}
    assert len(shown) == reader.length
    assert paper_id(3) not in shown
    (model,) = store.models.history(reader.id)
    assert (model.number, model.ratings) == (1, 2)
    await office.training.close()
    delivery = store.ledger.last(reader.id)
    assert delivery is not None
    (item,) = store.ledger.digest(delivery).items
    assert (item.record.paper.id, item.stars, item.drawn_with, item.team) == (paper_id(3), 3.5, None, None)
    store.close()
