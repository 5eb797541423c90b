from __future__ import annotations

import pytest

from bot.digest.lexrank import lexrank, vectors
from bot.digest.readable import readable
from bot.digest.sentences import sentences
from bot.digest.tips import SUMMARY_LENGTH, TIPS_LENGTH, cut, summary, tips
from tests.unit.digest.specimens import KITES, LANTERN


def test_the_summary_is_the_sentence_that_says_what_is_done() -> None:
    line = summary("Lantern: Seeing at Night", readable(LANTERN))
    assert line.startswith("In this paper, we propose Lantern, a detector that learns from pairs of day and night")
    assert line.endswith("without labels.")


def test_the_summary_of_a_chinese_abstract_is_what_is_proposed() -> None:
    assert summary("风筝网络", KITES) == "本文提出“风筝网络”，一种无需标注的小目标检测方法。"


def test_tips_do_not_repeat_the_summary_and_keep_the_order_of_the_text() -> None:
    abstract = readable(LANTERN)
    line = summary("Lantern", abstract)
    chosen = sentences(tips(abstract, skip=line))
    places = [abstract.index(sentence) for sentence in chosen]
    assert 2 <= len(chosen) <= 3
    assert places == sorted(places)
    assert line not in chosen


def test_tips_prefer_findings_to_background_and_leave_the_code_link_to_its_line() -> None:
    abstract = readable(LANTERN)
    said = tips(abstract, skip=summary("Lantern", abstract))
    assert "7.5%" in said
    assert "Night driving" not in said
    assert "https://" not in said


def test_a_summary_that_was_cut_is_still_not_repeated() -> None:
    long = "We propose a method, which " + "very patiently looks at each of the many pictures and " * 4 + "wins."
    abstract = f"Pictures are many. {long} It takes a second."
    line = summary("Pictures", abstract)
    assert line.endswith("…")
    assert len(line) <= SUMMARY_LENGTH
    assert "patiently" not in tips(abstract, skip=line)


def test_two_sentences_that_say_the_same_are_not_both_chosen() -> None:
    same = "The lamp network detects small lamps in dark pictures of streets."
    other = "Training takes one hour on a single machine with little memory."
    third = "Readers preferred its output in a blind study with forty people."
    text = f"{same} {same} {other} {third}"
    assert tips(text, most=2).count(same) == 1


@pytest.mark.parametrize(("text", "expected"), [("", ""), ("One sentence.", "One sentence.")])
def test_short_texts_give_what_there_is(text: str, expected: str) -> None:
    assert tips(text) == expected
    assert summary("Title", text) == expected


def test_the_only_sentence_is_the_summary_and_no_tip() -> None:
    assert tips("One sentence.", skip="One sentence.") == ""


def test_one_endless_sentence_is_cut_at_a_word() -> None:
    said = tips("word " * 400)
    assert len(said) <= TIPS_LENGTH
    assert said.endswith("word…")


def test_cut_leaves_what_fits_and_never_exceeds_the_limit() -> None:
    assert cut("short", 10) == "short"
    assert cut("two words here", 10) == "two words…"
    assert cut("unbreakable" * 3, 10) == "unbreakab…"


def test_the_sentence_that_shares_most_with_others_is_central() -> None:
    said = ["Red lamps light streets.", "Lamps light streets at night.", "Streets have lamps.", "Bananas are yellow."]
    ranks = lexrank(vectors(said))
    assert min(ranks) == ranks[3]
    assert max(ranks) == 1.0
