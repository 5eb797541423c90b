"""What a button means, and its 1 to 64 bytes: the codec, and the rows of buttons that are made of it.

What comes back on a tap was sent by anybody: `decode` reads only what `encode` writes. Whether the action is allowed is
not known here. Kinds: `r` rate, `o` open a card, `l` set the language, `s` subscribe to a source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain import Language
from bot.message import Button, Message, Rows
from ranking.domain import MAX_STARS, MIN_STARS


@dataclass(frozen=True, slots=True)
class Rate:
    """Gives the item of that rank in that delivery so many stars; 0 takes them back."""

    delivery: int
    rank: int
    stars: int


@dataclass(frozen=True, slots=True)
class OpenCard:
    """Shows the card of the item of that rank in that delivery."""

    delivery: int
    rank: int


@dataclass(frozen=True, slots=True)
class SetLanguage:
    language: Language


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Subscribes to the feed of that place (0 the first) in that preview."""

    preview: int
    choice: int


Action = Rate | OpenCard | SetLanguage | Subscribe

_NUMBER = r"(0|[1-9][0-9]{0,17})"
_RATE = re.compile(rf"r:{_NUMBER}:{_NUMBER}:([0-5])")
_OPEN = re.compile(rf"o:{_NUMBER}:{_NUMBER}")
_SUBSCRIBE = re.compile(rf"s:{_NUMBER}:([0-9])")
_LANGUAGE = re.compile(rf"l:({'|'.join(Language)})")


def encode(action: Action) -> str:
    """The action as a button carries it, in at most 64 ASCII characters for ids below 10^18."""
    match action:
        case Rate():
            return f"r:{action.delivery}:{action.rank}:{action.stars}"
        case OpenCard():
            return f"o:{action.delivery}:{action.rank}"
        case SetLanguage():
            return f"l:{action.language.value}"
        case Subscribe():
            return f"s:{action.preview}:{action.choice}"


def decode(data: str) -> Action | None:
    """The action that `encode` wrote, or None for anything else. Never raises."""
    if found := _RATE.fullmatch(data):
        return Rate(int(found[1]), int(found[2]), int(found[3]))
    if found := _OPEN.fullmatch(data):
        return OpenCard(int(found[1]), int(found[2]))
    if found := _LANGUAGE.fullmatch(data):
        return SetLanguage(Language(found[1]))
    if found := _SUBSCRIBE.fullmatch(data):
        return Subscribe(int(found[1]), int(found[2]))
    return None


def item_row(delivery: int, rank: int, rating: int | None, *, numbered: bool) -> tuple[Button, ...]:
    """The item's five star buttons, `★` up to the rating, behind its number where `numbered`."""
    stars = tuple(Button(_star(n, rating), encode(Rate(delivery, rank, n))) for n in range(MIN_STARS, MAX_STARS + 1))
    return (Button(str(rank), encode(OpenCard(delivery, rank))), *stars) if numbered else stars


def restar(message: Message, ratings: Mapping[tuple[int, int], int]) -> Rows:
    """The message's rows with stars as in `ratings`, stars by (delivery, rank); missing or 0 is unrated."""
    return tuple(tuple(_restarred(button, ratings) for button in row) for row in message.rows)


def _restarred(button: Button, ratings: Mapping[tuple[int, int], int]) -> Button:
    action = decode(button.data)
    if not isinstance(action, Rate) or action.stars == 0:
        return button
    return Button(_star(action.stars, ratings.get((action.delivery, action.rank))), button.data)


def _star(n: int, rating: int | None) -> str:
    return "★" if n <= (rating or 0) else "☆"
