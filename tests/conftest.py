"""What every test gets: no network, a clock that stands still, Hypothesis without surprises, and the real data."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.telemetry import QUIET, LineFormatter
from tests.fakes.clock import FakeClock
from tests.fakes.network import Network

ROOT = Path(__file__).resolve().parent.parent
NETWORK = Network()

settings.register_profile("bandu", deadline=None, database=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("bandu")


@pytest.fixture
def shared_data() -> Path:
    """The folder of real data beside a development checkout."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs ../shared, which lies beside a development checkout")
    return folder


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(autouse=True)
def network() -> Iterator[Network]:
    """Refuses every connection that is not loopback, and fails the test even where the refusal was swallowed."""
    with NETWORK.guarded():
        yield NETWORK
    if NETWORK.attempts:
        pytest.fail(f"the test tried to {', '.join(NETWORK.attempts)}")


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """A test that configures the log, as every verb of the command line does, leaves none of it to the next."""
    root = logging.getLogger()
    level, hooks = root.level, (sys.excepthook, threading.excepthook)
    yield
    sys.excepthook, threading.excepthook = hooks
    logging.captureWarnings(capture=False)
    logging.raiseExceptions = True
    root.setLevel(level)
    for handler in [h for h in root.handlers if isinstance(h.formatter, LineFormatter)]:
        root.removeHandler(handler)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.NOTSET)
