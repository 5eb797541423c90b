"""Laws of Telegram's markup, for whatever a feed may bring: it is valid, it fits, and nothing is lost."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from teremok.validation import validate_html

from bot.deliver.shorten import ELLIPSIS, shorten, utf16_units
from bot.deliver.telegram_markup import ENTITY_LIMIT, ROW_LIMIT, split, to_html, units
from bot.message import Block, Button, Message, Span, Style

AWKWARD = st.sampled_from(["<", ">", "&", '"', "&amp;", "<b>", "</a>", "😀", "👩\u200d💻", "e\u0301", "读", " ", "\n"])
TEXTS = st.lists(AWKWARD | st.text(max_size=12), max_size=6).map("".join)
URLS = st.one_of(
    st.just(""),
    TEXTS,
    TEXTS.map(lambda t: f"https://x.org/{t}"),
    st.sampled_from(["javascript:x", "http://[", "tg://user?id=1", "https://x.org/?a='\"&b"]),
)
SPANS = st.builds(Span, TEXTS, st.sampled_from(Style), URLS)
ROWS = st.lists(
    st.lists(st.builds(Button, st.just("☆"), st.just("r:1")), max_size=10).map(tuple),
    max_size=4,
).map(tuple)
BLOCKS = st.builds(Block, st.lists(SPANS, max_size=4).map(tuple), ROWS)
MESSAGES = st.lists(BLOCKS, max_size=6).map(lambda blocks: Message(tuple(blocks)))
LIMITS = st.integers(1, 80)
BUTTONS = st.integers(8, 20)


def plain(message: Message) -> str:
    texts = ("".join(s.text for s in block.spans) for block in message.blocks)
    return "\n\n".join(text for text in texts if text)


@given(MESSAGES)
def test_html_passes_the_rules_of_the_bot_api(message: Message) -> None:
    validate_html(to_html(message))


@given(MESSAGES)
def test_without_tags_and_unescaped_the_html_is_the_plain_text(message: Message) -> None:
    assert unescape(re.sub(r"<[^>]*>", "", to_html(message))) == plain(message)


@given(MESSAGES)
def test_units_are_those_of_the_plain_text(message: Message) -> None:
    assert units(message) == len(plain(message).encode("utf-16-le")) // 2


@given(st.lists(st.text(st.characters()), max_size=3))
def test_any_text_at_all_can_be_encoded(texts: list[str]) -> None:
    html = to_html(Message(tuple(Block((Span(text),)) for text in texts)))
    assert html.encode("utf-8").decode("utf-8") == html


@settings(max_examples=30)
@given(st.lists(SPANS, min_size=60, max_size=90))
def test_more_entities_than_telegram_shows_are_never_made_of_ornaments(spans: list[Span]) -> None:
    html = to_html(Message((Block(tuple(spans)),)))
    ornaments = len(re.findall(r"<(?:b|i|code)>", html))
    assert ornaments == 0 or ornaments + html.count("<a ") + html.count("<blockquote") <= ENTITY_LIMIT


@given(MESSAGES, LIMITS, BUTTONS)
def test_every_part_fits(message: Message, limit: int, buttons: int) -> None:
    for part in split(message, limit, buttons):
        assert units(part) <= limit
        assert sum(len(row) for row in part.rows) <= buttons
        assert all(len(row) <= ROW_LIMIT for row in part.rows)


@given(MESSAGES, LIMITS, BUTTONS)
def test_blocks_stay_in_order_and_those_that_fit_stay_as_they_are(
    message: Message,
    limit: int,
    buttons: int,
) -> None:
    blocks = [block for part in split(message, limit, buttons) for block in part.blocks]
    assert len(blocks) == len(message.blocks)
    for before, after in zip(message.blocks, blocks, strict=True):
        if split(Message((before,)), limit, buttons) == (Message((before,)),):
            assert after == before
        else:
            assert len(after.spans) == len(before.spans)


@given(MESSAGES, LIMITS, BUTTONS)
def test_no_part_could_have_taken_the_next_block_too(message: Message, limit: int, buttons: int) -> None:
    parts = split(message, limit, buttons)
    for part, following in pairwise(parts):
        longer = Message((*part.blocks, following.blocks[0]))
        assert split(longer, limit, buttons) != (longer,)


@given(TEXTS, st.integers(-2, 40))
def test_a_shortened_text_fits_and_is_a_beginning_of_the_text(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert utf16_units(short) <= max(limit, 0)
    assert short == text or text.startswith(short.removesuffix(ELLIPSIS))
