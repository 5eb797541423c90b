from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from bot.digest.links import link_of, links_of
from bot.digest.repositories import repository_of
from bot.digest.text_links import find_links
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


@pytest.mark.parametrize(
    ("title", "words", "repository"),
    [
        ("A Survey of Lamps", "Our project is available at", REPO),
        ("A Survey of Lamps", "All referenced works are summarized in our repository:", REPO),
        ("Lanterns: A Dataset of Nights", "It is available at", REPO),
        ("Nights", "Code is available at", f"{REPO}-survey"),
        ("Nights", "Code and papers are at", "https://github.com/lantern-lab/AwesomeNights"),
        ("Nights", "The database is publicly available at", REPO),
        ("Nights", "We introduce open-source lamp data in", REPO),
    ],
)
def test_a_list_of_works_or_data_alone_is_not_code(title: str, words: str, repository: str) -> None:
    assert find_links(f"{words} {repository}.", "", title) == address(repository)


@pytest.mark.parametrize("title", ["A Survey of Lamps", "Lanterns: A Benchmark of Nights"])
def test_a_survey_and_a_benchmark_have_code_where_the_words_say_so(title: str) -> None:
    assert find_links(f"Code and data are available at {REPO}.", "", title) == code()


def test_a_repository_without_words_is_code_where_it_is_called_what_the_paper_calls_its_own() -> None:
    assert find_links(f"It wins. {REPO}", "", "Lantern: Seeing at Night") == code()
    assert find_links(f"We introduce a detector, Lantern, for dusk. It wins ({REPO}).", "", "Dusk") == code()
    assert find_links("", f"8 pages; {REPO}", "Lan-Tern: Seeing") == code(where=Found.COMMENT)
    assert find_links(f"We propose Lantern-XL. It wins. {REPO}", "", "Dusk") == address(REPO)
    assert find_links(f"We propose Torch, compared with Lantern ({REPO}).", "", "Torch") == ()


def test_a_name_may_end_with_a_hyphen_and_an_address_broken_at_one_is_nothing() -> None:
    assert find_links(f"Code is available at {REPO}-.", "") == code(f"{REPO}-")
    assert find_links(f"Code is available at {REPO}-\nnight.", "") == ()


def test_an_address_in_markdown_is_read() -> None:
    assert find_links(f"Code is available at [{REPO}](github.com/lantern-lab/lantern).", "") == code()


def test_of_two_addresses_in_one_sentence_each_is_what_is_said_of_it() -> None:
    data = "https://huggingface.co/lantern-lab/nights"
    assert find_links(f"We release code at {REPO} and data at {data}.", "") == (*code(), *address(data))
    assert find_links(f"Code and models are at {REPO} and {REPO}-xl.", "") == (*code(), *code(f"{REPO}-xl"))


@pytest.mark.parametrize("filler", [": " * 90, ":" * 190, "as" * 95, "our " * 49, "\n" * 19_000, "propose " * 2_000])
def test_a_text_made_to_keep_the_reader_busy_is_read_in_no_time(filler: str) -> None:
    hostile = f"code {filler}ü {REPO} https://github.com/a/{filler}"[:20_000]
    start = process_time()
    find_links(hostile, hostile, "Lantern")
    assert process_time() - start < 2


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


def test_an_address_is_shown_once_and_as_the_most_believed_place_gives_it() -> None:
    own = Link(LinkKind.CODE, "http://www.github.com/Lantern-Lab/lantern.git", Found.FEED)
    page = Link(LinkKind.ADDRESS, "https://lantern-lab.github.io", Found.COMMENT)
    paper = record(abstract=f"Code is available at {REPO}.", links=(own,), comment=f"Project page: {page.url}")
    assert links_of(paper) == (*code(), page)
    assert link_of(paper, LinkKind.ADDRESS) == page
    assert link_of(paper, LinkKind.ARTICLE) is None


def claim(owner: str, where: Found, name: str = "lantern") -> Link:
    return Link(LinkKind.CODE, f"https://github.com/{owner}/{name}", where)


def test_the_authors_word_on_their_code_stands_above_every_record_of_it() -> None:
    records = tuple(claim(where.value, where) for where in (Found.ARTICLE, Found.HUGGING_FACE, Found.FEED))
    silent = record(abstract="It wins.", links=records)
    assert link_of(silent, LinkKind.CODE) == claim("feed", Found.FEED)
    told = record(abstract=f"Code is available at {REPO}.", links=records)
    assert link_of(told, LinkKind.CODE) == code()[0]


def test_where_notes_name_a_repository_no_other_is_claimed() -> None:
    noted = claim("noted", Found.NOTE)
    others = (claim("hub", Found.HUGGING_FACE), claim("blog", Found.ARTICLE), noted)
    paper = record(abstract=f"Code is available at {REPO}.", links=others)
    assert [link for link in links_of(paper) if link.kind is LinkKind.CODE] == [noted]


def test_a_page_that_notes_call_code_does_not_hide_a_repository() -> None:
    noted = Link(LinkKind.CODE, "https://lamps.example.org/code", Found.NOTE)
    paper = record(abstract=f"Code is available at {REPO}.", links=(noted,))
    assert {link.url for link in links_of(paper)} == {noted.url, REPO}


@pytest.mark.parametrize("title", ["Lantern: Seeing at Night", "LANTERN", "Lan-tern: a lamp"])
def test_the_one_repository_that_articles_name_is_code_where_it_is_called_like_the_paper(title: str) -> None:
    told = claim("a-lab", Found.ARTICLE)
    assert link_of(record(title=title, abstract="It wins.", links=(told,)), LinkKind.CODE) == told


@pytest.mark.parametrize(
    "named",
    [
        (claim("a-lab", Found.ARTICLE), claim("b-lab", Found.ARTICLE)),
        (claim("a-lab", Found.ARTICLE, "torch"),),
        (claim("a-lab", Found.ARTICLE, "night"),),
        (Link(LinkKind.CODE, "https://lantern.example.org", Found.ARTICLE),),
        (Link(LinkKind.CODE, "http://[::1/lantern", Found.ARTICLE),),
    ],
)
def test_what_else_articles_call_code_is_not_claimed(named: tuple[Link, ...]) -> None:
    assert links_of(record(abstract="It wins.", links=named)) == ()


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
