"""What holds of every digest, whatever stands in titles, abstracts, comments, callbacks and scores."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.digest.actions import OpenCard, Rate, SetLanguage, decode, encode, restar
from bot.digest.as_json import digest_json
from bot.digest.readable import readable
from bot.digest.render import card, render, why_message
from bot.digest.sentences import sentences
from bot.digest.text_links import find_links
from bot.digest.tips import SUMMARY_LENGTH, TIPS_LENGTH, summary, tips
from bot.digest.venue import venue
from bot.domain import Language
from bot.message import dumps, loads
from bot.texts import Texts
from ranking.domain import Explanation, Reason, Scored
from tests.unit.digest.specimens import digest_of, record

numbers = st.integers(min_value=0, max_value=10**18 - 1)
actions = st.one_of(
    st.builds(Rate, numbers, numbers, st.integers(0, 5)),
    st.builds(OpenCard, numbers, numbers),
    st.builds(SetLanguage, st.sampled_from(Language)),
)
marks = [*"\\{}$~^_%&5 \n\x00\ud800", "--", "1. ", ". ", "。", "<b>", "😀", "\ue000"]
macros = ["\\textbf{", "\\href{", "\\frac", "\\begin{x}", "\\'e", "\\'", "\\cite{"]
words = ["We propose ", "code at ", "https://github.com/", "a/b", "word", "Wort ", "字词"]
pieces = st.sampled_from(marks + macros + words)
texts = st.one_of(st.lists(pieces, max_size=40).map("".join), st.text(st.characters(), max_size=200))
stars = st.floats(-10, 10)
reasons = st.lists(
    st.builds(
        Reason,
        st.sampled_from(["term", "author", "category", "paper", "facet"]),
        texts,
        st.floats(-5, 5),
        st.one_of(st.none(), st.integers(1, 5)),
    ),
    max_size=6,
).map(tuple)


@given(actions)
def test_a_button_carries_every_action_in_64_bytes(action: Rate | OpenCard | SetLanguage) -> None:
    data = encode(action)
    assert decode(data) == action
    assert 1 <= len(data.encode()) <= 64


@given(st.one_of(st.text(), st.from_regex(r"[rol](:[0-9a-z]{0,25}){0,4}", fullmatch=True)))
def test_only_what_was_encoded_is_decoded(data: str) -> None:
    action = decode(data)
    assert action is None or encode(action) == data


@given(texts)
def test_readable_text_is_one_line_without_control_characters(text: str) -> None:
    read = readable(text)
    assert read == " ".join(read.split())
    assert not re.search(r"[\x00-\x1f\x7f\ud800-\udfff\ue000-\uf8ff]", read)


@given(texts)
def test_words_without_latex_all_stay(text: str) -> None:
    plain = re.sub(r"[^A-Za-z \n]", "", text)
    assert readable(plain) == " ".join(plain.split())


@given(texts)
def test_sentences_together_are_the_text(text: str) -> None:
    read = readable(text)
    assert "".join("".join(sentences(read)).split()) == "".join(read.split())


@given(texts, texts)
def test_tips_and_summary_are_short_and_taken_from_the_text(title: str, text: str) -> None:
    read = readable(text)
    line = summary(readable(title), read)
    said = tips(read, skip=line)
    assert len(line) <= SUMMARY_LENGTH
    assert len(said) <= TIPS_LENGTH
    assert "\n" not in line + said
    assert all("".join(s.rstrip("…").split()) in "".join(read.split()) for s in sentences(said))


@given(texts, texts)
def test_links_and_venue_stand_in_the_text_they_were_read_from(abstract: str, comment: str) -> None:
    for link in find_links(abstract, comment):
        assert link.url.startswith(("http://", "https://"))
        assert " " not in link.url
    place = venue(comment)
    assert place is None or place[:3] in comment


@given(
    st.lists(st.tuples(texts, texts, texts, stars, st.tuples(stars, stars), reasons), min_size=1, max_size=4),
    st.sampled_from(Language),
    st.dictionaries(st.tuples(st.just(7), st.integers(1, 4)), st.integers(0, 5)),
)
def test_any_digest_can_be_shown_and_stored(
    drawn: list[tuple[str, str, str, float, tuple[float, float], tuple[Reason, ...]]],
    language: Language,
    ratings: dict[tuple[int, int], int],
) -> None:
    ranked = [
        (
            record(n, title=title, abstract=abstract, comment=comment),
            Scored(f"p{n}", star, star, interval, 0.5, Explanation(why, 0.0)),
        )
        for n, (title, abstract, comment, star, interval, why) in enumerate(drawn, start=1)
    ]
    t, digest = Texts(language), digest_of(*ranked)
    message = render(digest, 7, t)
    assert loads(dumps(message)) == message
    dumps(message).encode()

    text = "\n\n".join("".join(span.text for span in block.spans) for block in message.blocks)
    numbers_seen = [int(found[1]) for found in map(re.compile(r"\s*(\d+)\.\s").match, text.splitlines()) if found]
    assert numbers_seen == list(range(1, len(ranked) + 1))

    for row, redrawn in zip(message.rows, restar(message, ratings), strict=True):
        given_stars = ratings.get((7, int(row[0].label)), 0)
        assert [b.label for b in redrawn[1:]] == ["★"] * given_stars + ["☆"] * (5 - given_stars)

    for item in digest_json(digest, t)["items"]:
        assert 1 <= item["interval"][0] <= item["stars"] <= item["interval"][1] <= 5
        assert item["tips"]
        assert item["why"]
        assert item["paper"]["title"]
    for each in digest.items:
        assert card(each, 7, t, digest.titles).rows
        assert why_message(each, digest.titles, t).blocks
