"""A real store on a fresh SQLite file: the schema is made once and copied, which takes a millisecond."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain import Reader
from bot.store import Store, open_store
from tests.fakes.clock import FakeClock


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("schema") / "empty.sqlite"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    """An empty database of the present schema, to be used by this test alone."""
    return Path(shutil.copy(empty_database, tmp_path / "bandu.sqlite"))


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{database}")
    yield opened
    opened.close()


@pytest.fixture
def reader(store: Store, clock: FakeClock) -> Reader:
    """A reader who has a chat."""
    return store.readers.ensure("42", clock(), admitted=True)
