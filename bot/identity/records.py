"""A paper's record out of its sightings: a join, so that order and repetition make no difference.

Pure. Each part is the maximum of a total order, a union or an extreme: commutative, associative, idempotent. What
belongs together comes together from one sighting: title, abstract, authors, categories, language and version.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce

from bot.domain import ArxivId, Entry, Found, Link, LinkKind, PaperRecord
from bot.identity.arxiv import version_of
from bot.identity.naming import arxiv_of, best, doi_of, names_of
from bot.identity.titles import fingerprint
from ranking.domain import Paper

_NEVER = datetime.max.replace(tzinfo=UTC)
_CLOCK_SKEW = timedelta(days=1)
_LONG_BEFORE = timedelta(days=366)
_FIRST_YEAR = 91
_PENDING = re.compile(r"submit|submission|under review|withdrawn|reject|preprint|\barxiv\b|\bcorr\b", re.IGNORECASE)
_DISTINCTION = re.compile(r"\b(?:oral|spotlight|highlight|award|best|honou?rable)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CUT = re.compile(r"(?:\W|read more|continue reading|more)*\Z", re.IGNORECASE)
_ENDING = 40
_MOST_LINKS = 20
"""Of one kind, found in one place: what is joined to thousands of sightings must not grow with each of them."""


def first_sighting(entry: Entry, seq: int, seen_at: datetime, id: str = "") -> PaperRecord:
    """The record of a paper that was not known before; `id` where more is known than the entry says."""
    arxiv = arxiv_of(entry)
    paper = Paper(
        id=id or names_of(entry)[0],
        title=entry.title,
        abstract=entry.abstract,
        authors=entry.authors,
        categories=entry.categories,
        published=_believed(entry.published, seen_at, arxiv),
        comment=entry.comment,
    )
    return PaperRecord(
        seq=seq,
        paper=paper,
        url=arxiv.url if arxiv else entry.url,
        first_seen=seen_at,
        arxiv=arxiv,
        doi=doi_of(entry),
        links=_united(entry.links),
        image=entry.image,
        affiliations=entry.affiliations,
        venue=entry.venue,
        language=entry.language,
        words=entry.words,
    )


def joined(one: PaperRecord, other: PaperRecord) -> PaperRecord:
    """The record of a paper of which both are sightings. Of two numbers `seq` the smaller one that is set stays.

    The text is one with an abstract before one without, then that of the highest arXiv version, then the longest.
    """
    text = max(one, other, key=_text_rank)
    arxiv = _first_arxiv(one.arxiv, other.arxiv, version_of(text.arxiv))
    return PaperRecord(
        seq=min(filter(None, (one.seq, other.seq)), default=0),
        paper=replace(
            text.paper,
            id=one.paper.id if one.paper.id == other.paper.id else best((one.paper.id, other.paper.id)),
            published=min(filter(None, (one.paper.published, other.paper.published)), default=None),
            comment=max(one.paper.comment, other.paper.comment, key=_longest),
        ),
        url=arxiv.url if arxiv else min(one.url, other.url, key=_url_rank),
        first_seen=min(one.first_seen, other.first_seen),
        arxiv=arxiv,
        doi=min(filter(None, (one.doi, other.doi)), default=""),
        links=_united(one.links + other.links),
        image=min(one.image, other.image, key=_url_rank),
        affiliations=max(one.affiliations, other.affiliations, key=lambda a: (len(a), a)),
        venue=max(one.venue, other.venue, key=_venue_rank),
        language=text.language,
        words=max(one.words, other.words),
    )


def all_joined(records: Iterable[PaperRecord]) -> PaperRecord:
    """The record of a paper of which all of these, at least one, are sightings."""
    return reduce(joined, records)


def is_revised(before: PaperRecord, after: PaperRecord, *, again: bool) -> bool:
    """Whether the authors changed the abstract, as opposed to another source wording it otherwise.

    They did where a higher version of arXiv's brought other words, and where a source that had told of the paper before
    (`again`) now tells it in other words. Another spelling of the same letters is no change, nor is a text that goes on
    where the one known broke off.
    """
    old, new = version_of(before.arxiv), version_of(after.arxiv)
    if before.paper.abstract == after.paper.abstract or not (0 < old < new or (again and old == new)):
        return False
    was, now = (fingerprint_of_text(record.paper.abstract) for record in (before, after))
    return bool(was) and bool(now) and was != now and not (old == new and now.startswith(_uncut(before)))


def fingerprint_of_text(text: str) -> str:
    """The letters of a whole text."""
    return "".join(fingerprint(text[start : start + 1_000]) for start in range(0, len(text), 1_000))


def _uncut(record: PaperRecord) -> str:
    """The letters of a text that may have been cut short, without what says so."""
    text = record.paper.abstract.rstrip()
    start, ending = text[:-_ENDING], text[-_ENDING:]
    return fingerprint_of_text(start + _CUT.sub("", ending))


def _first_arxiv(one: ArxivId | None, other: ArxivId | None, version: int) -> ArxivId | None:
    """The identifier that comes first, with the version that the text is of."""
    ids = [arxiv.text for arxiv in (one, other) if arxiv]
    return ArxivId(min(ids), version or None) if ids else None


def _text_rank(record: PaperRecord) -> tuple[object, ...]:
    paper = record.paper
    return (
        bool(paper.abstract),
        version_of(record.arxiv),
        len(paper.abstract),
        paper.abstract,
        paper.title,
        len(paper.authors),
        paper.authors,
        paper.categories,
        record.language,
    )


def _venue_rank(venue: str) -> tuple[bool, bool, bool, bool, int, str]:
    """Where it appeared before where it was sent, with its year and distinction before without, then the longest."""
    told = bool(venue) and not _PENDING.search(venue)
    return bool(venue), told, bool(_YEAR.search(venue)), bool(_DISTINCTION.search(venue)), len(venue), venue


def _longest(text: str) -> tuple[int, str]:
    return len(text), text


def _url_rank(url: str) -> tuple[bool, bool, int, str]:
    """Given before missing, https before http, short before long (a tracking tail makes it longer)."""
    return (not url, not url.startswith("https:"), len(url), url)


def _united(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Each link once, since the earliest time that is said of it; of one kind those that are known longest first."""
    if any(link.since for link in links):
        since: dict[Link, datetime] = {}
        for link in links:
            bare = replace(link, since=None)
            since[bare] = min(since.get(bare, _NEVER), link.since or _NEVER)
        links = tuple(replace(link, since=None if at == _NEVER else at) for link, at in since.items())
    found = sorted(set(links), key=lambda link: (link.kind, link.since or _NEVER, link.url, link.found_in))
    return tuple(found) if len(found) <= _MOST_LINKS else tuple(_first_of_each(found))


def _first_of_each(links: Iterable[Link]) -> Iterator[Link]:
    """The first links of each kind and place. What was not among them once never is, so order makes no difference."""
    counted: Counter[tuple[LinkKind, Found]] = Counter()
    for link in links:
        counted[link.kind, link.found_in] += 1
        if counted[link.kind, link.found_in] <= _MOST_LINKS:
            yield link


def _believed(published: datetime | None, seen_at: datetime, arxiv: ArxivId | None) -> datetime | None:
    """A date that lies after the sighting, or long before arXiv gave the number, is a slip or a lie."""
    if published is None or published > seen_at + _CLOCK_SKEW:
        return None
    return None if arxiv and published < _numbered(arxiv) - _LONG_BEFORE else published


def _numbered(arxiv: ArxivId) -> datetime:
    """The month in which arXiv gave the number, which says it."""
    number = arxiv.text.rpartition("/")[2]
    year = int(number[:2])
    return datetime(year + (1900 if year >= _FIRST_YEAR else 2000), int(number[2:4]), 1, tzinfo=UTC)
