"""Previews that wait for their reader's word: kept in memory for a day, so that a button needs to carry two numbers.

A restart forgets them; whoever taps then is asked to send the address again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain import SourceSpec
from bot.ports import Clock

LASTS = timedelta(days=1)
MOST = 1_000
"""Previews that are kept at once; the oldest go first."""


@dataclass(frozen=True, slots=True)
class _Kept:
    reader: int
    at: datetime
    feeds: tuple[SourceSpec, ...]


class Previews:
    def __init__(self, clock: Clock, new_id: Callable[[], int]) -> None:
        """`new_id` gives numbers below 10^18 that nobody guesses and no other process gives."""
        self._clock = clock
        self._new_id = new_id
        self._kept: OrderedDict[int, _Kept] = OrderedDict()

    def keep(self, reader_id: int, feeds: Sequence[SourceSpec]) -> int:
        """The number by which these feeds are chosen from."""
        number = self._new_id()
        self._kept[number] = _Kept(reader_id, self._clock(), tuple(feeds))
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return number

    def chosen(self, reader_id: int, number: int, choice: int) -> SourceSpec | None:
        """The feed of that place (0 the first) in a preview; None where it is gone or was shown to somebody else."""
        kept = self._kept.get(number)
        if kept is None or kept.reader != reader_id or self._clock() - kept.at > LASTS:
            return None
        return kept.feeds[choice] if choice < len(kept.feeds) else None
