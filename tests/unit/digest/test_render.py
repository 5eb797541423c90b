from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.digest.render import card, render, why_message, words_of_reasons
from bot.domain import Found, ItemSlot, Language, Link, LinkKind, Why
from bot.message import Message, Style
from bot.texts import Texts
from ranking.domain import Reason
from tests.unit.digest.specimens import LANTERN, MONDAY, SUNDAY, digest_of, nothing, record, scored, varied

EN, ZH = Texts(Language.ENGLISH), Texts(Language.CHINESE)
ITEM = re.compile(r"^\s*(\d+)\.\s")


def text(message: Message) -> str:
    return "\n\n".join("".join(span.text for span in block.spans) for block in message.blocks)


def test_only_item_lines_begin_with_a_number_and_a_full_stop() -> None:
    listing = digest_of(
        (
            record(1, abstract="1. First point of many words here. 2. Second point of many words here. 3. Third."),
            scored(),
        ),
        (record(2, title="2. Two\n3. lines", abstract=LANTERN), scored("p2", 3.0, Reason("term", "a\n4. b", 1.0))),
    )
    lines = [line for line in text(render(listing, 1, EN)).splitlines() if ITEM.match(line)]
    assert [line[:3] for line in lines] == ["1. ", "2. "]


def test_every_item_has_its_row_of_number_and_stars() -> None:
    blocks = render(varied(), 7, EN).blocks
    assert blocks[0].rows == ()
    assert [[button.label for button in row] for block in blocks[1:] for row in block.rows] == [
        [str(n), "☆", "☆", "☆", "☆", "☆"] for n in range(1, 6)
    ]


def test_tips_are_folded_and_titles_link_to_the_source() -> None:
    spans = render(varied(), 7, EN).blocks[1].spans
    assert [span.text[:5] for span in spans if span.style is Style.FOLDED] == ["Tips:"]
    assert spans[1].url == "https://arxiv.org/abs/2611.00001"


def test_absent_links_are_not_printed_and_an_article_is_linked_by_its_title_alone() -> None:
    shown = render(varied(), 7, EN).blocks
    assert [span.text for span in shown[2].spans if span.url][1:] == ["Paper"]
    assert [(span.text, span.url) for span in shown[4].spans if span.url] == [
        ("Why lamps?", "https://blog.example/a?b=1&c=2"),
        ("Code", "https://github.com/lantern-lab/lantern"),
    ]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "tg://resolve?domain=x", "http://", "http://a b", 'http://a/"x', "http://[x"]
)
def test_an_address_that_cannot_be_opened_is_no_link(url: str) -> None:
    bad = Link(LinkKind.ADDRESS, url, Found.FEED)
    spans = render(digest_of((record(url=url, arxiv=None, links=(bad,), abstract=""), scored())), 7, EN).blocks[1].spans
    assert [span.url for span in spans if span.url] == []


def test_a_paper_without_title_still_has_an_item_line() -> None:
    shown = text(render(digest_of((record(title=" "), scored())), 7, EN))
    assert "\n1. (no title)" in shown


def test_chinese_readers_get_chinese_labels() -> None:
    shown = text(render(varied(Language.CHINESE), 7, ZH))
    assert all(label in shown for label in ("摘要：", "论文", "代码", "地址", "要点：", "理由："))
    assert not re.search(r"Abstract|Paper\b|Tips|Why:", shown)


@pytest.mark.parametrize(
    ("why", "day", "words"),
    [
        (Why.NOTHING_YET, MONDAY, "no papers here yet"),
        (Why.NOTHING_NEW, MONDAY, "Nothing new since your last digest; the sources were read"),
        (Why.WEEKEND, SUNDAY, "at the weekend that is usual"),
        (Why.ALL_MUTED, SUNDAY, "interests you muted"),
    ],
)
def test_an_empty_day_is_one_sentence_that_says_why(why: Why, day: object, words: str) -> None:
    message = render(nothing(why, day), 7, EN)  # type: ignore[arg-type]
    assert words in text(message)
    assert message.rows == ()


@pytest.mark.parametrize(
    ("why", "day", "sources", "english", "chinese"),
    [
        (
            Why.HOLIDAY,
            date(2026, 11, 26),
            (),
            "announced nothing on November 26, 2026, a holiday there.",
            "2026年11月26日放假",
        ),
        (
            Why.UNREAD,
            date(2026, 11, 20),
            ("arXiv cs.CV",),
            "Not read since November 20, 2026: arXiv cs.CV",
            "自2026年11月20日起",
        ),
        (
            Why.UNREAD,
            None,
            ("arXiv cs.CV", "A blog"),
            "Out of reach so far: arXiv cs.CV, A blog",
            "arXiv cs.CV、A blog",
        ),
        (Why.OVERDUE, None, ("a", "b", "c", "d", "e", "f"), "again and again: a, b, c, d, e …", "a、b、c、d、e …"),
    ],
)
def test_an_empty_day_names_the_holiday_or_the_sources_it_lies_with(
    why: Why, day: date | None, sources: tuple[str, ...], english: str, chinese: str
) -> None:
    digest = replace(nothing(why), empty_day=day, empty_sources=sources)
    assert english in text(render(digest, 7, EN))
    assert chinese in text(render(digest, 7, ZH))


