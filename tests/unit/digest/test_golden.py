"""Whole digests against the messages kept in `tests/golden/digests`.

After a wanted change: `python -m tests.unit.digest.test_golden` writes them anew; read the difference first.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.digest.render import card, render, why_message
from bot.domain import Language, Why
from bot.message import Message, dumps, loads
from bot.texts import Texts
from tests.unit.digest.specimens import nothing, varied

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "digests"


def messages(language: Language) -> dict[str, Message]:
    """Every kind of message the digest makes, by the name of its file."""
    t, digest = Texts(language), varied(language)
    return {
        f"digest.{language}": render(digest, 7, t),
        f"card.{language}": card(digest.items[0], 7, t, digest.titles),
        f"why.{language}": why_message(digest.items[0], digest.titles, t),
        f"empty.{language}": render(nothing(Why.NOTHING_YET), 7, t),
    }


def legible(message: Message) -> str:
    """The message's JSON with every span and row on a line of its own, for reading differences."""
    return dumps(message).replace("],[", "],\n[") + "\n"


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", ["digest", "card", "why", "empty"])
def test_a_message_is_exactly_the_one_that_was_agreed(kind: str, language: Language) -> None:
    name = f"{kind}.{language}"
    message = messages(language)[name]
    assert legible(message) == (GOLDEN / f"{name}.json").read_text(encoding="utf-8")
    assert loads(legible(message)) == message


if __name__ == "__main__":
    for each in Language:
        for file, made in messages(each).items():
            (GOLDEN / f"{file}.json").write_text(legible(made), encoding="utf-8")
