"""A lock around state that several threads share, with a count of its changes to wait for."""

from __future__ import annotations

import threading


class Changes(threading.Condition):
    """`notify_all` counts. Whoever waits reads the count, looks at the state without the lock, and waits for more."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def notify_all(self) -> None:
        self.count += 1
        super().notify_all()

    def wait_since(self, count: int, timeout: float) -> bool:
        """Whether anything has changed since the count was read, within `timeout` seconds."""
        return self.wait_for(lambda: self.count != count, timeout)
