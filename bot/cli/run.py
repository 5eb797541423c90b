"""`bandu run`: the bot; without a Telegram token one whole turn in the terminal."""

from __future__ import annotations

import argparse
import asyncio
import gc
import signal

from bot.app.running import running_bot
from bot.cli import terminal
from bot.cli.console import Console
from bot.telemetry import Telemetry, configure


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own: the main job is set up by the environment."""


def run(options: argparse.Namespace, console: Console) -> int:  # noqa: ARG001 - the form of every verb
    if console.settings.token is None:
        return asyncio.run(terminal.turn(console))
    configure("INFO", console.settings.secrets)
    asyncio.run(_serve(console))
    return 0


async def _serve(console: Console) -> None:
    """Runs the bot until it is asked to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    serving = asyncio.create_task(_until(stop, console))
    stopping = asyncio.create_task(stop.wait())
    # A bot that can't reach Telegram yet must stop as promptly as one that is up.
    await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not serving.done():
        serving.cancel()
    try:
        await serving
    except asyncio.CancelledError:
        return


async def _until(stop: asyncio.Event, console: Console) -> None:
    async with running_bot(console.settings, Telemetry()):
        # What is loaded by now stays. Looking through all of it for garbage held the loop for 0.1 s, again and again.
        gc.freeze()
        await stop.wait()
