"""The links of a paper: those its sources gave with those its own text gives, and whose word counts where they differ.

A wrong code link is worse than none. So a repository that the reader's own notes name stands alone; then come the
authors' abstract and comment, the record of a proceedings, a feed or Hugging Face, and last an article, which may speak
of many repositories and is believed only where it names a single one that is called what the paper is.
"""

from __future__ import annotations

from datetime import UTC, datetime

from bot.digest.repositories import is_called, repository_of
from bot.digest.text_links import find_links
from bot.domain import Found, Link, LinkKind, PaperRecord

_BELIEVED = (
    Found.NOTE,
    Found.ABSTRACT,
    Found.COMMENT,
    Found.PROCEEDINGS,
    Found.FEED,
    Found.HUGGING_FACE,
    Found.ARTICLE,
    Found.FIGURE,
)

_ALWAYS = datetime.min.replace(tzinfo=UTC)


def links_of(record: PaperRecord) -> tuple[Link, ...]:
    """The record's own links and those of its text, each address once.

    Of each kind the most believed come first, and of those equally believed the one first seen. Read anew wherever they
    are shown: the store keeps what sources gave, and a digest rebuilt from it shows the same.
    """
    paper = record.paper
    given = (*record.links, *find_links(paper.abstract, paper.comment, paper.title))
    code = _code([link for link in given if link.kind is LinkKind.CODE], paper.title)
    others = [link for link in given if link.kind is not LinkKind.CODE]
    return tuple(_each_once([*code, *sorted(others, key=_order)]))


def link_of(record: PaperRecord, kind: LinkKind) -> Link | None:
    """The first link of that kind, where there is one."""
    return next((link for link in links_of(record) if link.kind is kind), None)


def _code(claims: list[Link], title: str) -> list[Link]:
    """The claims that are believed, in that order."""
    noted = [link for link in claims if link.found_in is Found.NOTE and repository_of(link.url)]
    if noted:
        return noted
    told = {repository_of(link.url) for link in claims if link.found_in is Found.ARTICLE}
    alone = len(told) == 1
    return sorted((c for c in claims if c.found_in is not Found.ARTICLE or (alone and _fits(c, title))), key=_belief)


def _fits(link: Link, title: str) -> bool:
    repository = repository_of(link.url)
    return repository is not None and is_called(repository, title)


def _belief(link: Link) -> int:
    return _BELIEVED.index(link.found_in)


def _order(link: Link) -> tuple[int, datetime]:
    return _belief(link), link.since or _ALWAYS


def _each_once(links: list[Link]) -> list[Link]:
    kept: dict[str, Link] = {}
    for link in links:
        kept.setdefault(_bare(link.url), link)
    return list(kept.values())


def _bare(url: str) -> str:
    """What two spellings of one address share."""
    return url.casefold().partition("://")[2].removeprefix("www.").rstrip("/").removesuffix(".git")
