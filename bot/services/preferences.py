"""What a reader sets for themselves: language, zone, and when the daily digest comes."""

from __future__ import annotations

import asyncio
from zoneinfo import available_timezones

from bot import timetable
from bot.domain import Language, Reader, Schedule
from bot.errors import BadInput
from bot.ports import Clock
from bot.store import Store
from bot.texts import later


class Preferences:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def set_language(self, reader: Reader, language: Language) -> None:
        await asyncio.to_thread(self._store.readers.set_language, reader.id, language)

    async def set_zone(self, reader: Reader, name: str) -> str:
        """Sets an IANA zone, typed in any case, and returns its proper name. Raises BadInput for an unknown one."""
        wanted = name.strip().replace(" ", "_").casefold()
        zone = next((z for z in await asyncio.to_thread(available_timezones) if z.casefold() == wanted), None)
        if zone is None:
            raise BadInput(later("I don't know that time zone. Names look like Europe/Berlin or Asia/Shanghai."))
        await asyncio.to_thread(self._store.readers.set_zone, reader.id, zone, self._clock())
        return zone

    async def set_schedule(self, reader: Reader, typed: str) -> Schedule:
        """Sets the daily push from words such as `08:30 mon-fri` or `off`. Raises BadInput where they make no sense."""
        parsed = timetable.parse_schedule(typed)
        if parsed is None:
            raise BadInput(
                later("I did not understand that. Examples: /schedule 08:30, /schedule 08:30 mon-fri, /schedule off")
            )
        schedule = Schedule(*parsed, since=self._clock())
        await asyncio.to_thread(self._store.readers.set_schedule, reader.id, schedule)
        return schedule
