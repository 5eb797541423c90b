"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class FakeClock:
    """Gives the same aware UTC moment each time it is called, until `advance` or `set`."""

    def __init__(self, moment: datetime = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)) -> None:
        self._moment = moment.astimezone(UTC)

    def __call__(self) -> datetime:
        return self._moment

    def advance(self, by: timedelta | None = None, **parts: float) -> datetime:
        """Moves on by a timedelta or by its parts (`minutes=5`), and returns the new moment."""
        self._moment += by if by is not None else timedelta(**parts)
        return self._moment

    def set(self, moment: datetime) -> datetime:
        """Jumps to an aware moment, also backwards, and returns it in UTC."""
        if moment.tzinfo is None:
            raise ValueError("a clock is set to an aware moment")
        self._moment = moment.astimezone(UTC)
        return self._moment
