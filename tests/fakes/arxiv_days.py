"""Invented announcements in arXiv's form: as many papers as wanted, about a few subjects that are easy to tell apart.

    rss(announced(range(1, 31)))                    # thirty papers, in turns about each subject
    rss([Announced(7, title="a < b & c", abstract="")])

A paper of a subject shares its words with the others of that subject, so that a reader's taste can be planted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from random import Random
from xml.sax.saxutils import escape

SUBJECTS: dict[str, tuple[str, ...]] = {
    "splatting": ("gaussian", "splatting", "radiance", "novel view", "rendering", "scene", "densification"),
    "herring": ("herring", "sonar", "trawler", "shoal", "echogram", "fishery", "acoustic counting"),
    "handwriting": ("handwriting", "scribe", "ligature", "manuscript", "glyph", "paleography", "ink stroke"),
    "orchards": ("orchard", "pruning", "fruit", "branch", "harvest robot", "apple", "canopy"),
}
"""Each subject with the words that its titles and abstracts are made of."""

MORNING = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)

_HEAD = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">
<channel><title>cs.CV updates on arXiv.org</title><link>https://rss.arxiv.org/rss/cs.CV</link>
<description>cs.CV updates on the arXiv.org e-print archive.</description><language>en-us</language>
"""
_ITEM = """<item><title>{title}</title><link>https://arxiv.org/abs/{arxiv}</link>
<description>arXiv:{arxiv}v1 Announce Type: new
Abstract: {abstract}</description>
<guid isPermaLink="false">oai:arXiv.org:{arxiv}v1</guid><category>cs.CV</category><pubDate>{date}</pubDate>
<arxiv:announce_type>new</arxiv:announce_type><dc:creator>Ada Invented, Bo Madeup</dc:creator></item>
"""


@dataclass(frozen=True, slots=True)
class Announced:
    """One paper of an announcement, known by its number."""

    number: int
    title: str
    abstract: str

    @property
    def arxiv_id(self) -> str:
        return f"2611.{self.number:05d}"


def subject_of(number: int) -> str:
    """What the paper of that number is about: the subjects take turns."""
    return tuple(SUBJECTS)[number % len(SUBJECTS)]


def about(subject: str, start: int, count: int) -> list[int]:
    """The first so many numbers from `start` on whose papers are about that subject."""
    first = next(number for number in range(start, start + len(SUBJECTS)) if subject_of(number) == subject)
    return list(range(first, first + count * len(SUBJECTS), len(SUBJECTS)))


def announced(numbers: Iterable[int]) -> list[Announced]:
    """The papers of these numbers; the same again for the same number."""
    return [_paper(number) for number in numbers]


def rss(papers: Sequence[Announced], at: datetime = MORNING) -> bytes:
    """The announcement as rss.arxiv.org would serve it."""
    items = "".join(
        _ITEM.format(title=escape(p.title), arxiv=p.arxiv_id, abstract=escape(p.abstract), date=format_datetime(at))
        for p in papers
    )
    return f"{_HEAD}<pubDate>{format_datetime(at)}</pubDate>\n{items}</channel></rss>\n".encode()


def _paper(number: int) -> Announced:
    subject, rnd = subject_of(number), Random(number)
    words = list(SUBJECTS[subject])
    rnd.shuffle(words)
    first, second, third = words[:3]
    title = f"{first.title()} and {second} {subject}, study {number}"
    abstract = (
        f"We study {first} with {second} under {third} in setting {number}. "
        f"Earlier work on {words[3]} needs {rnd.randint(2, 90)} times the memory. "
        f"Our method for {subject} learns {first} from {rnd.randint(100, 999)} examples. "
        f"It improves {second} by {rnd.randint(2, 30)} percent."
    )
    return Announced(number, title, abstract)
