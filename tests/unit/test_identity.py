"""Identifiers, canonical addresses, and what a sighting does to a record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import ArxivId, Entry, Found, Link, LinkKind
from bot.identity import (
    all_joined,
    canonical_url,
    find_arxiv,
    first_sighting,
    is_revised,
    joined,
    paper_id,
    parse_arxiv,
    parse_doi,
)
from tests.fakes.papers import seen_again

NOW = datetime(2026, 3, 3, 5, tzinfo=UTC)
TEAPOTS = ArxivId("2603.00101", 1)
V1 = Entry("Seeing Teapots", "https://arxiv.org/abs/2603.00101", "Teapots, twice.", ("A. Spout",), arxiv=TEAPOTS)
V2 = replace(V1, abstract="Teapots.", authors=("A. Spout", "B. Lid"), arxiv=ArxivId("2603.00101", 2))


@pytest.mark.parametrize(
    ("text", "id", "version"),
    [
        ("2503.14485", "2503.14485", None),
        ("2503.14485v2", "2503.14485", 2),
        ("2503.14485v12.pdf", "2503.14485", 12),
        ("0704.0001", "0704.0001", None),
        ("1412.9999v1", "1412.9999", 1),
        ("1501.00001", "1501.00001", None),
        ("astro-ph/0601001v1", "astro-ph/0601001", 1),
        ("math.GT/0309136", "math/0309136", None),
        ("cond-mat.mes-hall/9901001", "cond-mat/9901001", None),
        ("HEP-TH/9108001", "hep-th/9108001", None),
        ("arXiv:2503.14485v3 [cs.CV]", "2503.14485", 3),
        ("arxiv: 2503.14485", "2503.14485", None),
        ("arXiv:math.GT/0309136v2", "math/0309136", 2),
        ("oai:arXiv.org:2503.14485v1", "2503.14485", 1),
        ("oai:arXiv.org:cs/0112017", "cs/0112017", None),
        ("https://arxiv.org/abs/2503.14485?context=cs.CV#top", "2503.14485", None),
        ("http://www.arxiv.org/pdf/2503.14485v1.pdf", "2503.14485", 1),
        ("https://arxiv.org/html/2503.14485v1/", "2503.14485", 1),
        ("arxiv.org/pdf/astro-ph/0601001v1.pdf", "astro-ph/0601001", 1),
        ("https://arxiv.org/abs/math.GT%2F0309136", "math/0309136", None),
        ("https://export.arxiv.org/abs/2503.14485", "2503.14485", None),
        ("https://ar5iv.labs.arxiv.org/html/2503.14485", "2503.14485", None),
        ("https://www.alphaxiv.org/abs/2503.14485v2", "2503.14485", 2),
        ("https://huggingface.co/papers/2503.14485", "2503.14485", None),
        ("10.48550/arXiv.2503.14485", "2503.14485", None),
        ("https://doi.org/10.48550/ARXIV.2503.14485", "2503.14485", None),
    ],
)
def test_a_reference_to_a_paper_is_understood(text: str, id: str, version: int | None) -> None:
    assert parse_arxiv(text) == ArxivId(id, version)
    assert parse_arxiv(f"  {text}\n") == ArxivId(id, version)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2503",
        "2513.14485",
        "2500.14485",
        "2503.1448",
        "2503.144850",
        "12503.14485",
        "1412.12345",
        "0703.0001",
        "2503.14485v0",
        "2503.14485x",
        "2503.14485.6",
        "٢٥٠٣.١٤٤٨٥",
        "tea/0601001",
        "astro-ph/0613001",
        "astro-ph/0801001",
        "https://example.org/2503.14485",
        "https://notarxiv.org/abs/2503.14485",
        "https://arxiv.org.example.org/abs/2503.14485",
        "https://arxiv.org/list/cs.CV/2503",
        "https://arxiv.org/a/spout_a_1",
        "10.5555/2503.14485",
        "see 2503.14485",
    ],
)
def test_what_names_no_paper_is_not_taken_for_one(text: str) -> None:
    assert parse_arxiv(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We extend arXiv:1203.4567 and (2503.14485v2).", ["1203.4567", "2503.14485v2"]),
        ("论文2503.14485发布", ["2503.14485"]),
        ("https://x.example.org/?u=https%3A%2F%2Farxiv.org%2Fabs%2F2401.00001v2", ["2401.00001v2"]),
        ("2401.00001, then 2401.00001v3, then 2401.00001v2", ["2401.00001v3"]),
        ("math.GT/0309136v2 and hep-th/9108001", ["math/0309136v2", "hep-th/9108001"]),
        ("doi:10.48550/arXiv.2503.14485", ["2503.14485"]),
        ("1203.4567v2 has its version", ["1203.4567v2"]),
        ("It costs 1203.4567 or $2503.14485, or 99.2503.14485, 2503.14485-2.", []),
        ("https://github.com/example/2503.14485 10.1000/2503.14485", []),
        ("", []),
    ],
)
def test_papers_are_found_in_a_text(text: str, found: list[str]) -> None:
    assert [a.text + (f"v{a.version}" if a.version else "") for a in find_arxiv(text)] == found


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.5555/Tea.1", "10.5555/tea.1"),
        ("doi:10.5555/TEA.1", "10.5555/tea.1"),
        ("https://dx.doi.org/10.5555/tea%2F1", "10.5555/tea/1"),
        ("https://journal.example.org/doi/10.5555/tea.1?rss=yes", "10.5555/tea.1"),
        ("https://journal.example.org/doi/abs/10.5555/TEA.1#top", "10.5555/tea.1"),
        ("https://journal.example.org/about/10.5555/tea.1", ""),
        ("see 10.5555/tea.1", ""),
        ("11.5555/tea", ""),
    ],
)
def test_a_doi_is_understood(text: str, doi: str) -> None:
    assert parse_doi(text) == doi


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://Example.ORG:80/a#part", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&b=1&UTM_medium=y&fbclid=z", "https://example.org/a?b=1"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:443/a?", "https://example.org/a"),
        (" https://example.org./a ", "https://example.org/a"),
        ("http://[2606:4700::1]:8080/a", "https://[2606:4700::1]:8080/a"),
        ("http://example.org/a#", "https://example.org/a"),
        ("http://example.org/#/paper/1", "https://example.org/#/paper/1"),
        ("http://example.org/a#!paper", "https://example.org/a#!paper"),
    ],
)
def test_two_spellings_of_an_address_are_one(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other) == other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/?id=1", "https://example.org/?id=2"),
        ("https://example.org/a", "https://example.org:8443/a"),
        ("https://example.org/#/paper/1", "https://example.org/#/paper/2"),
    ],
)
def test_two_addresses_are_not_made_one(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


def test_an_address_that_cannot_be_read_is_left_as_it_is() -> None:
    assert canonical_url("http://[") == "http://["
    assert canonical_url("tea") == "tea"


@pytest.mark.parametrize(
    ("entry", "id"),
    [
        (V1, "arxiv:2603.00101"),
        (Entry("T", "https://huggingface.co/papers/2603.00101"), "arxiv:2603.00101"),
        (Entry("T", "https://journal.example.org/1", doi="10.48550/arXiv.2603.00101"), "arxiv:2603.00101"),
        (Entry("T", "https://journal.example.org/1", doi="10.5555/TEA.1"), "doi:10.5555/tea.1"),
    ],
)
def test_a_paper_is_known_by_its_best_identifier(entry: Entry, id: str) -> None:
    assert paper_id(entry) == id


def test_an_entry_without_identifiers_is_known_by_its_address() -> None:
    one, other = Entry("A", "http://kettle.example.org/1?utm_source=x"), Entry("B", "https://kettle.example.org/1")
    assert paper_id(one) == paper_id(other)
    assert paper_id(one).startswith("url:")
    assert len(paper_id(one)) == len("url:") + 16


def test_an_entry_without_an_address_is_known_by_its_text() -> None:
    one, other = Entry("Ａ  Title", abstract="Words"), Entry("a title", abstract="WORDS")
    assert paper_id(one) == paper_id(other)
    assert paper_id(one).startswith("text:")
    assert paper_id(one) != paper_id(Entry("Another title", abstract="Words"))


def test_of_links_that_are_too_many_the_same_are_kept_in_any_order() -> None:
    """Ten thousand entries may call themselves one paper: joining them must not take the square of that."""

    def said(number: int) -> Entry:
        # the later sighted, the earlier named: one address comes again, older
        link = Link(LinkKind.ARTICLE, f"https://e.org/{number % 300}", Found.FEED, NOW - timedelta(days=number))
        return replace(V1, links=(link, Link(LinkKind.CODE, f"https://c.org/{number}", Found.FEED)))

    note = replace(V1, links=(Link(LinkKind.CODE, "https://z.org/z", Found.NOTE),))
    sighted = [first_sighting(entry, 0, NOW) for entry in (*map(said, range(400)), note)]
    one = all_joined(sighted)
    assert one == all_joined(reversed(sighted)) == joined(all_joined(sighted[::2]), all_joined(sighted[1::2]))
    assert len(one.links) < 100
    assert note.links[0] in one.links
    oldest = min((link for link in one.links if link.since), key=lambda link: link.since or NOW)
    assert oldest.since == NOW - timedelta(days=399)


def test_entries_that_link_to_a_front_page_stay_apart() -> None:
    home = "https://kettle.example.org/"
    assert paper_id(Entry("One", home)) != paper_id(Entry("Two", home))


def test_the_first_sighting_makes_a_record() -> None:
    record = first_sighting(replace(V1, published=NOW, doi="10.5555/TEA.1"), 7, NOW)
    assert (record.seq, record.paper.id, record.first_seen) == (7, "arxiv:2603.00101", NOW)
    assert record.url == "https://arxiv.org/abs/2603.00101"
    assert (record.arxiv, record.doi, record.paper.published) == (TEAPOTS, "10.5555/tea.1", NOW)
    assert first_sighting(Entry("T", "https://k.example.org/1"), 8, NOW).url == "https://k.example.org/1"


def test_a_date_after_the_sighting_is_not_believed() -> None:
    assert first_sighting(replace(V1, published=NOW + timedelta(hours=20)), 1, NOW).paper.published is not None
    assert first_sighting(replace(V1, published=NOW + timedelta(days=2)), 1, NOW).paper.published is None


def test_a_higher_version_replaces_the_text() -> None:
    record = seen_again(first_sighting(V1, 7, NOW), V2, NOW + timedelta(days=3))
    assert (record.paper.abstract, record.paper.authors) == ("Teapots.", ("A. Spout", "B. Lid"))
    assert record.arxiv == ArxivId("2603.00101", 2)
    assert (record.seq, record.first_seen) == (7, NOW)


def test_an_older_version_that_comes_late_changes_nothing_but_the_first_sight() -> None:
    record = first_sighting(V2, 7, NOW)
    assert seen_again(record, V1, NOW) == record


def test_somebody_elses_words_about_a_paper_do_not_replace_its_abstract() -> None:
    blog = Entry("Look at this!", "https://arxiv.org/abs/2603.00101v9", "A very long praise. " * 20)
    record = seen_again(first_sighting(V1, 7, NOW), blog, NOW)
    assert record.paper.abstract == V1.abstract
    assert seen_again(first_sighting(blog, 7, NOW), V1, NOW) == record


def test_a_higher_version_without_an_abstract_does_not_empty_the_paper() -> None:
    record = seen_again(first_sighting(V1, 7, NOW), replace(V2, abstract=""), NOW)
    assert record.paper.abstract == V1.abstract


def test_what_one_source_knows_more_is_kept() -> None:
    code = Link(LinkKind.CODE, "https://example.org/code", Found.ABSTRACT)
    page = Link(LinkKind.ADDRESS, "https://example.org/page", Found.FEED)
    known = replace(V1, comment="TeaConf 2026", links=(page,), published=NOW)
    other = replace(V2, doi="10.5555/tea.1", links=(code, page), image="https://example.org/1.png")
    record = seen_again(first_sighting(known, 7, NOW), replace(other, published=NOW - timedelta(days=1)), NOW)
    assert record.links == (page, code)
    assert (record.paper.comment, record.doi, record.image) == (
        "TeaConf 2026",
        "10.5555/tea.1",
        "https://example.org/1.png",
    )
    assert record.paper.published == NOW - timedelta(days=1)


def test_an_abstract_that_another_version_brings_is_a_revision() -> None:
    before = first_sighting(V1, 7, NOW)
    assert is_revised(before, seen_again(before, V2, NOW), again=False)
    assert not is_revised(before, seen_again(before, replace(V1, title="Other", comment="12 pages"), NOW), again=True)


@pytest.mark.parametrize("abstract", ["Teapots,\n  twice.", "TEAPOTS -- twice", "Teapots, $twice$."])
def test_a_version_with_the_same_words_is_none(abstract: str) -> None:
    before = first_sighting(V1, 7, NOW)
    assert not is_revised(before, seen_again(before, replace(V1, abstract=abstract, arxiv=V2.arxiv), NOW), again=True)


def test_another_sources_wording_is_no_revision() -> None:
    before = first_sighting(V1, 7, NOW)
    other = replace(V1, abstract="Teapots are seen here, and then seen again.")
    assert not is_revised(before, seen_again(before, other, NOW), again=False)
    assert is_revised(before, seen_again(before, other, NOW), again=True), "the source itself had other words before"


def test_a_text_that_had_been_cut_short_is_not_revised_by_its_whole() -> None:
    page = Entry("Kettles", "https://k.example.org/1", "A kettle sings when it is … [Read more]")
    before = first_sighting(page, 7, NOW)
    whole = seen_again(before, replace(page, abstract="A kettle sings when it is hot, and then it is taken away."), NOW)
    assert whole.paper.abstract.endswith("away.")
    assert not is_revised(before, whole, again=True)


def test_what_had_no_abstract_or_no_version_is_not_revised_by_the_first() -> None:
    bare = first_sighting(replace(V1, abstract=""), 7, NOW)
    assert not is_revised(bare, seen_again(bare, V2, NOW), again=True)
    note = first_sighting(replace(V1, abstract="What a reader noted.", arxiv=ArxivId("2603.00101")), 7, NOW)
    assert not is_revised(note, seen_again(note, V2, NOW), again=False)
