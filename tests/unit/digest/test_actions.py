from __future__ import annotations

import pytest

from bot.digest.actions import Action, OpenCard, Rate, SetLanguage, Subscribe, decode, encode, item_row, restar
from bot.domain import Language
from bot.message import Block, Button, Message, Span


@pytest.mark.parametrize(
    "action",
    [Rate(7, 16, 5), Rate(0, 1, 0), OpenCard(10**17, 3), SetLanguage(Language.CHINESE), Subscribe(2**59 - 1, 4)],
)
def test_an_action_comes_back_from_its_button(action: Action) -> None:
    assert decode(encode(action)) == action
    assert len(encode(action).encode()) <= 64


@pytest.mark.parametrize(
    "data",
    [
        "",
        "r:1:1:6",
        "r:1:1",
        "r:01:1:1",
        "r:1:1:1 ",
        "r:１:1:1",
        "r:-1:1:1",
        "o:1",
        "l:de",
        "s:1",
        "s:1:10",
        "s:1:-1",
        "x:1:1",
        "r:1:1:1\n",
        "9" * 64,
    ],
)
def test_what_no_button_of_ours_carries_is_no_action(data: str) -> None:
    assert decode(data) is None


def test_a_row_is_the_number_and_five_stars_filled_up_to_the_rating() -> None:
    row = item_row(7, 3, 2, numbered=True)
    assert [button.label for button in row] == ["3", "★", "★", "☆", "☆", "☆"]
    assert [decode(button.data) for button in row] == [OpenCard(7, 3), *(Rate(7, 3, n) for n in range(1, 6))]


def test_a_row_without_number_is_five_stars_and_unrated_ones_are_empty() -> None:
    assert [button.label for button in item_row(7, 3, None, numbered=False)] == ["☆"] * 5


def test_stars_are_redrawn_from_the_ratings_and_other_buttons_stay() -> None:
    back = Button("Take back", encode(Rate(7, 2, 0)))
    foreign = Button("★", "not ours")
    rows = (item_row(7, 1, 5, numbered=True), (*item_row(7, 2, None, numbered=False), back), (foreign,))
    message = Message((Block((Span("a"),), rows[:1]), Block((Span("b"),), rows[1:])))
    first, second, third = restar(message, {(7, 2): 3, (8, 1): 4})
    assert [button.label for button in first] == ["1", "☆", "☆", "☆", "☆", "☆"]
    assert [button.label for button in second] == ["★", "★", "★", "☆", "☆", "Take back"]
    assert third == (foreign,)
    assert [b.data for row in restar(message, {}) for b in row] == [b.data for row in rows for b in row]
