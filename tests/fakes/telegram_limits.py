"""Flood limits of the Bot API: how long a chat has to wait before the next message.

The figures are those of https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this.
Time is handed in, so that a test of the limits need not wait for them.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages a second in all and in one chat (short bursts are let through), and a minute in a group."""

    per_second: int = 30
    chat_per_second: float = 1.0
    chat_burst: int = 5
    group_per_minute: int = 20


@dataclass(slots=True)
class _Bucket:
    """Holds up to `size` tokens and gains `rate` of them a second."""

    size: float
    rate: float
    tokens: float
    filled_at: float

    def wait(self, now: float) -> float:
        """Seconds until there is a token."""
        self.tokens = min(self.size, self.tokens + (now - self.filled_at) * self.rate)
        self.filled_at = now
        return max(0.0, (1 - self.tokens) / self.rate)

    def take(self, now: float) -> None:
        self.tokens -= 1


@dataclass(slots=True)
class _Minute:
    """At most `size` messages in any sixty seconds."""

    size: int
    sent: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        while self.sent and self.sent[0] <= now - 60:
            self.sent.popleft()
        return self.sent[0] + 60 - now if len(self.sent) >= self.size else 0.0

    def take(self, now: float) -> None:
        self.sent.append(now)


class Flood:
    """What has been sent, as far as it matters for the next message. `clock` gives monotonic seconds."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._all = _Bucket(limits.per_second, limits.per_second, limits.per_second, clock())
        self._chats: dict[int, list[_Bucket | _Minute]] = {}

    def pause(self, chat_id: int) -> int:
        """Whole seconds to wait before a message to this chat; 0 lets it through and counts it."""
        now = self._clock()
        if chat_id not in self._chats:
            self._chats[chat_id] = self._gates(chat_id, now)
        gates = [self._all, *self._chats[chat_id]]
        if wait := max(gate.wait(now) for gate in gates):
            return math.ceil(wait)
        for gate in gates:
            gate.take(now)
        return 0

    def _gates(self, chat_id: int, now: float) -> list[_Bucket | _Minute]:
        limits = self._limits
        burst = _Bucket(limits.chat_burst, limits.chat_per_second, limits.chat_burst, now)
        return [burst] if chat_id > 0 else [burst, _Minute(limits.group_per_minute)]
