"""The names that an entry gives its paper. Two sightings that share a name are one paper.

Pure. Papers are the connected components of names, so the order of sightings cannot matter. Hence what an entry is
called hangs on the entry alone, and a name that many papers could share is not given at all: a name given by mistake
loses a paper for good, one that is missing shows it twice.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from hashlib import sha256

from bot.domain import ArxivId, Entry
from bot.identity.addresses import canonical_url, is_front_page, names_a_volume, parse_doi, without_version
from bot.identity.arxiv import parse_arxiv
from bot.identity.titles import title_name

AUTHORS_OF_A_PAPER = 3
"""From so many authors on an item is taken for a paper: one or two also sign columns that keep their title."""
_RANKS = ("arxiv:", "doi:", "url:")
_TEXT_START = 200


def names_of(entry: Entry, nobodys: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Every name of the entry's paper, the best one, its id, first.

    An address names it only where neither arXiv id nor DOI does, where it is not a site's front page, and where it is
    not among `nobodys`, the canonical addresses that several items of one document share. A title names it where the
    item is a paper by its arXiv id, DOI, venue or number of authors. The text is the last resort.

    What names a paper of arXiv's, and is neither arXiv's own word (which has the version) nor a proceedings' record,
    gives that name alone: its title and its DOI may be another paper's, and would make two papers one for good.
    """
    arxiv, doi = arxiv_of(entry), doi_of(entry)
    names = [f"arxiv:{arxiv.text}"] if arxiv else []
    if arxiv and _merely_claims(entry, arxiv):
        return tuple(names)
    if doi:
        names.append(f"doi:{doi}")
    if not names:
        names.append(_of_page(entry.url, nobodys) or _of_text(entry))
    if arxiv or doi or entry.venue or len(entry.authors) >= AUTHORS_OF_A_PAPER:
        names += filter(None, (title_name(entry.title, entry.authors),))
    return tuple(names)


def names_in(entries: Iterable[Entry]) -> tuple[tuple[tuple[str, ...], Entry], ...]:
    """The names of each entry of one document, with the entry.

    An address to which items with different titles link is nobody's: a table of contents, the feed's own page.
    """
    listed = tuple(entries)
    titles: dict[str, set[str]] = {}
    for entry in listed:
        if not entry.arxiv:
            titles.setdefault(canonical_url(entry.url), set()).add(_folded(entry.title))
    shared = frozenset(url for url, different in titles.items() if len(different) > 1)
    return tuple((names_of(entry, shared), entry) for entry in listed)


def paper_id(entry: Entry) -> str:
    """The best name that this entry alone gives; the store may know the paper by a better one."""
    return names_of(entry)[0]


def best(names: Iterable[str]) -> str:
    """The name that is the id of a paper with all these: arXiv's before a DOI, an address, and the rest."""
    return min(names, key=_rank)


def name_in(reference: str) -> str:
    """The name that a whole reference gives (an arXiv id or link, a DOI, a web address), or ""."""
    name = paper_id(Entry("", url=reference))
    return name if name.startswith(_RANKS[:2]) or (name.startswith("url:") and "://" in reference) else ""


def arxiv_of(entry: Entry) -> ArxivId | None:
    """A version in an address or a DOI says nothing of the text beside it, so it is not taken over."""
    if entry.arxiv:
        return entry.arxiv
    named = (parse_arxiv(entry.doi) if entry.doi else None) or parse_arxiv(entry.url)
    return ArxivId(named.text) if named else None


def doi_of(entry: Entry) -> str:
    """The DOI of the paper itself, "" where it is arXiv's own for a preprint, that of a whole volume, or a claim."""
    arxiv = arxiv_of(entry)
    if arxiv and _merely_claims(entry, arxiv):
        return ""
    doi = parse_doi(entry.doi) if entry.doi else "" if entry.arxiv else parse_doi(entry.url)
    return "" if not doi or names_a_volume(doi) or parse_arxiv(doi) else without_version(doi)


def _merely_claims(entry: Entry, arxiv: ArxivId) -> bool:
    """Whether an entry that names this paper is neither arXiv's own word nor the record of a proceedings."""
    return not (arxiv.version or entry.venue)


def _rank(name: str) -> tuple[int, str]:
    kind = next((n for n, start in enumerate(_RANKS) if name.startswith(start)), len(_RANKS))
    return kind, name


def _of_page(url: str, nobodys: frozenset[str]) -> str:
    page = canonical_url(url)
    return "" if not page or page in nobodys or is_front_page(page) else f"url:{_digest(page)}"


def _of_text(entry: Entry) -> str:
    return f"text:{_digest(_folded(f'{entry.title} {entry.abstract[:_TEXT_START]}'))}"


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
