"""What a reader says they want more or less of: said, listed, taken back. It counts at once, before any star."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain import Reader
from bot.errors import BadInput
from bot.ports import Clock
from bot.services.stated import parse_interests
from bot.services.training import Training
from bot.store import Store
from bot.telemetry import Telemetry
from bot.texts import later
from ranking.domain import Interest

MOST = 100
"""Interests of one reader."""


@dataclass(frozen=True, slots=True)
class Stated:
    """An interest and, where it is a seed paper, the paper's title."""

    interest: Interest
    title: str = ""


class Interests:
    def __init__(self, store: Store, training: Training, clock: Clock, telemetry: Telemetry) -> None:
        self._store = store
        self._training = training
        self._clock = clock
        self._telemetry = telemetry

    async def say(self, reader: Reader, text: str, weight: float) -> tuple[Stated, ...]:
        """Stores what the text names with that weight (less than 0: less of it) and returns it. Raises BadInput."""
        said = await asyncio.to_thread(self._say, reader, text, weight)
        self._learn(reader, len(said))
        return said

    async def stated(self, reader: Reader) -> tuple[Stated, ...]:
        """All that was said, in the order of saying: the first is number 1."""
        return await asyncio.to_thread(self._stated, reader)

    async def remove(self, reader: Reader, numbers: Sequence[int]) -> tuple[Stated, ...]:
        """Takes back what has these numbers and returns it. Raises BadInput where there is no such number."""
        gone = await asyncio.to_thread(self._remove, reader, numbers)
        self._learn(reader, len(gone))
        return gone

    def _say(self, reader: Reader, text: str, weight: float) -> tuple[Stated, ...]:
        parsed = parse_interests(text, weight)
        if not parsed:
            raise BadInput(later("Say what: /interests more diffusion models, au: Ada Example, cs.CV"))
        before = {(i.kind, i.text.casefold()): i.text for i in self._store.interests.of(reader.id)}
        # Written in another case it is the same interest, under the spelling that came first.
        said = [Interest(i.kind, before.get((i.kind, i.text.casefold()), i.text), i.weight) for i in parsed]
        new = sum((i.kind, i.text.casefold()) not in before for i in said)
        if len(before) + new > MOST:
            raise BadInput(later("That would be more than 100 interests: take some back first."))
        titled = self._titled(said)
        if any(stated.interest.kind == "paper" and not stated.title for stated in titled):
            raise BadInput(
                later("I have not read that paper yet, so I can't look for more like it; tell me its topic.")
            )
        self._store.interests.say(reader.id, said, self._clock())
        return titled

    def _stated(self, reader: Reader) -> tuple[Stated, ...]:
        return self._titled(self._store.interests.of(reader.id))

    def _remove(self, reader: Reader, numbers: Sequence[int]) -> tuple[Stated, ...]:
        said = self._store.interests.said(reader.id)
        if not numbers or not all(1 <= number <= len(said) for number in numbers):
            raise BadInput(later("There is no such number; /interests shows what you told me."))
        gone = [said[number - 1] for number in dict.fromkeys(numbers)]
        self._store.interests.remove(reader.id, [one.id for one in gone])
        return self._titled([one.interest for one in gone])

    def _titled(self, said: Sequence[Interest]) -> tuple[Stated, ...]:
        records = self._store.papers.get(i.text for i in said if i.kind == "paper")
        return tuple(Stated(i, records[i.text].paper.title if i.text in records else "") for i in said)

    def _learn(self, reader: Reader, changed: int) -> None:
        self._telemetry.event("interests_changed", reader=reader.id, interests=changed)
        self._training.learn_soon(reader)
