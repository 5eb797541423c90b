"""Messages: what the ledger keeps of one is all of it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.message import Block, Button, Message, Span, Style, dumps, line, loads

texts = st.text(max_size=40)
spans = st.builds(Span, texts, st.sampled_from(Style), texts)
rows = st.lists(st.lists(st.builds(Button, texts, texts), max_size=3).map(tuple), max_size=3).map(tuple)
blocks = st.builds(Block, st.lists(spans, max_size=4).map(tuple), rows)
messages = st.builds(Message, st.lists(blocks, max_size=4).map(tuple))


@given(messages)
def test_a_message_comes_back_from_its_json_as_it_was(message: Message):
    assert loads(dumps(message)) == message


@given(messages)
def test_the_json_can_be_stored_as_text(message: Message):
    assert isinstance(json.loads(dumps(message).encode("utf-8", "surrogatepass")), list)


def test_the_json_of_an_older_version_is_still_read():
    kept = '[[[["1. ","plain",""],["Title","bold","https://example.org/"]],[[["☆","r:1:1:1"]]]],[[["end","folded",""]],[]]]'
    assert loads(kept) == Message(
        (
            Block(
                (Span("1. "), Span("Title", Style.BOLD, "https://example.org/")),
                ((Button("☆", "r:1:1:1"),),),
            ),
            Block((Span("end", Style.FOLDED),)),
        )
    )


def test_what_is_kept_is_short_and_readable():
    assert dumps(line("伴读")) == '[[[["伴读","plain",""]],[]]]'


def test_the_rows_of_a_message_are_those_of_its_blocks_in_order():
    a, b, c = (Button(x, x) for x in "abc")
    assert Message((Block((), ((a,), (b,))), Block(()), Block((), ((c,),)))).rows == ((a,), (b,), (c,))


def test_a_line_is_one_plain_sentence():
    assert line("Hello") == Message((Block((Span("Hello", Style.PLAIN, ""),), ()),))
