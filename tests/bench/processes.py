"""The bot as a process of its own: started against a test server, listened to, and stopped."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.setting import READER, STUDIOUS
from tests.fakes.telegram_server import TelegramServer

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
RUN = ("-m", "bot", "run")
"""The command itself; `tests.bench.bot_process` is the same bot with more to set."""
_EVENT = re.compile(r"bot: (?P<name>[a-z_]+)")


@dataclass(slots=True)
class Bot:
    """A bot's process; `events` are the names of its log lines with the moment of each (monotonic seconds)."""

    process: subprocess.Popen[str]
    started: float
    events: list[tuple[str, float]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    @property
    def pid(self) -> int:
        return self.process.pid

    def count(self, event: str) -> int:
        with self._news:
            return sum(name == event for name, _ in self.events)

    def wait_for(self, event: str, count: int = 1) -> float:
        """The moment at which the event was logged for the `count`-th time. Raises RuntimeError if it never is."""
        with self._news:
            self._news.wait_for(lambda: self._times(event)[count - 1 :] or self.process.poll() is not None, PATIENCE)
            times = self._times(event)[count - 1 :]
        if not times:
            raise RuntimeError(f"the bot did not log {event!r}; it said:\n" + "".join(self.log[-20:]))
        return times[0]

    def listen(self) -> None:
        """Reads the log until it ends; for a thread."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            found = _EVENT.search(line)
            with self._news:
                self.log.append(line)
                if found:
                    self.events.append((found["name"], time.monotonic()))
                self._news.notify_all()
        with self._news:
            self._news.notify_all()

    def _times(self, event: str) -> list[float]:
        return [at for name, at in self.events if name == event]


@contextmanager
def bot(server: TelegramServer, home: Path, command: Sequence[str] = RUN) -> Iterator[Bot]:
    """A bot with that home folder while the block runs; two readers are admitted, no source is read."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("BANDU_")} | {
        "BANDU_TELEGRAM_TOKEN": server.token,
        "BANDU_TELEGRAM_API_URL": server.url,
        "BANDU_HOME": str(home),
        "BANDU_EMBED": "off",
        "BANDU_ACCESS": "allowlist",
        "BANDU_ALLOW": f"{READER},{STUDIOUS}",
        "BANDU_ARXIV_CATEGORIES": "",
    }
    started = time.monotonic()
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True)
    up = Bot(process, started)
    listener = threading.Thread(target=up.listen)
    listener.start()
    try:
        yield up
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        listener.join()
        assert process.stderr is not None
        process.stderr.close()
