"""What an item of a note is in the product's words."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain import ArxivId, Found, Link, LinkKind
from bot.portable.history import HistoryItem, articles_apart, from_note
from bot.portable.note import parse


def item(body: str, first: str = "1. [文章](https://a.example/s) ★★★") -> HistoryItem:
    return from_note(parse(f"# 2026.5.3\n{first}\n{body}").items[0], "f.md")


PAPER = "- Abstract: 摘要\n- Paper: [On Ropes](https://arxiv.org/abs/2605.93004v2)\n- Tips: 要点\n"


def test_an_item_that_names_one_arxiv_paper_is_that_paper_and_its_article_is_text() -> None:
    entry = item(PAPER).entry
    assert entry.arxiv == ArxivId("2605.93004")
    assert (entry.title, entry.url) == ("On Ropes", "https://arxiv.org/abs/2605.93004")
    assert entry.abstract == "文章\n摘要\n要点"


def test_the_articles_title_stands_in_for_a_papers() -> None:
    entry = item("- Paper: https://arxiv.org/abs/2605.93004\n- Tips: 要点\n").entry
    assert (entry.title, entry.abstract) == ("文章", "要点")


def test_an_item_that_names_several_papers_is_the_article() -> None:
    entry = item(PAPER + "- Paper2: [Knots](https://papers.example/knots.pdf)\n").entry
    assert (entry.arxiv, entry.url, entry.title) == (None, "https://a.example/s", "文章")
    assert entry.abstract == "摘要\n要点\nOn Ropes\nKnots"


def test_the_same_paper_named_twice_is_one() -> None:
    again = "- Code: https://arxiv.org/pdf/2605.93004.pdf\n- Paper: [on ropes](https://papers.example/ropes.pdf)\n"
    assert item(PAPER + again).entry.arxiv == ArxivId("2605.93004")


def test_an_item_whose_source_is_arxiv_is_that_paper() -> None:
    entry = item("", "1. [On Ropes](https://arxiv.org/abs/2605.93004) ★").entry
    assert entry.arxiv == ArxivId("2605.93004")
    assert entry.links == (Link(LinkKind.PAPER, "https://arxiv.org/abs/2605.93004", Found.NOTE),)


def test_an_arxiv_number_in_the_prose_names_no_paper() -> None:
    assert item("- Tips: 比 arXiv:2605.93004 更快\n").entry.arxiv is None


def test_links_come_in_their_kinds_each_once() -> None:
    body = PAPER + "- Code: https://c.example https://c.example\n- Demo: https://d.example/\n"
    assert [(link.kind, link.url) for link in item(body).entry.links] == [
        (LinkKind.ARTICLE, "https://a.example/s"),
        (LinkKind.PAPER, "https://arxiv.org/abs/2605.93004v2"),
        (LinkKind.CODE, "https://c.example"),
        (LinkKind.ADDRESS, "https://d.example/"),
    ]


def test_the_notes_day_is_when_it_was_rated_and_nothing_is_said_of_publication() -> None:
    one = item("")
    assert one.rated_at == datetime(2026, 5, 3, tzinfo=UTC)
    assert one.entry.published is None
    assert (one.rating, one.line, one.file, one.source) == (3, 2, "f.md", "note")


def test_without_a_day_or_stars_there_is_no_time_and_no_rating() -> None:
    one = from_note(parse("1. [t](https://a.example)").items[0], "")
    assert (one.rated_at, one.rating) == (None, None)


def test_only_an_image_on_the_web_is_taken() -> None:
    body = '<img src="images/x.png">\n<img src="https://i.example/y.png">\n'
    assert item(body).entry.image == "https://i.example/y.png"


def told(article: str, day: int) -> HistoryItem:
    note = f"# 2026.5.{day}\n1. [文章](https://{article}) ★★★\n{PAPER}"
    return from_note(parse(note).items[0], "f.md")


def test_of_two_articles_about_one_paper_the_one_rated_first_stands_for_it() -> None:
    later, first = articles_apart([told("b.example/2", 4), told("a.example/1", 3)])
    assert (first.entry.arxiv, later.entry.arxiv) == (ArxivId("2605.93004"), None)
    assert later.entry.url == "https://b.example/2"


def test_the_same_article_told_twice_stays_one_paper() -> None:
    both = articles_apart([told("a.example/1", 3), told("a.example/1", 4)])
    assert [one.entry.arxiv for one in both] == [ArxivId("2605.93004")] * 2
