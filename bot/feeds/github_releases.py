"""GitHub's feeds of a repository's releases and tags: Atom, whose entries name the version and not the repository."""

from __future__ import annotations

from dataclasses import replace

from bot.digest.repositories import repository_of
from bot.domain import Entry, Found, Link, LinkKind, ParsedFeed
from bot.feeds import feed
from bot.feeds.text import LONGEST_TITLE, fold

_NO_TEXT = "No content."
"""What GitHub writes for a release without notes."""


def parse(data: bytes, url: str, charset: str = "") -> ParsedFeed:
    """The releases, newest first as GitHub lists them, each titled "OWNER/REPO v1.2". Raises ParseError."""
    read = feed.parse(data, url, charset)
    return replace(read, entries=tuple(_release(entry, url) for entry in read.entries))


def _release(entry: Entry, url: str) -> Entry:
    """The picture of a release is its author's portrait, which says nothing of it."""
    repository = repository_of(entry.url or url)
    named = _named(repository, entry) if repository else entry
    if entry.abstract == _NO_TEXT:
        named = replace(named, abstract="", words=0)
    return replace(named, image="")


def _named(repository: str, entry: Entry) -> Entry:
    name = "/".join(repository.split("/")[3:])
    title = entry.title if entry.title.startswith(f"{name} ") else f"{name} {entry.title}"
    link = Link(LinkKind.CODE, repository, Found.FEED)
    return replace(entry, title=fold(title, LONGEST_TITLE), links=(*entry.links, link))
