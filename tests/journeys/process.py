"""The bot as the operator runs it: a process with an environment, a log, and children that must not outlive it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import psutil

from bot.store import Store, open_store
from tests.conftest import ROOT
from tests.fakes.feed_server import FeedServer
from tests.fakes.telegram_server import TelegramServer

PATIENCE = 30.0
PAUSE = 0.01
"""Seconds between two looks at what another process may have changed."""

V = TypeVar("V")


def eventually(look: Callable[[], V], patience: float = PATIENCE) -> V:
    """The first truthy value of `look`, for what no event tells of. Raises TimeoutError."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if value := look():
            return value
        time.sleep(PAUSE)
    raise TimeoutError(f"nothing of the kind within {patience} s")


class Home:
    """A folder with a database, and `python -m bot` on it. `telegram` None is terminal mode."""

    def __init__(self, folder: Path, telegram: TelegramServer | None, feeds: FeedServer) -> None:
        self.folder = folder
        self.feeds = feeds
        self.environ = {k: v for k, v in os.environ.items() if not k.startswith("BANDU_")} | {
            "BANDU_HOME": str(folder),
            "BANDU_ALLOW": "42,77",
            "BANDU_HTTP_LISTEN": "",
            "BANDU_EMBED": "off",
            "BANDU_ARXIV_RSS_URL": f"{feeds.url}/rss",
            "BANDU_ARXIV_HTML_URL": f"{feeds.url}/html",
            "BANDU_ARXIV_API_URL": f"{feeds.url}/api/query",
            "BANDU_PRIVATE_HOSTS": feeds.host,
        }
        if telegram is not None:
            self.environ |= {"BANDU_TELEGRAM_TOKEN": telegram.token, "BANDU_TELEGRAM_API_URL": telegram.url}
        self._log = folder / "bot.log"
        self._process: psutil.Popen | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.poll() is None:
            self.kill()

    @property
    def log(self) -> str:
        """Everything that was written to standard error so far."""
        return self._log.read_text("utf-8") if self._log.exists() else ""

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One command to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        with self._log.open("a", encoding="utf-8") as log:
            log.write(done.stderr)
        return done

    def json(self, *arguments: str) -> Any:
        """What a command prints with --json."""
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def start(self) -> None:
        """Starts the bot and waits until it says that it is ready."""
        before = self.log.count(" ready\n")
        with self._log.open("a", encoding="utf-8") as log:
            self._process = psutil.Popen(
                [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=self.environ, stderr=log, stdout=log
            )
        eventually(lambda: self.log.count(" ready\n") > before or self.process.poll() is not None)
        assert self.process.poll() is None, self.log

    @property
    def process(self) -> psutil.Popen:
        assert self._process is not None
        return self._process

    def kill(self) -> list[psutil.Process]:
        """SIGKILL; gives the children that outlived it, after a while to die in."""
        children = self.process.children(recursive=True)
        self.process.kill()
        self.process.wait()
        _, alive = psutil.wait_procs(children, timeout=PATIENCE)
        return list(alive)

    def stop(self) -> int:
        """SIGTERM; gives the exit code."""
        self.process.terminate()
        return int(self.process.wait(PATIENCE))

    def store(self) -> Store:
        """The database, beside the bot. To be closed."""
        return open_store(f"sqlite:///{self.folder / 'bandu.sqlite'}")
