"""What every verb is handed: the settings, where to print, and how to open the product for one command."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from bot.settings import Settings

if TYPE_CHECKING:
    from bot.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Console:
    """Results go to `out`, everything else to `err`."""

    settings: Settings
    out: TextIO
    err: TextIO

    def print(self, text: str) -> None:
        print(text, file=self.out)

    def note(self, text: str) -> None:
        print(text, file=self.err)

    def print_json(self, value: Any) -> None:
        """One JSON value, and nothing else, on standard output."""
        print(json.dumps(value, ensure_ascii=False, indent=1), file=self.out)

    @contextlib.asynccontextmanager
    async def desk(self, settings: Settings | None = None, *, reading: bool = False) -> AsyncIterator[Desk]:
        """The use cases on the settings' database, for one command: work is done in this process.

        With `reading` the sources that the settings name are put in place first.
        """
        # Opening the product loads the libraries of all its parts; `--help` and misuse never get here.
        from bot.app.desk import configure_sources, open_desk  # noqa: PLC0415
        from bot.deliver.console import ConsoleChannel  # noqa: PLC0415
        from bot.telemetry import Telemetry  # noqa: PLC0415
        from bot.workers import InlineWorker  # noqa: PLC0415

        chosen = settings or self.settings
        async with open_desk(chosen, ConsoleChannel(self.out), InlineWorker(), Telemetry()) as desk:
            if reading:
                await configure_sources(desk, chosen)
            yield desk
