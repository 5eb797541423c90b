"""The command line as a shell sees it: arguments in; exit code, standard output and standard error out."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.telemetry import QUIET
from tests.fakes.feed_server import FeedServer


@dataclass(frozen=True, slots=True)
class Outcome:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value that is all of the standard output."""
        return json.loads(self.out)


@dataclass(slots=True)
class Shell:
    """Runs `bandu` on an installation of its own, whose feeds come from a server on loopback."""

    feeds: FeedServer
    capture: pytest.CaptureFixture[str]
    environ: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: str, **variables: str) -> Outcome:
        self.capture.readouterr()
        try:
            code = main(arguments, self.environ | {f"BANDU_{name}": value for name, value in variables.items()})
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
        said = self.capture.readouterr()
        return Outcome(code, said.out, said.err)


@pytest.fixture
def logging_of_its_own() -> Iterator[None]:
    """The command line sets up the log of the whole process; here that ends with the test."""
    root, libraries = logging.getLogger(), [logging.getLogger(name) for name in QUIET]
    handlers, levels = root.handlers[:], [(one, one.level) for one in (root, *libraries)]
    hooks, shown = (sys.excepthook, threading.excepthook), logging.raiseExceptions
    yield
    logging.captureWarnings(capture=False)
    logging.raiseExceptions = shown
    sys.excepthook, threading.excepthook = hooks
    root.handlers[:] = handlers
    for one, level in levels:
        one.setLevel(level)


@pytest.fixture
def shell(
    tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str], logging_of_its_own: None
) -> Iterator[Shell]:
    with FeedServer() as feeds:
        environ = {
            "BANDU_HOME": str(tmp_path / "home"),
            "BANDU_DATABASE_URL": f"sqlite:///{database}",
            "BANDU_PRIVATE_HOSTS": feeds.host,
            "BANDU_EMBED": "off",
            "BANDU_ARXIV_RSS_URL": f"{feeds.url}/rss",
            "BANDU_ARXIV_API_URL": f"{feeds.url}/api/query",
        }
        yield Shell(feeds, capsys, environ)
