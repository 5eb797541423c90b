"""How a line is split into label and value."""

from __future__ import annotations

import pytest

from bot.portable.labels import LABELS, Label, known, split


@pytest.mark.parametrize(
    "name",
    [
        "GitHub",
        "github",
        "GtiHub",
        "GItHub",
        "ＧitHub",
        "**Code**",
        "code2",
        "Code 1",
        " 源码 ",
        "代码链接",
        "GitHub地址",
    ],
)
def test_every_spelling_of_code_is_code(name: str) -> None:
    assert known(name) is Label.CODE


@pytest.mark.parametrize(
    ("line", "label", "value"),
    [
        ("   - Paper: [t](https://a.example)", Label.PAPER, "[t](https://a.example)"),
        ("- 论文：Title: with a colon", Label.PAPER, "Title: with a colon"),
        ("\t* **Paper**: x", Label.PAPER, "x"),
        ("   - **Tips:** x", Label.TIPS, "x"),
        ("   - -主要内容：x", Label.ABSTRACT, "x"),
        ("**github：https://a.example**", Label.CODE, "https://a.example"),
        ("- 核心点", Label.TIPS, ""),
        ("- Paper [t](https://a.example)", Label.PAPER, "[t](https://a.example)"),
        ("Abstract:x", Label.ABSTRACT, "x"),
    ],
)
def test_a_known_label_is_split_from_its_value(line: str, label: Label, value: str) -> None:
    part = split(line)
    assert (part.label, part.value) == (label, value)


def test_an_address_is_not_a_label() -> None:
    assert split("https://a.example/b").name == ""


def test_an_unknown_name_keeps_its_line() -> None:
    part = split("  - 直播时间：20:00")
    assert (part.label, part.name, part.text) == (None, "直播时间", "直播时间：20:00")


def test_no_spelling_means_two_things_and_all_are_in_lower_case() -> None:
    spellings = [word for _, words in LABELS for word in words.split("|")]
    assert len(spellings) == len(set(spellings))
    assert all(word == word.casefold().strip() for word in spellings)
