"""Jobs for the workers' tests: each does one thing a real job might do to its worker."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ranking.errors import BadRatings, RankingError


@dataclass(frozen=True, slots=True)
class Add:
    a: int
    b: int

    def run(self) -> int:
        return self.a + self.b


@dataclass(frozen=True, slots=True)
class Large:
    """Sends more than a pipe holds, and as much back."""

    data: bytes

    def run(self) -> bytes:
        return self.data[::-1]


@dataclass(frozen=True, slots=True)
class Pid:
    def run(self) -> int:
        return os.getpid()


@dataclass(frozen=True, slots=True)
class Variables:
    """The names of the environment's variables, as the job sees them."""

    def run(self) -> frozenset[str]:
        return frozenset(os.environ)


@dataclass(frozen=True, slots=True)
class Span:
    """Busy for a while; when it began and ended, in seconds of the machine's clock."""

    seconds: float

    def run(self) -> tuple[float, float]:
        start = time.monotonic()
        while time.monotonic() < start + self.seconds:
            pass
        return start, time.monotonic()


@dataclass(frozen=True, slots=True)
class Hang:
    """Writes its process id to a file (a FIFO: which holds it until somebody reads), then never ends."""

    told: Path

    def run(self) -> None:
        self.told.write_text(str(os.getpid()))
        while True:
            signal.pause()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """Waits for what is written to a FIFO."""

    path: Path

    def run(self) -> str:
        return self.path.read_text()


@dataclass(frozen=True, slots=True)
class Die:
    def run(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class RaiseBadRatings:
    def run(self) -> None:
        raise BadRatings("Seven stars are too many.")


@dataclass(frozen=True, slots=True)
class RaiseKeyError:
    def run(self) -> None:
        raise KeyError("inner matters")


class StubbornError(RankingError):
    """Can be pickled, but not unpickled."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


@dataclass(frozen=True, slots=True)
class RaiseStubborn:
    def run(self) -> None:
        raise StubbornError("a", "b")


@dataclass(frozen=True, slots=True)
class AnswerWithFunction:
    """An answer that can't be pickled."""

    def run(self) -> Callable[[], int]:
        return lambda: 1


@dataclass(frozen=True, slots=True)
class HoldFunction:
    """A job that can't be pickled."""

    function: Callable[[], int]

    def run(self) -> int:
        return self.function()