def test_reasons_of_a_kind_share_a_phrase_and_what_speaks_against_comes_last() -> None:
    reasons = (
        Reason("term", "fog", -0.9),
        Reason("term", "lamps", 0.8),
        Reason("paper", "a", 0.7, 5),
        Reason("term", "night", 0.6),
        Reason("author", "Ada Example", 0.5),
        Reason("category", "cs.CV", 0.4),
        Reason("facet", "Robots", 0.3),
        Reason("paper", "b", -0.2, 1),
        Reason("paper", "c", 0.1),
    )
    assert words_of_reasons(reasons, {"a": "A $\\alpha$ Paper", "b": "B Paper"}, EN) == (
        "about “lamps”, “night”",
        "like “A α Paper” (5★)",
        "like a paper you passed over",
        "by Ada Example",
        "in cs.CV",
        "fits your interest “Robots”",
        "but close to “B Paper” (1★)",
        "but “fog” counts against it",
    )


def test_a_liked_paper_that_counts_against_it_is_called_unlike() -> None:
    assert words_of_reasons((Reason("paper", "a", -0.2, 5),), {"a": "A"}, EN) == ("but unlike “A” (5★)",)


def test_without_reasons_the_reader_is_told_how_to_get_some() -> None:
    assert "rate a few and this becomes personal" in words_of_reasons((), {}, EN)[0]


@pytest.mark.parametrize(
    ("said", "english", "chinese"),
    [
        ({"slot": ItemSlot.EXPLORE}, "Why: a try: your stars here teach me most", "理由：试探"),
        ({"slot": ItemSlot.AUDIT}, "Why: a check: drawn at random", "理由：抽查"),
        ({"facet": "sea ice"}, "Why: for your interest “sea ice”", "理由：对应你的兴趣“sea ice”"),
    ],
)
def test_an_item_says_in_its_reasons_why_it_was_given_a_place(
    said: dict[str, object], english: str, chinese: str
) -> None:
    plain = digest_of((record(), scored("p1", 4.0, *(Reason("term", f"word {n}", 0.5 - n / 10) for n in range(4)))))
    item = replace(plain.items[0], **said)  # type: ignore[arg-type]
    for t, words in ((EN, english), (ZH, chinese)):
        lines = text(render(replace(plain, items=(item,)), 1, t)).splitlines()
        assert lines[-1].startswith(words)
        assert len(lines[-1]) < 200
        assert words in text(card(item, 1, t)).replace("\n\n", "\n")


def test_a_facet_that_a_reason_names_is_not_named_twice() -> None:
    plain = digest_of((record(), scored("p1", 4.0, Reason("facet", "sea ice", 0.5))))
    item = replace(plain.items[0], facet="sea ice")
    assert text(render(replace(plain, items=(item,)), 1, EN)).count("sea ice") == 1


def test_what_the_reader_asked_for_is_named_as_such() -> None:
    reason = Reason("interest", "sea ice", 0.5)
    assert words_of_reasons((reason,), {}, EN) == ("as you asked for “sea ice”",)
    item = digest_of((record(), scored("p1", 4.0, reason))).items[0]
    assert "what you asked for, “sea ice”: speaks strongly for it (+0.50)" in text(why_message(item, {}, EN))


def test_a_term_that_was_asked_for_is_not_told_twice() -> None:
    asked, term, other = (
        Reason("interest", "Sea ice", 0.5),
        Reason("term", "sea ice", 0.6),
        Reason("term", "radar", 0.1),
    )
    assert words_of_reasons((term, asked), {}, EN) == ("as you asked for “Sea ice”",)
    assert words_of_reasons((term, asked, other), {}, EN) == ("as you asked for “Sea ice”", "about “radar”")
    assert words_of_reasons((term,), {}, EN) == ("about “sea ice”",)


@pytest.mark.parametrize("stars", [None, 0])
def test_a_paper_without_stars_is_one_that_was_passed_over(stars: int | None) -> None:
    against = (Reason("paper", "a", -0.2, stars),)
    assert words_of_reasons(against, {"a": "A Paper"}, EN) == ("but close to “A Paper”, which you passed over",)
    assert words_of_reasons(against, {}, EN) == ("but close to a paper you passed over",)
    assert words_of_reasons(against, {}, ZH) == ("但接近一篇你略过的论文",)


def test_a_paper_that_an_article_brought_leads_to_the_article_and_as_paper_to_arxiv() -> None:
    first, second = (Link(LinkKind.ARTICLE, f"https://blog.example/{n}", Found.ARTICLE) for n in (1, 2))
    one = digest_of((record(abstract="It wins.", links=(first, second)), scored()))
    assert [(span.text, span.url) for span in render(one, 7, EN).blocks[1].spans if span.url] == [
        ("Lantern: Seeing at Night", "https://blog.example/1"),
        ("Paper", "https://arxiv.org/abs/2611.00001"),
        ("Article", "https://blog.example/2"),
    ]


def test_a_whole_article_says_how_long_it_takes_and_in_which_language_it_is() -> None:
    article = replace(record(arxiv=None, abstract="它赢了。"), language="zh", words=1900)
    shown = digest_of((article, scored()))
    assert "\n5 min read · in Chinese\n" in text(render(shown, 7, EN))
    assert "\n阅读约 5 分钟\n" in text(render(shown, 7, Texts(Language.CHINESE)))


def test_an_abstract_alone_has_no_reading_time() -> None:
    assert "min" not in text(render(digest_of((replace(record(), words=180, language="zh"), scored())), 7, EN))


def test_of_several_articles_the_title_leads_to_the_one_that_came_first() -> None:
    days = (datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 18, tzinfo=UTC))
    late, early = (Link(LinkKind.ARTICLE, f"https://blog.example/{d.day}", Found.FEED, d) for d in days)
    one = digest_of((record(links=(late, early)), scored()))
    assert render(one, 7, EN).blocks[1].spans[1].url == early.url
