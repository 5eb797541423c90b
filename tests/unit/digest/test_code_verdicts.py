"""Code links against the judgement of a person who read the abstracts and comments of 600 real papers.

`code_verdicts.json` holds three draws, identifiers and verdicts only: 200 of all papers ("any"), 200 of those whose
text has an address ("addressed"), and 200 more of those, drawn and read after the reader of links was last changed by
what the others taught ("fresh": 119 claims then, all of them right). A verdict is the list of the authors' own
repositories: empty where the text gives none (a list of others' work, a data set alone and a page are none), null where
it has no address at all.
"""

from __future__ import annotations

import gzip
import json
import random
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from bot.digest.links import links_of
from bot.digest.repositories import repository_of
from bot.digest.text_links import find_links
from bot.domain import Found, Link, LinkKind
from bot.portable import read_history
from tests.unit.digest.specimens import record

pytestmark = pytest.mark.shared

VERDICTS = json.loads((Path(__file__).parent / "code_verdicts.json").read_text("utf-8"))
MEASURED = {"any": (40, 39), "addressed": (127, 125), "fresh": (121, 120)}
"""Papers of each draw with a repository of their own, and for how many of them it is claimed."""
OTHERS = tuple(
    Link(LinkKind.CODE, f"https://github.com/{where}/other", where)
    for where in (Found.ABSTRACT, Found.FEED, Found.HUGGING_FACE, Found.ARTICLE)
)


@cache
def read(folder: Path) -> dict[str, Any]:
    with gzip.open(folder / "papers" / "cs.CV_2025-03-18_2025-06-19.jsonl.gz") as lines:
        return {paper["id"]: paper for paper in map(json.loads, lines)}


@pytest.fixture
def papers(shared_data: Path) -> dict[str, Any]:
    return read(shared_data)


def claimed(paper: dict[str, Any]) -> list[str]:
    """Every repository that is called the paper's code."""
    found = find_links(paper["abstract"], paper["comment"] or "", paper["title"])
    return [link.url.casefold() for link in found if link.kind is LinkKind.CODE]


def wilson(right: int, of: int) -> float:
    """The lower end of the 95 % interval of a share."""
    z, share = 1.96, right / of
    return (share + z * z / (2 * of) - z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))) / (1 + z * z / of)


def wrong(papers: dict[str, Any], draw: str) -> list[str]:
    """Claimed repositories that are not the authors' own, with their papers."""
    return [
        f"{key} {url}"
        for key, truth in VERDICTS[draw].items()
        for url in claimed(papers[key])
        if url not in [repository.casefold() for repository in truth or ()]
    ]


def test_the_first_draw_is_one_of_all_papers_by_chance(papers: dict[str, Any]) -> None:
    assert sorted(VERDICTS["any"]) == sorted(random.Random(20261123).sample(sorted(papers), 200))


@pytest.mark.parametrize("draw", list(VERDICTS))
def test_of_the_claims_on_two_hundred_papers_no_more_than_one_in_a_hundred_is_wrong(
    papers: dict[str, Any], draw: str
) -> None:
    assert len(VERDICTS[draw]) == 200
    claims = sum(len(claimed(papers[key])) for key in VERDICTS[draw])
    mistaken = wrong(papers, draw)
    assert 1 - len(mistaken) / claims >= 0.99, mistaken


@pytest.mark.parametrize("draw", list(VERDICTS))
def test_as_many_of_the_repositories_are_claimed_as_were_when_it_was_measured(
    papers: dict[str, Any], draw: str
) -> None:
    theirs = [key for key, truth in VERDICTS[draw].items() if truth]
    found = [key for key in theirs if claimed(papers[key])]
    assert len(theirs) == MEASURED[draw][0]
    assert len(found) >= MEASURED[draw][1]


def test_all_draws_together_bound_the_precision_of_claims(papers: dict[str, Any]) -> None:
    claims = sum(len(claimed(papers[key])) for draw in VERDICTS.values() for key in draw)
    mistaken = [one for draw in VERDICTS for one in wrong(papers, draw)]
    assert wilson(claims - len(mistaken), claims) > 0.98, mistaken


def test_where_the_real_notes_name_a_repository_no_other_one_is_claimed(shared_data: Path) -> None:
    with gzip.open(shared_data / "bench" / "seed_author" / "papers.jsonl.gz") as lines:
        abstracts = {paper["id"]: paper["abstract"] for paper in map(json.loads, lines)}
    noted = [item.entry for item in read_history(shared_data / "notes").items if _repositories(item.entry.links)]
    with_text = 0
    for entry in noted:
        text = abstracts.get(entry.arxiv.text, "") if entry.arxiv else ""
        with_text += bool(text)
        paper = record(title=entry.title, abstract=text, links=(*entry.links, *OTHERS))
        assert _repositories(links_of(paper)) == _repositories(entry.links)
    assert len(noted) > 90
    assert with_text > 10


def _repositories(links: tuple[Link, ...]) -> set[str]:
    """Addresses of repositories that are called code, in one spelling."""
    found = (repository_of(link.url) for link in links if link.kind is LinkKind.CODE)
    return {repository.casefold() for repository in found if repository}
