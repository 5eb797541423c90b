"""What every test gets: no network, a clock that stands still, Hypothesis without surprises, and the real data."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

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
