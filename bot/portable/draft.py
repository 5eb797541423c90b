"""An item of a note while its lines are being read: what each line adds, and the finished item.

The label says what a line is, with one exception: an address that can only be something else (an arXiv page under
"code", a repository under "paper") counts as what it is. Files, dates of files and the product's domain are not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.identity import parse_arxiv
from bot.portable import inline
from bot.portable.inline import InlineLink
from bot.portable.labels import Label, Labelled, known, split

TITLE_LIMIT = 1_000
TEXT_LIMIT = 8_000
"""Characters kept of a title and of a text: a note is read by people, what is longer is an accident."""
LINK_LIMIT = 100

_REPOSITORY = re.compile(r"https?://(?:www\.)?(?:github|gitlab|gitee)\.com/[^/]+/[^/]+/?$", re.IGNORECASE)
_SENTENCE_END = tuple("。.!！?？:：;；,，、…")


@dataclass(frozen=True, slots=True)
class NamedPaper:
    """A paper that an item names; either part may be ""."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class NoteItem:
    """One item of a note. `stars` is 0 where none are given, `url` "" where there is none; `line` counts from 1."""

    line: int
    title: str
    url: str
    stars: int
    day: date | None
    papers: tuple[NamedPaper, ...] = ()
    code: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    abstract: str = ""
    tips: str = ""
    images: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    """Collects the lines of one item.

    `open` is the label that lines without one belong to, `indent` where its line began, and `awaits` whether its own
    line left the value to the lines below.
    """

    line: int
    title: str
    url: str
    stars: int
    day: date | None
    papers: list[NamedPaper] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    abstract: list[str] = field(default_factory=list)
    tips: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    open: Label | None = None
    indent: int = 0
    awaits: bool = False

    def add_line(self, line: str) -> None:
        """Takes in one line below the item's own."""
        if not self.stars and inline.is_stars(line.strip()):
            self.stars = inline.stars(line)
            return
        self.images += inline.images(line)
        self.addresses += inline.videos(line)
        self.add_text(inline.without_media(line))

    def add_text(self, line: str) -> None:
        """Takes in a line that holds no images any more."""
        part = split(line)
        indent = len(line) - len(line.lstrip())
        if part.label is not None:
            self.open, self.indent, self.awaits = part.label, indent, not part.value
            self._labelled(part.label, part.value)
        elif part.name:
            self._unknown(part)
        else:
            self._unlabelled(part.text, indent > self.indent)

    def finish(self) -> NoteItem:
        """The item, each link once, texts joined to one line."""
        return NoteItem(
            line=self.line,
            title=self.title[:TITLE_LIMIT],
            url=self.url,
            stars=self.stars,
            day=self.day,
            papers=tuple(_distinct(self.papers)),
            code=_once(self.code),
            addresses=_once(self.addresses),
            abstract=_joined(self.abstract),
            tips=_joined(self.tips),
            images=_once(self.images),
        )

    def _unlabelled(self, text: str, nested: bool) -> None:
        found = inline.links(text)
        if self.open in (Label.ABSTRACT, Label.TIPS):
            self._text(self.open, inline.plain(text))
        elif self.open is not None and (nested or self.awaits):
            self._labelled(self.open, text)
        elif found:
            self._loose_links(text, found)
        else:
            self._text(None, inline.plain(text))

    def _unknown(self, part: Labelled) -> None:
        """A name that is no label: its links are addresses of the item; words around them, or alone, are text."""
        found = [link for link in inline.links(part.value) if link.url]
        for link in found:
            self._link(Label.ADDRESS, link)
        empty = not part.value and self.open not in (Label.ABSTRACT, Label.TIPS)
        if not empty and (not found or _words_around(part.value, found)):
            self._text(self.open, inline.plain(part.text))

    def _labelled(self, label: Label, value: str) -> None:
        if label in (Label.ABSTRACT, Label.TIPS):
            self._text(label, inline.plain(value))
            return
        found = [link for link in inline.links(value) if link.url]
        if len(found) > 1 and any(known(link.text) for link in found):
            self._loose_links(value, found)
            return
        for link in found:
            self._link(label, link, value if len(found) == 1 else "")
        if not found and (text := inline.plain(value)):
            self._named(label, text)

    def _named(self, label: Label, text: str) -> None:
        """Words without an address: a paper's title or arXiv number; a remark where code or a page was expected."""
        if label is Label.PAPER:
            number = parse_arxiv(text)
            self.papers.append(NamedPaper("", number.url) if number else NamedPaper(text, ""))
        else:
            self._text(None, text)

    def _loose_links(self, text: str, found: Sequence[InlineLink]) -> None:
        """Links under no label: the text of each may be one (`[Code](url)`); words around them stay text."""
        for link in found:
            if link.url:
                self._link(known(link.text) or Label.ADDRESS, link)
        if _words_around(text, found):
            self._text(None, inline.plain(text))

    def _link(self, label: Label, link: InlineLink, around: str = "") -> None:
        if parse_arxiv(link.url) is not None:
            label = Label.PAPER
        elif label is Label.PAPER and _REPOSITORY.match(link.url):
            label = Label.CODE
        if label is Label.PAPER:
            self.papers.append(NamedPaper(_paper_title(link, around), link.url))
        else:
            (self.code if label is Label.CODE else self.addresses).append(link.url)

    def _text(self, label: Label | None, text: str) -> None:
        """Text under a label; without one it is the abstract as long as there is none."""
        if not text:
            return
        abstract = label is Label.ABSTRACT or (label is not Label.TIPS and not self.abstract)
        (self.abstract if abstract else self.tips).append(text)


def _words_around(text: str, found: Sequence[InlineLink]) -> bool:
    """Whether words stand outside the links."""
    at, rest = 0, ""
    for link in found:
        rest += text[at : link.start] + " "
        at = link.end
    return any(character.isalnum() for character in rest + text[at:])


def _paper_title(link: InlineLink, around: str) -> str:
    """The words of a paper's link, or those before it where the link stands bare or says only `pdf`."""
    if link.text and known(link.text) is None:
        return inline.plain(link.text)[:TITLE_LIMIT]
    words = inline.plain(around[: link.start]).strip(" -–—:：,，(（[")
    return "" if known(words) else words[:TITLE_LIMIT]


def _distinct(papers: list[NamedPaper]) -> Iterator[NamedPaper]:
    """Each address once, with the first title given for it, and each bare title once."""
    merged: dict[str, NamedPaper] = {}
    for paper in papers[:LINK_LIMIT]:
        number = parse_arxiv(paper.url)
        key = number.text if number else paper.url or paper.title
        before = merged.get(key)
        merged[key] = NamedPaper(before.title or paper.title, before.url) if before else paper
    yield from merged.values()


def _once(urls: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(urls[:LINK_LIMIT]))


def _joined(parts: list[str]) -> str:
    """The parts as one line; what does not end like a sentence gets a semicolon before the next."""
    text = ""
    for part in parts:
        gap = "" if not text else " " if text.endswith(_SENTENCE_END) else "; "
        text = (text + gap + part)[:TEXT_LIMIT]
        if len(text) == TEXT_LIMIT:
            break
    return text
