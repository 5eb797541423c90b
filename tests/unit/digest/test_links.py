from __future__ import annotations

from pathlib import Path

import pytest

from bot.digest.links import find_links, link_of, links_of, repository_of
from bot.domain import Found, Link, LinkKind
from tests.unit.digest.specimens import record

REPO = "https://github.com/lantern-lab/lantern"


def code(url: str = REPO, where: Found = Found.ABSTRACT) -> tuple[Link, ...]:
    return (Link(LinkKind.CODE, url, where),)


def address(url: str, where: Found = Found.ABSTRACT) -> tuple[Link, ...]:
    return (Link(LinkKind.ADDRESS, url, where),)


@pytest.mark.parametrize(
    "abstract",
    [
        f"It wins. Code is available at {REPO}.",
        f"Our code: {REPO}",
        f"It wins. The source code can be found in {REPO}/tree/main/src, with weights.",
        f"Models and code will be released ({REPO}.git).",
        f"It is open-sourced at <{REPO}>.",
        f"Code is available at \\url{{{REPO}}}.",
        f"Code is available \\href{{{REPO}}}{{here}}.",
        f"Code is at \\href{{github}}{{{REPO}}}.",
        f"Code is at \\textcolor{{magenta}}{{{REPO}}}.",
        "Code is available at https://github.com/ lantern-lab/lantern.",
        "Code is available at https: //github.com/lantern-lab/lantern",
        "Code is available at github.com/lantern-lab/lantern.",
        f"代码已开源：{REPO}。",
        f"Our implementation uses PyTorch and is available at {REPO}.",
    ],
)
def test_a_repository_that_the_words_call_theirs_is_code(abstract: str) -> None:
    assert find_links(abstract, "") == code()


@pytest.mark.parametrize(
    "abstract",
    [
        f"Our detector is built on YOLO ({REPO}).",
        f"We use the implementation of Doe et al. ({REPO}) as a baseline.",
        f"Features are extracted using {REPO} in all runs.",
        f"It is based on the codebase at {REPO}.",
        f"In contrast to {REPO}, nothing is learnt.",
        f"基于 {REPO} 的改进。",
        "The text speaks of code and GitHub, and gives no address.",
        "Code is available at github.com/lantern.",
        "",
    ],
)
def test_a_repository_of_others_or_none_is_no_link(abstract: str) -> None:
    assert find_links(abstract, "") == ()


def test_a_bare_repository_without_words_is_an_address_and_not_claimed_as_code() -> None:
    assert find_links(f"It wins everywhere. {REPO}", "") == address(REPO)
    assert find_links("", f"8 pages, 3 figures, {REPO}") == address(REPO, Found.COMMENT)


def test_data_and_reading_lists_are_addresses_and_not_code() -> None:
    assert find_links(f"The dataset is available at {REPO}.", "") == address(REPO)
    listed = "https://github.com/lantern-lab/Awesome-Lanterns"
    assert find_links(f"We maintain a project page at {listed}.", "") == address(listed)
    data = "https://huggingface.co/datasets/lantern-lab/nights"
    assert find_links(f"Our code and data are released at {data}.", "") == address(data)


def test_project_pages_are_addresses() -> None:
    page = "https://lantern-lab.github.io/lantern/"
    assert find_links("", f"CVPR 2027. Project page:\n  {page}") == address(page, Found.COMMENT)
    assert find_links(f"More videos at {page}.", "") == address(page)


def test_pages_of_conferences_publishers_and_licences_are_no_links() -> None:
    comment = (
        "Accepted at the Lamp Workshop (https://lamps.example.org/2027). https://doi.org/10.1000/5 "
        "License: https://creativecommons.org/licenses/by/4.0"
    )
    assert find_links("", comment) == ()


def test_each_address_is_given_once_with_where_it_was_read_first() -> None:
    page = "https://lantern-lab.github.io"
    found = find_links(f"Code is available at {REPO}.", f"Code: {REPO}.git; project page: {page}")
    assert found == (*code(), *address(page, Found.COMMENT))


def test_a_repository_broken_after_its_owner_is_put_together() -> None:
    assert find_links("", "Code is available at https://github.com/lantern-lab/\n  lantern") == code(
        where=Found.COMMENT
    )


def test_links_of_the_record_come_before_those_of_its_text_and_none_twice() -> None:
    own = Link(LinkKind.CODE, "http://www.github.com/Lantern-Lab/lantern.git", Found.FEED)
    page = Link(LinkKind.ADDRESS, "https://lantern-lab.github.io", Found.COMMENT)
    paper = record(abstract=f"Code is available at {REPO}.", links=(own,), comment=f"Project page: {page.url}")
    assert links_of(paper) == (own, page)
    assert link_of(paper, LinkKind.ADDRESS) == page
    assert link_of(paper, LinkKind.ARTICLE) is None


@pytest.mark.parametrize(
    ("url", "repository"),
    [
        ("https://www.github.com/a/b#readme", "https://github.com/a/b"),
        ("https://gitlab.com/group/sub/name/-/tree/main", "https://gitlab.com/group/sub/name"),
        ("https://gitlab.example.edu/a/b.git", "https://gitlab.example.edu/a/b"),
        ("https://huggingface.co/a/model/blob/main/x", "https://huggingface.co/a/model"),
        ("https://anonymous.4open.science/r/name-1A2B/README.md", "https://anonymous.4open.science/r/name-1A2B"),
        ("https://huggingface.co/spaces/a/b", None),
        ("https://github.com/topics/lamps", None),
        ("https://github.com/a", None),
        ("https://a.github.io/b", None),
    ],
)
def test_a_repository_is_known_by_owner_and_name(url: str, repository: str | None) -> None:
    assert repository_of(url) == repository


@pytest.mark.shared
def test_code_is_found_for_a_fifth_of_real_papers_and_always_on_a_forge(shared_data: Path) -> None:
    import gzip
    import json

    with gzip.open(shared_data / "papers" / "cs.CV_2025-03-18_2025-06-19.jsonl.gz") as file:
        papers = [json.loads(line) for line in file]
    found = [find_links(p["abstract"], p["comment"] or "") for p in papers]
    with_code = [links for links in found if any(x.kind is LinkKind.CODE for x in links)]
    assert 0.17 < len(with_code) / len(papers) < 0.25
    assert all(repository_of(x.url) == x.url for links in with_code for x in links if x.kind is LinkKind.CODE)
