"""What makes two sightings one paper: identifiers, canonical addresses, and a merge that does not care about order.

Pure. Knows nothing of feeds' formats, of the store or of the clock: moments come in as arguments.

Merging is a join: taking the maximum of a total order for the text, unions and extremes for the rest. So sightings may
arrive in any order, and again, and the record is the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal
from urllib.parse import unquote, urlsplit, urlunsplit

from bot.domain import ArxivId, Entry, Link, PaperRecord
from ranking.domain import Paper

Change = Literal["new", "revised", "same"]

_OLD_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|"
    "funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|"
    "q-alg|q-bio|quant-ph|solv-int|supr-con"
)
_MONTH = r"(?:0[1-9]|1[0-2])"
# The sequence number has four digits up to December 2014 and five since (https://info.arxiv.org/help/arxiv_identifier.html).
_LONG = rf"(?:1[5-9]|[2-9]\d){_MONTH}\.\d{{5}}"
_SHORT = rf"(?:07(?:0[4-9]|1[0-2])|(?:0[89]|1[0-4]){_MONTH})\.\d{{4}}"
_OLD = rf"(?:{_OLD_ARCHIVES})(?:\.[a-z]{{2,5}}(?:-[a-z]{{2,4}})?)?/(?:9[1-9]|0[0-7]){_MONTH}\d{{3}}"
_VERSION = r"(?:v(?P<version>[1-9]\d{0,2}))?"
_END = r"(?:\.pdf)?(?!\w|[.\-/]\d)"
_ID = rf"(?P<id>{_LONG}|{_SHORT}|{_OLD}){_VERSION}{_END}"
_PREFIX = (
    r"(?:https?://)?(?<![\w.-])(?:[\w-]+\.){0,3}"
    r"(?:(?:arxiv|alphaxiv|ar5iv)\.org/(?:abs|pdf|html|format|src|e-print|ps|overview|audio|resources)/"
    r"|(?:huggingface\.co|hf\.co)/papers/|papers\.cool/arxiv/)"
    r"|(?<![\w/])(?:oai:)?arxiv(?:\.org)?:\s?"
    r"|(?:https?://(?:dx\.)?doi\.org/|(?<!\d))10\.48550/arxiv\."
)
# In running text a bare four-digit form may as well be a price or a measure: there it needs its prefix or a version.
_ALONE = rf"(?<![\w./:=$@%-])(?!{_SHORT}(?!v\d))"
_FLAGS = re.IGNORECASE | re.ASCII
_BARE = re.compile(_ID, _FLAGS)
_NAMED = re.compile(rf"(?:{_PREFIX}){_ID}", _FLAGS)
_IN_TEXT = re.compile(rf"(?:{_PREFIX}|{_ALONE}){_ID}", _FLAGS)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_TRACKING = ("fbclid", "gclid", "mc_cid", "mc_eid")
_PORTS = {"http": 80, "https": 443}
_LONGEST_REFERENCE = 2_000
_TEXT_START = 200
_CLOCK_SKEW = timedelta(days=1)


def parse_arxiv(text: str) -> ArxivId | None:
    """The paper that a whole reference names: a bare or prefixed id, an address of its page, an OAI id or a DOI.

    Old identifiers keep their archive and lose the subject class, as arXiv itself writes them.
    """
    text = unquote(text[:_LONGEST_REFERENCE].strip())
    found = _BARE.fullmatch(text) or _NAMED.match(text)
    return _arxiv_id(found["id"], found["version"]) if found else None


def find_arxiv(text: str) -> tuple[ArxivId, ...]:
    """Every paper that a text or an address names, in order, each with the highest version named."""
    found: dict[str, ArxivId] = {}
    for match in _IN_TEXT.finditer(unquote(text)):
        one = _arxiv_id(match["id"], match["version"])
        known = found.get(one.text)
        found[one.text] = max(known, one, key=_version) if known else one
    return tuple(found.values())


def parse_doi(text: str) -> str:
    """The DOI that a whole reference names, in lower case, or ""."""
    found = _DOI.fullmatch(unquote(text[:_LONGEST_REFERENCE].strip()))
    return found[1].lower().rstrip(".,;)") if found else ""


def canonical_url(url: str) -> str:
    """An address as compared, not as shown: one scheme for http and https, no default port, fragment or tracking."""
    try:
        parts = urlsplit(url.strip())
        host, port, scheme = (parts.hostname or "").rstrip("."), parts.port, parts.scheme
    except ValueError:
        return url.strip()
    if scheme not in _PORTS or not host:
        return url.strip()
    host = f"[{host}]" if ":" in host else host
    user = parts.netloc.rpartition("@")[0]
    netloc = (f"{user}@" if user else "") + host + ("" if port in (None, *_PORTS.values()) else f":{port}")
    query = "&".join(p for p in parts.query.split("&") if p.strip() and not _is_tracking(p))
    return urlunsplit(("https", netloc, parts.path.strip() or "/", query.strip(), ""))


def paper_id(entry: Entry) -> str:
    """The id under which every sighting of this paper is known.

    A site's front page names no item, so an entry that links there alone is known by its text.
    """
    if arxiv := _arxiv_of(entry):
        return f"arxiv:{arxiv.text}"
    if doi := parse_doi(entry.doi):
        return f"doi:{doi}"
    url = canonical_url(entry.url)
    if url and not _is_front_page(url):
        return f"url:{_digest(url)}"
    return f"text:{_digest(_folded(f'{entry.title} {entry.abstract[:_TEXT_START]}'))}"


def first_sighting(entry: Entry, seq: int, seen_at: datetime) -> PaperRecord:
    """The record of a paper that was not known before."""
    arxiv = _arxiv_of(entry)
    paper = Paper(
        id=paper_id(entry),
        title=entry.title,
        abstract=entry.abstract,
        authors=entry.authors,
        categories=entry.categories,
        published=_believed(entry.published, seen_at),
        comment=entry.comment,
    )
    return PaperRecord(
        seq=seq,
        paper=paper,
        url=arxiv.url if arxiv else entry.url,
        first_seen=seen_at,
        arxiv=arxiv,
        doi=parse_doi(entry.doi),
        links=_united(entry.links),
        image=entry.image,
        affiliations=entry.affiliations,
        venue=entry.venue,
        language=entry.language,
        words=entry.words,
    )


def merge(known: PaperRecord, entry: Entry, seen_at: datetime) -> PaperRecord:
    """The record after one more sighting; the order of sightings makes no difference, nor does a repeated one.

    Title, abstract, authors and categories come together from one sighting: one with an abstract before one without,
    then the highest arXiv version, then the longest abstract, then the lexicographic order.
    """
    other = first_sighting(entry, known.seq, seen_at)
    text = max(known, other, key=_text_rank)
    published = [p for p in (known.paper.published, other.paper.published) if p is not None]
    comment = max(known.paper.comment, other.paper.comment, key=lambda c: (len(c), c))
    return PaperRecord(
        seq=known.seq,
        paper=replace(text.paper, published=min(published, default=None), comment=comment),
        url=min(known.url, other.url, key=_url_rank),
        first_seen=min(known.first_seen, seen_at),
        arxiv=text.arxiv,
        doi=min(filter(None, (known.doi, other.doi)), default=""),
        links=_united(known.links + other.links),
        image=min(known.image, other.image, key=_url_rank),
        affiliations=max(known.affiliations, other.affiliations, key=lambda a: (len(a), a)),
        venue=max(known.venue, other.venue, key=lambda v: (len(v), v)),
        language=text.language or max(known.language, other.language),
        words=max(known.words, other.words),
    )


def change(before: PaperRecord | None, after: PaperRecord) -> Change:
    """What a sighting did: a paper is revised only where its abstract says something else, line breaks aside."""
    if before is None:
        return "new"
    same = before.paper.abstract.split() == after.paper.abstract.split()
    return "same" if same else "revised"


def _arxiv_id(text: str, version: str | None) -> ArxivId:
    archive, slash, number = text.lower().rpartition("/")
    return ArxivId(archive.partition(".")[0] + slash + number, int(version) if version else None)


def _arxiv_of(entry: Entry) -> ArxivId | None:
    """A version in an address or a DOI says nothing of the text beside it, so it is not taken over."""
    if entry.arxiv:
        return entry.arxiv
    named = parse_arxiv(entry.doi) or parse_arxiv(entry.url)
    return ArxivId(named.text) if named else None


def _version(arxiv: ArxivId | None) -> int:
    return (arxiv.version or 0) if arxiv else 0


def _text_rank(record: PaperRecord) -> tuple[object, ...]:
    paper = record.paper
    return (
        bool(paper.abstract),
        _version(record.arxiv),
        len(paper.abstract),
        paper.abstract,
        paper.title,
        len(paper.authors),
        paper.authors,
        paper.categories,
    )


def _url_rank(url: str) -> tuple[bool, bool, int, str]:
    """Given before missing, https before http, short before long (a tracking tail makes it longer)."""
    return (not url, not url.startswith("https:"), len(url), url)


def _united(links: tuple[Link, ...]) -> tuple[Link, ...]:
    return tuple(sorted(set(links), key=lambda link: (link.kind, link.url, link.found_in)))


def _believed(published: datetime | None, seen_at: datetime) -> datetime | None:
    """A date that lies after the sighting is a slip or a lie."""
    return published if published and published <= seen_at + _CLOCK_SKEW else None


def _is_tracking(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name.startswith("utm_") or name in _TRACKING


def _is_front_page(canonical: str) -> bool:
    parts = urlsplit(canonical)
    return parts.path == "/" and not parts.query


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
