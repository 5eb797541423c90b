"""Papers as sources tell of them and as the store knows them: entries, links, pictures, records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ranking.domain import Paper


class Announce(StrEnum):
    """arXiv's announce types, in its own spelling."""

    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"
    REPLACE_CROSS = "replace-cross"


@dataclass(frozen=True, slots=True)
class ArxivId:
    """An arXiv identifier without its version (`2503.14485`, `astro-ph/0601001`), and the version where known."""

    text: str
    version: int | None = None

    def __str__(self) -> str:
        return self.text

    @property
    def url(self) -> str:
        return f"https://arxiv.org/abs/{self.text}"


class LinkKind(StrEnum):
    PAPER = "paper"
    CODE = "code"
    ADDRESS = "address"
    """A project page or another link of the item."""
    ARTICLE = "article"
    """The article about the paper that brought it here."""


class Found(StrEnum):
    """Where a link was read. A link is never guessed."""

    ABSTRACT = "abstract"
    COMMENT = "comment"
    FEED = "feed"
    NOTE = "note"
    ARTICLE = "article"
    """An article about the paper."""
    HUGGING_FACE = "hugging_face"
    """The record that Hugging Face keeps of the paper."""
    PROCEEDINGS = "proceedings"
    FIGURE = "figure"
    """The first figure of arXiv's own HTML page of the paper."""


@dataclass(frozen=True, slots=True)
class Link:
    kind: LinkKind
    url: str
    found_in: Found
    since: datetime | None = None
    """When it was first seen, where that decides which of several is shown first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one source said once about one item, as parsed and before identity is decided.

    `key` is the source's own id for the entry (guid, Atom id), `url` the page it links to ("" where none is given).
    """

    title: str
    url: str = ""
    abstract: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    published: datetime | None = None
    comment: str = ""
    arxiv: ArxivId | None = None
    doi: str = ""
    announce: Announce | None = None
    links: tuple[Link, ...] = ()
    image: str = ""
    key: str = ""
    affiliations: tuple[str, ...] = ()
    venue: str = ""
    """Where it appeared, as the source itself states it of the item ("CVPR 2026 (Oral)"); never read out of a text."""
    language: str = ""
    """ISO 639-1, as declared by the source or told by the script of the text; "" where neither says."""
    words: int = 0
    """Length of the whole text that the source carried (a Chinese character counts as a word)."""
    outward: tuple[str, ...] = ()
    """Addresses that the text links to, in order: what an article may be about."""

    def link(self, kind: LinkKind) -> Link | None:
        return next((x for x in self.links if x.kind is kind), None)


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A paper as the store knows it: merged from every sighting. `seq` grows by one with each paper first seen."""

    seq: int
    paper: Paper
    url: str
    first_seen: datetime
    arxiv: ArxivId | None = None
    doi: str = ""
    links: tuple[Link, ...] = ()
    image: str = ""
    affiliations: tuple[str, ...] = ()
    venue: str = ""
    """As a source stated it; the digest reads the authors' comment where this is empty."""
    language: str = ""
    words: int = 0


@dataclass(frozen=True, slots=True)
class CheckedPicture:
    """A small picture that was drawn anew from a stranger's: PNG or JPEG, as `suffix` says, without metadata."""

    data: bytes
    suffix: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A paper's teaser picture as it is kept: where it came from, and the checked file in the cache."""

    url: str
    found_in: Found
    file: str
    """Its absolute path."""
    width: int
    height: int
