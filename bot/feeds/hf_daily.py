"""Hugging Face's daily papers (huggingface.co/api/daily_papers): records of arXiv papers, with the code they name.

What its models wrote about a paper (summary, keywords) is not taken over, nor the card that it draws of every title.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.digest.repositories import is_named_for_code, repository_of
from bot.domain import ArxivId, Entry, Found, Link, LinkKind, ParsedFeed
from bot.errors import ParseError
from bot.feeds.json_values import Object, address_of, distinct, listed, members, moment, read_json, words_of
from bot.feeds.text import LONGEST_TITLE, fold
from bot.identity import parse_arxiv

_MOST_RECORDS = 5_000
_MOST_NAMES = 5_000
_MOST_MEDIA = 20
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp)$", re.IGNORECASE)
_CARDS = "/social-thumbnails/"
"""Where the pictures lie that are drawn from a paper's title alone."""
_PAGE = "https://huggingface.co/papers/"


def parse(data: bytes, _url: str, charset: str = "") -> ParsedFeed:
    """The papers in the answer's order; its addresses are whole. Raises ParseError, in Hugging Face's own words."""
    answer = read_json(data, charset)
    if not isinstance(answer, list):
        said = members(answer).get("error")
        known = isinstance(said, str) and fold(said, LONGEST_TITLE).rstrip(".")
        raise ParseError(f"Hugging Face answers: {known}." if known else "The document is JSON, but no list of papers.")
    records = listed(answer, _MOST_RECORDS)
    papers = tuple(entry for r in records if (entry := _entry(members(r))) is not None)
    unread = len(records) - len(papers)
    return ParsedFeed(papers, f"Records without a paper that could be used: {unread}." if unread else None)


def _entry(record: Object) -> Entry | None:
    """`publishedAt` of the paper is arXiv's, that of the record Hugging Face's own."""
    paper = members(record.get("paper"))
    title = words_of(paper.get("title") or record.get("title"), LONGEST_TITLE)
    abstract = words_of(paper.get("summary") or record.get("summary"))
    arxiv = parse_arxiv(words_of(paper.get("id")))
    if arxiv is None or not (title or abstract):
        return None
    return Entry(
        title=title,
        url=f"{_PAGE}{arxiv}",
        abstract=abstract,
        authors=_names(paper),
        published=moment(paper.get("publishedAt")) or moment(record.get("publishedAt")),
        arxiv=ArxivId(arxiv.text),
        links=_links(paper),
        image=_image(record, paper),
        key=f"{_PAGE}{arxiv}",
        affiliations=_organisation(record, paper),
    )


def _names(paper: Object) -> tuple[str, ...]:
    people = map(members, listed(paper.get("authors"), _MOST_NAMES))
    return distinct(tuple(person.get("name") for person in people if person.get("hidden") is not True))


def _links(paper: Object) -> tuple[Link, ...]:
    """The repository and the project page that the record names; what is no repository of code is an address."""
    found: list[Link] = []
    if named := address_of(paper.get("githubRepo")):
        repository = repository_of(named)
        kind = LinkKind.CODE if repository and is_named_for_code(repository) else LinkKind.ADDRESS
        found.append(Link(kind, repository or named, Found.HUGGING_FACE))
    if page := address_of(paper.get("projectPage")):
        found.append(Link(LinkKind.ADDRESS, page, Found.HUGGING_FACE))
    return tuple(found)


def _image(record: Object, paper: Object) -> str:
    media = (*listed(paper.get("mediaUrls"), _MOST_MEDIA), *listed(record.get("mediaUrls"), _MOST_MEDIA))
    candidates = (address_of(value) for value in (*media, record.get("thumbnail")))
    return next((c for c in candidates if _PICTURE.search(urlsplit(c).path) and _CARDS not in c), "")


def _organisation(record: Object, paper: Object) -> tuple[str, ...]:
    named = members(paper.get("organization")) or members(record.get("organization"))
    return distinct((words_of(named.get("fullname"), LONGEST_TITLE) or words_of(named.get("name"), LONGEST_TITLE),))
