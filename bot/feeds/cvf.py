"""Listings of openaccess.thecvf.com, the proceedings of CVPR, ICCV and WACV: pages of HTML, one <dt> for each paper.

A listing has no abstracts. It has what back-filling needs: title, authors, the venue in BibTeX, often the arXiv page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice, pairwise
from urllib.parse import parse_qs, urlsplit

from bot.domain import ArxivId, Entry, Found, Link, LinkKind, ParsedFeed
from bot.errors import ParseError
from bot.feeds.charsets import as_text
from bot.feeds.markup import tags
from bot.feeds.reference import web_address
from bot.feeds.text import LONGEST_TITLE, fold, plain
from bot.identity import parse_arxiv

_PAPER = re.compile(r"<dt[^<>]{0,200}\bptitle\b[^<>]{0,200}>", re.IGNORECASE)
_MOST_PAPERS = 20_000
_LONGEST_PAPER = 40_000
"""Characters: forty authors take some eight thousand."""
_MOST_NAMES = 500
_LABEL = re.compile(r"[^<>\[\]]{0,80}")
_BIBTEX = re.compile(r"@\s?in(?:proceedings|collection)\s{0,9}\{[^@]{0,10000}", re.IGNORECASE)
_FIELD = re.compile(
    r"\b(author|booktitle|month|year)\s{0,40}=\s{0,40}[{\"](?P<value>[^{}\"]*+(?:\{[^{}]*+\}[^{}\"]*+){0,200}+)[}\"]",
    re.IGNORECASE,
)
_SERIES = re.compile(r"\(([A-Z]{3,8})\)( Workshops?)?")
_IN_ADDRESS = re.compile(r"\b(CVPR|ICCV|WACV|ECCV|ACCV)_?(\d{4})(_workshops)?", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def parse(data: bytes, url: str, charset: str = "") -> ParsedFeed:
    """The listed papers in the page's order; of a page of days, where to read on. Raises ParseError."""
    page = as_text(data, charset)
    papers = tuple(entry for block in _blocks(page) if (entry := _entry(block, url)).title)
    days = _days(page, url)
    if not papers and not days:
        raise ParseError("The document is no listing of the CVF's proceedings.")
    return ParsedFeed(papers, title=_in_address(url), onwards=_next_day(url, days, read=bool(papers)))


def _blocks(page: str) -> Iterator[str]:
    starts = [found.start() for found in islice(_PAPER.finditer(page), _MOST_PAPERS)]
    for start, end in pairwise((*starts, len(page))):
        yield page[start : min(end, start + _LONGEST_PAPER)]


def _entry(block: str, url: str) -> Entry:
    head = re.split(r"</dt", block, maxsplit=1, flags=re.IGNORECASE)[0]
    title = next(iter(tags(head, "a")), None)
    page = web_address(title.get("href"), url) if title else ""
    links = _labelled(block, url)
    arxiv = parse_arxiv(links.get("arxiv", ""))
    bibtex = _bibtex(block)
    return Entry(
        title=plain(head, LONGEST_TITLE),
        url=page,
        authors=_authors(block) or _inverted(bibtex.get("author", "")),
        published=_month(bibtex),
        arxiv=ArxivId(arxiv.text) if arxiv else None,
        links=(Link(LinkKind.PAPER, links["pdf"], Found.PROCEEDINGS),) if "pdf" in links else (),
        key=page,
        venue=_venue(bibtex) or _in_address(page) or _in_address(url),
    )


def _labelled(block: str, url: str) -> dict[str, str]:
    """The links of an item by the words they stand on: pdf, supp, arxiv."""
    links: dict[str, str] = {}
    for tag in tags(block, "a"):
        label = _LABEL.match(block, tag.end)
        address = web_address(tag.get("href"), url)
        if label and address:
            links.setdefault(fold(label[0]).lower(), address)
    return links


def _authors(block: str) -> tuple[str, ...]:
    """Every name stands in a form that searches for it."""
    named = (fold(t.get("value"), LONGEST_TITLE) for t in tags(block, "input") if t.get("name") == "query_author")
    return tuple(dict.fromkeys(filter(None, named)))[:_MOST_NAMES]


def _inverted(names: str) -> tuple[str, ...]:
    """BibTeX's "Lid, Bertram and Spout, Ada" as names are said."""
    said = (" ".join(reversed(fold(name).split(", ", 1))) for name in names.split(" and ", _MOST_NAMES))
    return tuple(dict.fromkeys(filter(None, said)))


def _bibtex(block: str) -> dict[str, str]:
    found = _BIBTEX.search(block)
    fields = _FIELD.finditer(plain(found[0])) if found else ()
    return {field[1].lower(): fold(field["value"]) for field in fields}


def _venue(bibtex: dict[str, str]) -> str:
    """ "CVPR 2026" or "CVPR 2026 Workshops", as the book's title says; "" where it gives no short name."""
    series = _SERIES.search(bibtex.get("booktitle", ""))
    year = re.fullmatch(r"\d{4}", bibtex.get("year", ""))
    return f"{series[1]} {year[0]}{' Workshops' if series[2] else ''}" if series and year else ""


def _in_address(url: str) -> str:
    found = _IN_ADDRESS.search(url)
    return f"{found[1].upper()} {found[2]}{' Workshops' if found[3] else ''}" if found else ""


def _month(bibtex: dict[str, str]) -> datetime | None:
    """The first of the month: proceedings name no day."""
    month, year = bibtex.get("month", "")[:3].lower(), bibtex.get("year", "")
    if month not in _MONTHS or not re.fullmatch(r"(?:19|20)\d{2}", year):
        return None
    return datetime(int(year), _MONTHS.index(month) + 1, 1, tzinfo=UTC)


def _days(page: str, url: str) -> dict[str, str]:
    """The pages of single days that this one links to, "all" among them, by what they call the day."""
    here = urlsplit(url).hostname if web_address(url, "") else None
    found: dict[str, str] = {}
    for tag in tags(page[: _LONGEST_PAPER * 5], "a"):
        address = web_address(tag.get("href"), url)
        day = parse_qs(urlsplit(address).query).get("day", [""])[0]
        if day and urlsplit(address).hostname == here:
            found.setdefault(day, address)
    return found


def _next_day(url: str, days: dict[str, str], *, read: bool) -> str:
    """From a page without papers to the whole conference or its first day; from one day to the next."""
    if not read or not days:
        return days.get("all") or next(iter(days.values()), "")
    today = parse_qs(urlsplit(url).query).get("day", [""])[0]
    order = [day for day in days if day != "all"]
    if today not in order or today == order[-1]:
        return ""
    return days[order[order.index(today) + 1]]
