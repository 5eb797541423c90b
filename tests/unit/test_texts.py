from __future__ import annotations

from datetime import date

import pytest

from bot.domain import Language
from bot.texts import Texts, language_of, later

ENGLISH, CHINESE = Texts(Language.ENGLISH), Texts(Language.CHINESE)


def test_a_sentence_is_translated_and_filled_in() -> None:
    assert ENGLISH("Predicted: {stars}", stars="4★") == "Predicted: 4★"
    assert CHINESE("Predicted: {stars}", stars="4★") == "预测：4★"


def test_braces_in_a_value_or_in_a_bare_sentence_do_no_harm() -> None:
    assert ENGLISH("Predicted: {stars}", stars="{x}") == "Predicted: {x}"
    assert ENGLISH("what they typed: {0.__class__} {") == "what they typed: {0.__class__} {"


def test_a_sentence_that_nobody_translated_is_said_in_english() -> None:
    assert CHINESE("Nobody has translated this.") == "Nobody has translated this."


def test_a_count_chooses_its_form_and_is_written_with_separators() -> None:
    forms = ("best {shown} of {n} new paper", "best {shown} of {n} new papers")
    assert ENGLISH.n(*forms, 1, shown=1) == "best 1 of 1 new paper"
    assert ENGLISH.n(*forms, 1234, shown=6) == "best 6 of 1,234 new papers"
    assert CHINESE.n(*forms, 1234, shown=6) == "1,234 篇新论文中的前 6 篇"


def test_days_are_written_as_the_language_writes_them() -> None:
    day = date(2026, 11, 22)
    assert ENGLISH.date(day, "full") == "Sunday, November 22, 2026"
    assert CHINESE.date(day) == "2026年11月22日"


def test_marking_a_sentence_changes_nothing() -> None:
    assert later("Take back") == "Take back"
    assert CHINESE(later("Take back")) == "撤回评分"


@pytest.mark.parametrize("code", ["zh", "zh-hans", "zh-CN", "zh-hant", "zh_TW", "ZH"])
def test_every_kind_of_chinese_is_answered_in_chinese(code: str) -> None:
    assert language_of(code) is Language.CHINESE


@pytest.mark.parametrize("code", [None, "", "en", "de", "zhuang", "pt-br"])
def test_everybody_else_is_answered_in_english(code: str | None) -> None:
    assert language_of(code) is Language.ENGLISH
