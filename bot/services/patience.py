"""What failed is left alone for a while: only where something older serves meanwhile, which the caller sees to."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime, timedelta

from bot.ports import Clock

REST = timedelta(minutes=10)
"""Between two tries for the same reason: a job that hangs takes minutes of a worker that everybody waits for."""


class Patience:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failed: dict[int, tuple[Hashable, datetime]] = {}

    def failed(self, key: int, reason: Hashable) -> None:
        """Notes that the work of that key, done for that reason, failed just now."""
        self._failed[key] = (reason, self._clock())

    def resting(self, key: int, reason: Hashable) -> bool:
        """Whether the same failed for the same reason less than `REST` ago."""
        before, at = self._failed.get(key, (None, None))
        return at is not None and before == reason and timedelta() <= self._clock() - at < REST
