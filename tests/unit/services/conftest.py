"""The use cases on a real store, with a worker in a thread, a channel in memory and a clock that stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.domain import Reader
from bot.services.delivery import Delivering
from bot.services.digests import Digests
from bot.services.rating import Ratings
from bot.services.sender import Sender
from bot.services.training import Training
from bot.store import Store
from bot.telemetry import Telemetry
from tests.fakes.clock import FakeClock
from tests.fakes.memory_channel import MemoryChannel
from tests.fakes.worker import ThreadWorker


@dataclass(slots=True)
class Office:
    """What the services of one process share."""

    store: Store
    clock: FakeClock
    worker: ThreadWorker = field(default_factory=ThreadWorker)
    channel: MemoryChannel = field(default_factory=MemoryChannel)
    telemetry: Telemetry = field(default_factory=Telemetry)
    pauses: list[float] = field(default_factory=list)
    """Seconds that the sender slept, in order; no test waits for them."""
    strangers: set[str] = field(default_factory=set)
    training: Training = field(init=False)
    digests: Digests = field(init=False)
    ratings: Ratings = field(init=False)
    delivering: Delivering = field(init=False)
    sender: Sender = field(init=False)

    def __post_init__(self) -> None:
        self.open(self.store)

    def open(self, store: Store) -> None:
        """Builds the services anew on a store, as a restart does."""
        self.store = store
        self.training = Training(store, self.worker, self.clock, self.telemetry, pause=0)
        self.digests = Digests(store, self.worker, self.training, self.clock)
        self.ratings = Ratings(store, self.training, self.clock, self.telemetry)
        self.delivering = Delivering(store, self.digests, self.channel, self.clock, self.telemetry, serves=self._serves)
        self.sender = Sender(store, self.channel, self.delivering, self.clock, self.telemetry, sleep=self._sleep)

    def texts(self, reader: Reader) -> list[str]:
        assert reader.chat_id is not None
        return self.channel.texts(reader.chat_id)

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def _serves(self, reader: Reader) -> bool:
        return reader.key not in self.strangers


@pytest.fixture
async def office(store: Store, clock: FakeClock) -> AsyncIterator[Office]:
    opened = Office(store, clock)
    yield opened
    await opened.delivering.idle()
    await opened.training.close()
