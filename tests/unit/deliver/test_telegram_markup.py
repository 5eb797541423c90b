"""Telegram's HTML and its limits, case by case; the laws are in tests/properties."""

from __future__ import annotations

import pytest

from bot.deliver.telegram_markup import split, to_html, units
from bot.message import Block, Button, Message, Span, Style, line


def html(*spans: Span) -> str:
    return to_html(Message((Block(spans),)))


def test_each_style_has_its_tag() -> None:
    spans = [Span(s.value, s) for s in Style]
    assert html(*spans) == ("plain<b>bold</b><i>italic</i><code>code</code><blockquote expandable>folded</blockquote>")


def test_text_is_escaped_once() -> None:
    assert html(Span("a < b && c > &lt;")) == "a &lt; b &amp;&amp; c &gt; &amp;lt;"


def test_an_address_is_escaped_inside_its_quotes() -> None:
    assert html(Span("t", url='https://x.org/?q="a"&b=<c>')) == (
        '<a href="https://x.org/?q=&quot;a&quot;&amp;b=&lt;c&gt;">t</a>'
    )


def test_a_bold_title_is_a_link() -> None:
    assert html(Span("t", Style.BOLD, "https://x.org")) == '<b><a href="https://x.org">t</a></b>'


def test_a_link_in_code_style_is_a_link_only() -> None:
    assert html(Span("t", Style.CODE, "tg://user?id=1")) == '<a href="tg://user?id=1">t</a>'


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://x.org", "x.org", "https://", "http://[", "https://x.org/a b", "https://x.org/\n"],
)
def test_what_is_no_web_address_is_no_link(url: str) -> None:
    assert html(Span("t", url=url)) == "t"


def test_neighbouring_folded_spans_share_one_quotation() -> None:
    spans = (Span("a", Style.FOLDED), Span("b", Style.FOLDED, "https://x.org"), Span("c"))
    assert html(*spans) == '<blockquote expandable>a<a href="https://x.org">b</a></blockquote>c'


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    assert html(Span("a\ud83db")) == "a\ufffdb"


def test_blocks_without_text_leave_no_gap() -> None:
    message = Message((Block((Span("a"),)), Block((Span(""),)), Block((Span("b"),))))
    assert (to_html(message), units(message)) == ("a\n\nb", 4)


def test_links_outlive_bold_where_there_are_more_entities_than_telegram_shows() -> None:
    few = Message((Block((Span("t", Style.BOLD, "https://x.org"),) * 50),))
    many = Message((Block((Span("t", Style.BOLD, "https://x.org"),) * 51),))
    assert (to_html(few).count("<b>"), to_html(few).count("<a ")) == (50, 50)
    assert (to_html(many).count("<b>"), to_html(many).count("<a ")) == (0, 51)


def test_units_count_what_telegram_counts() -> None:
    assert units(line("a<b> 😀")) == 7


def test_a_message_that_fits_is_one_part() -> None:
    message = Message((Block((Span("x" * 4094),)), Block(())))
    assert split(message) == (message,)


def test_a_message_is_split_where_the_next_block_would_not_fit() -> None:
    a, b, c = (Block((Span(char * 5),)) for char in "abc")
    assert split(Message((a, b, c)), limit=12) == (Message((a, b)), Message((c,)))
    assert split(Message((a, b, c)), limit=11) == (Message((a,)), Message((b,)), Message((c,)))


def test_a_message_is_split_where_the_buttons_are_too_many() -> None:
    block = Block((Span("x"),), ((Button("☆", "r:1"),) * 6,))
    parts = split(Message((block,) * 17))
    assert [len(part.blocks) for part in parts] == [16, 1]


def test_a_block_that_is_too_long_is_shortened_in_its_longest_span() -> None:
    (part,) = split(Message((Block((Span("1. "), Span("word " * 20, Style.FOLDED), Span("end"))),)), limit=30)
    assert [s.text for s in part.blocks[0].spans] == ["1. ", "word word word word…", "end"]
    assert part.blocks[0].spans[1].style is Style.FOLDED


def test_rows_of_more_than_eight_buttons_go_on_in_the_next_row() -> None:
    ten = tuple(Button(str(n), str(n)) for n in range(10))
    (part,) = split(Message((Block((Span("x"),), (ten,)),)))
    assert [len(row) for row in part.rows] == [8, 2]


def test_a_block_keeps_the_first_of_too_many_buttons() -> None:
    (part,) = split(Message((Block((Span("x"),), ((Button("b", "b"),) * 5,) * 21),)))
    assert len(part.rows) == 20


def test_no_blocks_make_no_parts() -> None:
    assert split(Message(())) == ()
