"""The command line as a shell sees it: arguments in; exit code, standard output and standard error out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
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
def shell(tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Shell]:
    with FeedServer() as feeds:
        environ = {
            "BANDU_HOME": str(tmp_path / "home"),
            "BANDU_DATABASE_URL": f"sqlite:///{database}",
            "BANDU_PRIVATE_HOSTS": feeds.host,
            "BANDU_ARXIV_RSS_URL": f"{feeds.url}/rss",
        }
        yield Shell(feeds, capsys, environ)
