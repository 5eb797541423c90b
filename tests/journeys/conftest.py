"""A stage for each journey, and what holds at the end of every one: no secret and no traceback in the log."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import open_store
from tests.fakes.clock import FakeClock
from tests.fakes.feed_server import FeedServer
from tests.fakes.telegram_server import TOKEN, TelegramServer
from tests.journeys.process import Home
from tests.journeys.stage import Stage


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture
def feeds() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("schema") / "empty.sqlite"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def folder(empty_database: Path, tmp_path: Path) -> Path:
    """A home with an empty database in it."""
    shutil.copy(empty_database, tmp_path / "bandu.sqlite")
    return tmp_path


@pytest.fixture
def stage(telegram: TelegramServer, feeds: FeedServer, folder: Path, clock: FakeClock) -> Stage:
    """A bot in this process."""
    return Stage(telegram, feeds, folder, clock)


@pytest.fixture
def home(telegram: TelegramServer, feeds: FeedServer, folder: Path) -> Iterator[Home]:
    """A bot in a process of its own; whatever is left of it is ended, and its log is looked at."""
    with Home(folder, telegram, feeds) as home:
        yield home
    log = home.log
    assert "Traceback" not in log, log
    assert TOKEN.partition(":")[2] not in log


@pytest.fixture(autouse=True)
def clean_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What a bot in this process logs, warnings of every library included."""
    caplog.set_level(logging.INFO, logger="bot")
    yield
    said = [logging.Formatter("%(name)s %(message)s").format(record) for record in caplog.get_records("call")]
    assert not [line for line in said if "Traceback" in line or TOKEN.partition(":")[2] in line]
