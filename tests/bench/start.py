"""From the start of `bandu run` to the moment it is ready and to its first answer, and back to its end."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from tests.bench.measure import Aim, Measure, Outcome
from tests.bench.processes import PATIENCE, bot
from tests.bench.setting import READER, Setting
from tests.fakes.telegram_server import TelegramServer

READY_UNDER = Aim(3.0)


def run(setting: Setting) -> Outcome:
    """Cold: no database yet. Warm: one that knows the corpus."""
    starts: dict[str, list[tuple[float, float, float]]] = {"cold": [], "warm": []}
    for turn in range(setting.scale.starts):
        for kind, taken in starts.items():
            home = setting.folder / f"start-{kind}-{turn}"
            home.mkdir()
            if kind == "warm":
                shutil.move(setting.database(f"warm-{turn}"), home / "bandu.sqlite")
            taken.append(_start(home))
    measures: list[Measure] = []
    for kind, taken in starts.items():
        measures += [
            Measure(f"{kind} start to ready", "s", tuple(t[0] for t in taken), READY_UNDER),
            Measure(f"{kind} start to the first answer", "s", tuple(t[1] for t in taken)),
            Measure(f"SIGTERM to the end ({kind})", "s", tuple(t[2] for t in taken)),
        ]
    note = "Telegram is the tests' own server on this machine; files are in the disk cache from the second start on."
    return Outcome(tuple(measures), {"starts": sum(map(len, starts.values()))}, (note,))


def _start(home: Path) -> tuple[float, float, float]:
    """Seconds to ready, to the answer to what was said before the start, and from SIGTERM to the end."""
    with TelegramServer() as server:
        server.say(int(READER), "/help")
        with bot(server, home) as up:
            ready = up.wait_for("ready")
            server.wait_for(lambda: server.chat(int(READER)), PATIENCE)
            answered = next(call.at for call in server.calls if call.method == "sendMessage")
            stopping = time.monotonic()
        return ready - up.started, answered - up.started, time.monotonic() - stopping
