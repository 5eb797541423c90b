"""Messages on a terminal: readable, wrapped, and harmless."""

from __future__ import annotations

import io

import pytest

from bot.deliver.console import ConsoleChannel, to_text
from bot.errors import Unreachable
from bot.message import Block, Button, Message, Span, Style, line


def test_blocks_are_set_apart_by_an_empty_line_and_buttons_are_left_out() -> None:
    message = Message((Block((Span("one"),), ((Button("☆", "r:1"),),)), Block((Span("two", Style.BOLD),))))
    assert to_text(message, None) == "one\n\ntwo"


def test_a_block_without_text_leaves_no_gap() -> None:
    assert to_text(Message((Block((Span("one"),)), Block(()), Block((Span("two"),)))), None) == "one\n\ntwo"


def test_the_address_stands_after_the_title() -> None:
    title = Span("A title", Style.BOLD, "https://example.org/1")
    assert to_text(Message((Block((Span("1. "), title)),)), None) == "1. A title (https://example.org/1)"


def test_an_address_that_is_its_own_text_is_not_said_twice() -> None:
    link = Span("https://example.org", url="https://example.org")
    assert to_text(Message((Block((link,)),)), None) == "https://example.org"


def test_folded_text_is_indented_on_lines_of_its_own() -> None:
    spans = (Span("Tips:"), Span("First.\nSecond.", Style.FOLDED), Span("\nWhy: close"))
    assert to_text(Message((Block(spans),)), None) == "Tips:\n    First.\n    Second.\nWhy: close"


def test_long_lines_are_wrapped_at_words_and_keep_their_indent() -> None:
    spans = (Span("aaa bbb ccc\n"), Span("ddd eee fff", Style.FOLDED))
    assert to_text(Message((Block(spans),)), 8).split("\n") == ["aaa bbb", "ccc", "    ddd", "    eee", "    fff"]


def test_chinese_is_wrapped_between_characters_that_take_two_columns() -> None:
    assert to_text(line("每日论文精选"), 6) == "每日论\n文精选"


def test_an_address_is_never_broken() -> None:
    assert to_text(line("see https://example.org/a-long-address now"), 12).split("\n") == [
        "see",
        "https://example.org/a-long-address",
        "now",
    ]


def test_what_a_terminal_would_obey_is_taken_out() -> None:
    assert to_text(line("a\x1b[2Jb\x07c\x9bd\u202ee\ud800f\ttab"), None) == "a[2Jbcdeftab"


async def test_a_stream_that_knows_few_letters_gets_question_marks() -> None:
    bytes_out = io.BytesIO()
    stream = io.TextIOWrapper(bytes_out, encoding="ascii")
    await ConsoleChannel(stream).send(0, line("★ 4.3"))
    assert bytes_out.getvalue() == b"? 4.3\n\n"


async def test_a_reader_who_has_closed_the_pipe_is_unreachable() -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    with pytest.raises(Unreachable):
        await ConsoleChannel(Closed()).send(0, line("x"))
