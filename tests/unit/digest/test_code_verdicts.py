"""Code links against what a person read (see `tests.suites.verdicts`), and against the repositories that notes name."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from bot.digest.links import links_of
from bot.digest.repositories import repository_of
from bot.domain import Found, Link, LinkKind
from bot.portable import read_history
from tests.suites.verdicts import VERDICTS, judged, read_papers
from tests.unit.digest.specimens import record

pytestmark = pytest.mark.shared

MEASURED = {"any": (40, 39), "addressed": (127, 125), "fresh": (121, 120)}
"""Papers of each draw with a repository of their own, and for how many of them it is claimed."""
OTHERS = tuple(
    Link(LinkKind.CODE, f"https://github.com/{where}/other", where)
    for where in (Found.ABSTRACT, Found.FEED, Found.HUGGING_FACE, Found.ARTICLE)
)


def test_the_first_draw_is_one_of_all_papers_by_chance(shared_data: Path) -> None:
    papers = read_papers(shared_data)
    assert sorted(VERDICTS["any"]) == sorted(random.Random(20261123).sample(sorted(papers), 200))


@pytest.mark.parametrize("draw", list(VERDICTS))
def test_of_the_claims_on_two_hundred_papers_no_more_than_one_in_a_hundred_is_wrong(
    shared_data: Path, draw: str
) -> None:
    assert len(VERDICTS[draw]) == 200
    found = judged(read_papers(shared_data), draw)
    assert found.precision >= 0.99, found.wrong


@pytest.mark.parametrize("draw", list(VERDICTS))
def test_as_many_of_the_repositories_are_claimed_as_were_when_it_was_measured(shared_data: Path, draw: str) -> None:
    found = judged(read_papers(shared_data), draw)
    assert found.theirs == MEASURED[draw][0]
    assert found.covered >= MEASURED[draw][1]


def test_all_draws_together_bound_the_precision_of_claims(shared_data: Path) -> None:
    found = judged(read_papers(shared_data), *VERDICTS)
    assert found.precision_above > 0.98, found.wrong


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
