"""The bot as `bandu run` starts it, with a shorter rest for its worker, and with learning that never ends on request.

    python -m tests.bench.bot_process SECONDS [READER]

On SIGUSR1 it begins to learn a space of the whole corpus and READER's model in its worker process, over and over.
Imports no more than the command does, and at the top nothing of the bot: its memory is measured, and a spawned worker
imports the top of the main module again.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.services.desk import Desk


async def serve(rest: float, reader: str | None) -> None:
    """Runs until SIGTERM."""
    from bot.app.running import running_bot
    from bot.settings import load
    from bot.telemetry import Telemetry, configure
    from bot.workers import ProcessWorker

    settings = load(os.environ, Path(), lambda path: Path(path).read_text(encoding="utf-8"))
    configure("INFO", settings.secrets)
    stop, begin = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGUSR1, begin.set)
    worker = ProcessWorker(idle=rest)
    try:
        async with running_bot(settings, Telemetry(), worker=worker) as running:
            gc.freeze()  # as the command does
            learning = asyncio.create_task(_learn(running.desk, begin, reader))
            await stop.wait()
            learning.cancel()
            await asyncio.gather(learning, return_exceptions=True)
    finally:
        await worker.close()


async def _learn(desk: Desk, begin: asyncio.Event, key: str | None) -> None:
    await begin.wait()
    assert key is not None
    reader = await asyncio.to_thread(desk.store.readers.find, key)
    assert reader is not None
    while True:
        space = await asyncio.to_thread(desk.store.models.space)
        if space is not None:
            # Said to be of one paper, the space counts as outgrown.
            await asyncio.to_thread(desk.store.models.put_space, space.data, 1, desk.clock())
        await desk.training.learnt(reader)


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None))
