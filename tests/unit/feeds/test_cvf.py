"""Listings of the CVF: days, older forms of the page, and pages made to be slow."""

from __future__ import annotations

import contextlib

import pytest

from bot.domain import ParsedFeed
from bot.errors import ParseError
from bot.feeds import cvf

SITE = "https://openaccess.thecvf.com"
DAYS = "<dl><dd><a href='/CVPR2026?day=2026-06-05'>Day 1</a></dd><dd><a href='/CVPR2026?day=2026-06-06'>Day 2</a></dd>"
ALL = "<dd><a href='/CVPR2026?day=all'>All Papers</a></dd>"
PAPER = "<dt class='ptitle'><br><a href='/content/CVPR2026/html/A_CVPR_2026_paper.html'>A pot</a></dt>"


def parse(page: str, url: str = f"{SITE}/CVPR2026?day=all") -> ParsedFeed:
    return cvf.parse(page.encode(), url)


def bibtex(book: str, month: str = "June", year: str = "2026") -> str:
    fields = f"booktitle = {{{book}}}, month = {{{month}}}, year = {{{year}}}"
    return f"{PAPER}<dd><div class='bibref'>@InProceedings{{A_2026, author = {{Spout, Ada}}, {fields}}}</div></dd>"


def test_a_page_of_days_leads_to_all_papers_or_to_the_first_day() -> None:
    assert parse(DAYS + ALL, f"{SITE}/CVPR2026").onwards == f"{SITE}/CVPR2026?day=all"
    assert parse(DAYS, f"{SITE}/CVPR2026").onwards == f"{SITE}/CVPR2026?day=2026-06-05"


def test_one_day_leads_to_the_next_and_the_last_to_none() -> None:
    first = parse(DAYS + ALL + PAPER, f"{SITE}/CVPR2026?day=2026-06-05").onwards
    assert first == f"{SITE}/CVPR2026?day=2026-06-06"
    assert parse(DAYS + ALL + PAPER, first).onwards == ""


def test_the_page_of_all_papers_leads_nowhere() -> None:
    assert parse(DAYS + ALL + PAPER).onwards == ""


def test_a_link_to_days_elsewhere_is_not_followed() -> None:
    with pytest.raises(ParseError):
        parse("<a href='https://kettle.example.org/CVPR2026?day=all'>All</a>")


@pytest.mark.parametrize(
    ("book", "venue"),
    [
        ("Proceedings of the IEEE/CVF International Conference on Computer Vision (ICCV)", "ICCV 2026"),
        (
            "Proceedings of the Winter Conference on Applications of Computer Vision (WACV) Workshops",
            "WACV 2026 Workshops",
        ),
        ("Proceedings of a conference without a short name", "CVPR 2026"),
    ],
)
def test_the_venue_is_the_books_short_name_and_year_else_the_addresss(book: str, venue: str) -> None:
    (entry,) = parse(bibtex(book)).entries
    assert entry.venue == venue


@pytest.mark.parametrize(("month", "year"), [("Smarch", "2026"), ("June", "26"), ("June", "9999"), ("", "")])
def test_an_odd_month_is_no_date(month: str, year: str) -> None:
    (entry,) = parse(bibtex("(CVPR)", month, year)).entries
    assert entry.published is None


def test_names_in_bibtex_are_turned_where_the_page_has_no_forms() -> None:
    (entry,) = parse(bibtex("(CVPR)")).entries
    assert entry.authors == ("Ada Spout",)


def test_an_arxiv_link_says_which_paper_and_not_which_version() -> None:
    page = f"{PAPER}<dd>[<a href='https://arxiv.org/abs/2603.00001v2'>arXiv</a>]</dd>"
    (entry,) = parse(page).entries
    assert entry.arxiv is not None
    assert (entry.arxiv.text, entry.arxiv.version) == ("2603.00001", None)


def test_a_paper_without_a_title_does_not_cost_the_others() -> None:
    assert [e.title for e in parse(f"<dt class=ptitle></dt><dd>x</dd>{PAPER}").entries] == ["A pot"]


@pytest.mark.parametrize(
    "page",
    [
        "<dt class='ptitle" * 60_000,
        PAPER + "<a '" * 250_000,
        PAPER + '<a "<a "' * 120_000,
        PAPER + "<dd>@InProceedings{" + "author = {" * 100_000,
        PAPER + "@InProceedings{" * 60_000,
        PAPER * 20_000,
    ],
    ids=["headings", "quotes", "chains", "fields", "entries", "papers"],
)
@pytest.mark.timeout(20)
def test_a_page_made_to_be_slow_is_not(page: str) -> None:
    with contextlib.suppress(ParseError):
        parse(page)
