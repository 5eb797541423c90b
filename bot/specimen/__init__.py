"""The specimen day: an invented announcement in arXiv's form and an invented reader's notes, for use without network.

Every title, author and identifier is made up. The bytes are read like those of any other source.
"""

from __future__ import annotations

from importlib.resources import files

FEED_NAME = "cs.CV.rss.xml"
HISTORY_NAME = "history.md"


def feed() -> bytes:
    """The day's announcement, RSS 2.0 as rss.arxiv.org serves it."""
    return files(__name__).joinpath(FEED_NAME).read_bytes()


def history() -> str:
    """The reader's rated notes, in the format `note`."""
    return files(__name__).joinpath(HISTORY_NAME).read_text("utf-8")
