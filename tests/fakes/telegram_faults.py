"""Trouble on order: the next calls of a method are refused, cut off or left hanging."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

ANY = "*"
"""Any method but getUpdates, which runs all the time."""


class Trouble(StrEnum):
    ERROR = "error"
    """Answered with an error, nothing done."""
    CUT = "cut"
    """Nothing done, the connection is cut."""
    CUT_AFTER = "cut after"
    """Done, then the connection is cut: the bot cannot know."""
    HANG = "hang"
    """Nothing done, no answer ever."""
    HANG_AFTER = "hang after"
    """Done, but no answer ever."""

    @property
    def done_first(self) -> bool:
        return self in (Trouble.CUT_AFTER, Trouble.HANG_AFTER)


@dataclass(slots=True)
class Fault:
    method: str
    trouble: Trouble
    times: int
    code: int = 500
    description: str = ""
    parameters: dict[str, Any] | None = None

    def concerns(self, method: str) -> bool:
        if self.method == ANY:
            return method != "getupdates"
        return self.method.lower() == method


class Faults:
    """What has been ordered, in order; each fault counts down and is gone."""

    def __init__(self) -> None:
        self._left: list[Fault] = []

    def order(self, fault: Fault) -> None:
        self._left.append(fault)

    def next_for(self, method: str) -> Fault | None:
        fault = next((f for f in self._left if f.concerns(method)), None)
        if fault is not None:
            fault.times -= 1
            self._left = [f for f in self._left if f.times > 0]
        return fault
