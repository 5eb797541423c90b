"""Which names an entry gives its paper, and which it does not because others could share them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain import ArxivId, Entry
from bot.identity import best, fingerprint, name_in, names_in, names_of, title_name
from bot.identity.titles import surname_of

TITLE = "Counting Herring in the Frames of a Sonar"
AUTHORS = ("Ada Spout", "Bo Lid", "Cy Handle")
PREPRINT = Entry(TITLE, "https://arxiv.org/abs/2603.00101", "Herring.", AUTHORS, arxiv=ArxivId("2603.00101", 1))
PAGE = Entry(TITLE, "https://open.example.org/content/herring.html", "", AUTHORS, venue="TeaConf 2026")


def kinds(entry: Entry) -> list[str]:
    return [name.partition(":")[0] for name in names_of(entry)]


def test_a_preprint_is_named_by_its_number_its_doi_and_its_title() -> None:
    entry = replace(PREPRINT, doi="10.5555/Herring.7")
    assert names_of(entry) == ("arxiv:2603.00101", "doi:10.5555/herring.7", title_name(TITLE, AUTHORS))


def test_the_doi_that_arxiv_gives_is_the_number() -> None:
    assert kinds(replace(PREPRINT, doi="10.48550/arXiv.2603.00101")) == ["arxiv", "title"]
    assert names_of(replace(PAGE, doi="10.48550/arXiv.2603.00101"))[0] == "arxiv:2603.00101"


def test_proceedings_and_preprint_share_the_name_of_the_title() -> None:
    assert set(names_of(PREPRINT)) & set(names_of(PAGE)) == {title_name(TITLE, AUTHORS)}


@pytest.mark.parametrize(
    "title",
    [
        "counting herring in the frames of a sonar.",
        "Counting Herring in the Frames of a So-nar",
        "Counting  Hérring\nin the Frames of a Sonar",
        "Counting <i>Herring</i> in the Frames of a Sonar",
        r"Counting \textbf{Herring} in the {F}rames of a $\mathit{Sonar}$",
        "Ｃounting Herring in the Frames of a Sonar",
    ],
)
def test_case_accents_hyphens_markup_and_tex_do_not_part_titles(title: str) -> None:
    assert title_name(title, AUTHORS) == title_name(TITLE, AUTHORS)


def test_letters_that_tex_writes_as_commands_are_letters() -> None:
    assert fingerprint(r"$\alpha$-Nets for K\"ohler and S\o rensen") == fingerprint("α-Nets for Köhler and Sørensen")
    assert fingerprint("R&amp;D in R$^2$") == fingerprint("R&D in R²")


@pytest.mark.parametrize(
    "title",
    [
        "Counting Herring in the Frames of a Sonar II",
        "Erratum: Counting Herring in the Frames of a Sonar",
        "Counting Herrings in the Frames of a Sonar",
        "Counting Herring in the Frames of a Sonar < 2 kHz",
    ],
)
def test_parts_errata_and_titles_that_are_only_alike_stay_apart(title: str) -> None:
    assert title_name(title, AUTHORS) != title_name(TITLE, AUTHORS)


def test_a_title_names_nothing_without_an_author_or_where_it_is_short() -> None:
    assert title_name(TITLE, ()) == ""
    assert title_name(TITLE, ("",)) == ""
    assert title_name("Annual activity report", AUTHORS) == ""
    assert title_name("声呐图像中的鲱鱼计数", ("张三",)) != ""
    assert title_name(TITLE, ("Eve Other",)) != title_name(TITLE, AUTHORS)


@pytest.mark.parametrize(
    "name",
    [
        "Ada Spout",
        "A. B. Spout",
        "Spout, Ada",
        "SPOUT, A.",
        "Ada Spôut",
        "Ada Spout Jr.",
        "Ada Spout (TeaLab)",
        "Spout et al.",
    ],
)
def test_a_surname_is_read_from_every_order_of_a_name(name: str) -> None:
    assert surname_of(name) == "spout"


def test_a_column_that_keeps_its_title_is_not_one_paper() -> None:
    """One or two authors may write under one heading every week; three, a venue or an id make a paper."""
    weekly = Entry("What we read about machine vision this week", "https://b.example.org/1", authors=AUTHORS[:2])
    assert kinds(weekly) == ["url"]
    assert kinds(replace(weekly, authors=AUTHORS)) == ["url", "title"]
    assert kinds(replace(weekly, venue="TeaConf 2026")) == ["url", "title"]


def test_an_address_names_a_paper_only_where_nothing_better_does() -> None:
    assert kinds(replace(PREPRINT, url="https://b.example.org/list")) == ["arxiv", "title"]
    assert kinds(replace(PAGE, doi="10.5555/herring.7")) == ["doi", "title"]


@pytest.mark.parametrize("url", ["https://k.example.org/", "http://k.example.org", "https://k.example.org/index.html"])
def test_a_front_page_names_nothing(url: str) -> None:
    assert kinds(Entry("One", url)) == ["text"]
    assert kinds(Entry("One", "https://k.example.org/#/one")) == ["url"]


@pytest.mark.parametrize(
    "doi", ["10.1007/978-3-031-00000-1", "10.1109/teaconf12345.2026", "10.1109/TTEA", "10.1002/(ISSN)1234-5678"]
)
def test_the_doi_of_a_whole_volume_names_no_paper(doi: str) -> None:
    assert kinds(replace(PAGE, doi=doi)) == ["url", "title"]


@pytest.mark.parametrize(
    "doi", ["10.1007/978-3-031-00000-1_7", "10.1109/teaconf12345.2026.00123", "10.1109/ttea.2026.1234567"]
)
def test_the_doi_of_one_part_of_it_does(doi: str) -> None:
    assert names_of(replace(PAGE, doi=doi))[0] == f"doi:{doi}"


def test_versions_with_a_doi_each_are_one() -> None:
    one, two = (Entry("T", doi=f"10.21203/rs.3.rs-12345/v{n}") for n in (1, 2))
    assert names_of(one) == names_of(two)
    assert names_of(Entry("T", doi="10.5555/tea.v1")) != names_of(Entry("T", doi="10.5555/tea.v2"))


def test_an_address_that_items_of_one_document_share_is_nobodys() -> None:
    same = "https://j.example.org/current-issue"
    listed = [Entry("One", same), Entry("Two", f"{same}?utm_source=rss"), Entry("Three", "https://j.example.org/3")]
    assert [names[0].partition(":")[0] for names, _ in names_in(listed)] == ["text", "text", "url"]
    assert len({names for names, _ in names_in(listed)}) == 3


def test_an_item_that_stands_twice_in_a_document_keeps_its_address() -> None:
    twice = [Entry("One", "https://j.example.org/1"), Entry("ONE", "http://j.example.org/1#comments")]
    assert len({names for names, _ in names_in(twice)}) == 1
    assert names_in(twice)[0][0][0].startswith("url:")


def test_the_best_name_is_the_id() -> None:
    names = ["title:0", "url:1", "doi:10.5555/b", "arxiv:2603.00102", "arxiv:2603.00101", "text:2"]
    assert best(names) == "arxiv:2603.00101"
    assert best(names[:3]) == "doi:10.5555/b"
    assert best([names[0], names[5]]) == "text:2"


def test_a_reference_is_a_name() -> None:
    assert name_in("arXiv:2603.00101v2") == "arxiv:2603.00101"
    assert name_in("https://doi.org/10.5555/TEA") == "doi:10.5555/tea"
    assert name_in("https://b.example.org/1?utm_source=x") == names_of(Entry("", "https://b.example.org/1"))[0]
    assert [name_in(said) for said in ("3", "tea", "", "https://b.example.org/")] == [""] * 4
