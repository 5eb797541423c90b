"""`bandu run` without a token: one whole turn in the terminal, as a newcomer sees it."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.arxiv_days import announced, rss
from tests.fakes.feed_server import FeedServer
from tests.journeys.history import NOTE
from tests.journeys.process import Home
from tests.journeys.stage import CATEGORY

ITEM = re.compile(r"^(\d+)\. (.+?) \(", re.MULTILINE)


@pytest.fixture
def home(folder: Path, feeds: FeedServer) -> Iterator[Home]:
    with Home(folder, None, feeds) as home:
        yield home
    assert "Traceback" not in home.log


@pytest.fixture
def offline(home: Home) -> Home:
    """A home from which nothing can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        nowhere = "{}:{}".format(*found.getsockname())
    home.environ |= {"BANDU_ARXIV_RSS_URL": f"http://{nowhere}/rss", "BANDU_PRIVATE_HOSTS": nowhere}
    return home


def items(text: str) -> list[tuple[str, str]]:
    return ITEM.findall(text)


def test_a_turn_prints_the_days_digest_ranked_by_the_readers_stars(home: Home, feeds: FeedServer) -> None:
    (home.folder / "history.md").write_text(NOTE, "utf-8")
    assert home.json("import", str(home.folder / "history.md"), "--reader", "me")["ratings"] == 2
    feeds.serve(CATEGORY, rss(announced(range(1, 31))))
    first = home.run("run")
    assert first.returncode == 0
    assert [number for number, _ in items(first.stdout)] == list("123456")
    assert "orchard" in items(first.stdout)[0][1]
    assert "★" in first.stdout

    second = home.run("run")
    assert items(second.stdout) == items(first.stdout)


def test_with_no_network_one_line_says_so_and_the_specimen_day_is_shown(offline: Home, feeds: FeedServer) -> None:
    done = offline.run("run")
    assert done.returncode == 0
    assert len(items(done.stdout)) >= 3
    assert [line for line in done.stderr.splitlines() if "network" in line] == done.stderr.splitlines()[1:]

    feeds.serve(CATEGORY, rss(announced(range(1, 31))))  # its papers never mix with real ones
    offline.environ |= {"BANDU_ARXIV_RSS_URL": f"{feeds.url}/rss", "BANDU_PRIVATE_HOSTS": feeds.host}
    real = offline.run("run")
    assert len(items(real.stdout)) == 6
    assert not set(items(done.stdout)) & set(items(real.stdout))


def test_a_source_that_fails_is_named_in_one_line(home: Home, feeds: FeedServer) -> None:
    feeds.routes[CATEGORY] = (200, {"Content-Type": "text/html"}, b"<html><body>Sorry</body></html>")
    done = home.run("run")
    assert done.returncode == 0
    assert done.stderr.splitlines()[1:] == ["arXiv cs.CV: The document is a web page, not a feed."]
    assert done.stdout == "Nothing new for you. Out of reach so far: arXiv cs.CV\n"
