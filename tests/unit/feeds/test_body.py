"""What the text of an entry carries besides its words."""

from __future__ import annotations

import time

import pytest

from bot.feeds.body import MOST_ADDRESSES, Body, Text, body_of, count_words, read_body
from bot.feeds.document import Raw

BASE = "https://blog.example.org/feed.xml"
WECHAT = """<section><p>三维重建又有新进展。</p>
<img class="rich_pages" data-ratio="0.14" data-w="1080" data-src="https://pics.example.com/banner/640?fmt=gif">
<img data-ratio="1" data-w="20" data-src="https://pics.example.com/emoji/640?fmt=png">
<img class="rich_pages wxw-img" data-ratio="0.52" data-w="1080" src="data:image/gif;base64,R0lGOD"
 data-src="https://pics.example.com/teapot/640?fmt=png">
<p>论文地址：https://arxiv.org/abs/2603.00101论文作者来自茶壶大学，代码：https://github.com/spout/teapot。</p></section>"""


def html(markup: str) -> Body:
    return body_of([Text(markup)], BASE)


def test_links_come_in_order_absolute_and_once():
    body = html(
        '<a href="/about">us</a> <a href="https://arxiv.org/abs/2603.00101">paper</a><A HREF=\'../x?a=1&amp;b=2\'>x</A>'
        '<a href="https://arxiv.org/abs/2603.00101">again</a>'
    )
    assert body.outward == (
        "https://blog.example.org/about",
        "https://arxiv.org/abs/2603.00101",
        "https://blog.example.org/x?a=1&b=2",
    )


def test_what_is_no_page_is_not_linked_to():
    assert (
        html(
            '<a href="#top">up</a><a href="mailto:a@example.org">a</a><a href="javascript:void(0)">b</a><a>c</a>'
            '<a href="https://example.org/figure.PNG?w=9"><img src="x.png"></a><a href="https://example.org/a.js">d</a>'
            '<link href="https://example.org/e"><!-- <a href="https://example.org/f">f</a> -->'
            '<script>\'<a href="https://example.org/g">\'</script><a href="http://">h</a>'
        ).outward
        == ()
    )


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("见 https://arxiv.org/abs/2603.00101。", "https://arxiv.org/abs/2603.00101"),
        ("论文：https://arxiv.org/pdf/2603.00101v2论文", "https://arxiv.org/pdf/2603.00101v2"),
        ("(see https://example.org/a_(b)).", "https://example.org/a_(b)"),
        ("《https://example.org/a》", "https://example.org/a"),
        ("as in arXiv:2603.00101 and elsewhere", "https://arxiv.org/abs/2603.00101"),
        ("doi: https://doi.org/10.5555/tea.1;", "https://doi.org/10.5555/tea.1"),
    ],
)
@pytest.mark.parametrize("is_markup", [True, False])
def test_addresses_written_in_the_text_count_too(text: str, address: str, is_markup: bool):
    assert body_of([Text(text, is_markup)], BASE).outward == (address,)


def test_plain_text_is_not_read_as_markup():
    assert body_of([Text('if a <a href="https://example.org/x"> b', is_markup=False)], BASE) == Body(
        ("https://example.org/x",), "", 9
    )


def test_an_article_in_the_manner_of_wechat():
    body = html(WECHAT)
    assert body.outward == ("https://arxiv.org/abs/2603.00101", "https://github.com/spout/teapot")
    assert body.image == "https://pics.example.com/teapot/640?fmt=png"
    assert body.words > 25


@pytest.mark.parametrize(
    "ornament",
    [
        '<img src="https://t.example.org/p" width="1" height="1">',
        '<img src="https://t.example.org/p" style="height:1px;width:1px">',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="/me.jpg" width="64px" height="64px">',
        '<img class="wp-smiley" src="/smile.png">',
        '<img class="author-avatar" src="/me.png">',
        '<img src="/banner.png" width="900" height="120">',
        '<img alt="none">',
    ],
)
def test_the_picture_is_the_first_real_one(ornament: str):
    assert html(ornament).image == ""
    assert html(f'{ornament}<p><img src="figs/one.png" width="100%">').image == "https://blog.example.org/figs/one.png"


def test_the_length_is_that_of_the_whole_text():
    assert html("<p>" + "word " * 30_000).words == 30_000
    assert count_words("Un café, it's state-of-the-art.") == 4
    assert count_words("我们提出 TeapotNet 模型") == 7
    assert body_of([Text("one two three", is_markup=False), Text("one", is_markup=False)], BASE).words == 3


def test_a_feed_s_entry_is_read_with_all_its_contents():
    raw: Raw = {
        "content": [{"type": "text/html", "value": '<a href="/a">a</a> one two three'}, {"value": None}, "odd"],
        "summary": "one: https://example.org/b",
        "summary_detail": {"type": "text/plain"},
    }
    assert read_body(raw, BASE) == Body(("https://blog.example.org/a", "https://example.org/b"), "", 5)
    assert read_body({}, BASE) == Body()
    assert read_body({"content": 5, "summary": None}, BASE) == Body()


def test_a_page_of_links_is_cut_off():
    assert len(html("".join(f'<a href="/{n}">x</a>' for n in range(5_000))).outward) == MOST_ADDRESSES


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        '<a href="',
        '<img src="x" ',
        "<!--",
        "<script>",
        "http://",
        "(https://a.b/",
        "))))",
        "&amp;",
        "2603.00101 ",
    ],
)
def test_hostile_markup_takes_no_time_to_speak_of(piece: str):
    began = time.process_time()
    html(piece * (600_000 // len(piece)))
    assert time.process_time() - began < 5
