from __future__ import annotations

import pytest

from ranking.features.words import LONGEST_TEXT, pairs, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Self-supervised 3D Vision", ["self", "supervised", "3d", "vision"]),
        ("the of and 2024 123 a", []),
        ("Müller façade", ["muller", "facade"]),
        ("目标检测", ["目标", "检测"]),
        ("我们提出一种目标检测YOLO项目", ["目标", "检测", "yolo", "项目"]),
        ("x" * 41, []),
        ("", []),
        ("русский текст", ["русскии", "текст"]),
    ],
)
def test_a_text_is_read_as_its_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_only_the_beginning_of_an_endless_text_is_read() -> None:
    assert len(words("lantern " * 1_000_000)) == LONGEST_TEXT // len("lantern ")


def test_pairs_are_neighbours() -> None:
    assert pairs(["one", "two", "three"]) == ["one two", "two three"]
    assert pairs(["one"]) == []


def test_letters_of_mathematics_are_plain_letters_in_lower_case() -> None:
    assert words("𝑨𝒓𝒆𝒂 0𝑨") == ["area", "0a"]
