from __future__ import annotations

import pytest

from ranking.domain import Facet
from ranking.selection.seats import seats, shares_of


def liked(count: int) -> tuple[str, ...]:
    return tuple(f"p{n}" for n in range(count))


def test_found_facets_have_their_part_of_the_likes() -> None:
    facets = (Facet("a", liked(6)), Facet("b", liked(2)))
    assert shares_of(facets, 10) == pytest.approx((0.6, 0.2))


def test_a_told_share_holds_and_the_others_split_what_is_left() -> None:
    facets = (Facet("a", liked(6)), Facet("b", liked(2), share=0.5))
    assert shares_of(facets, 8) == pytest.approx((0.5, 0.5))


def test_a_muted_facet_is_owed_nothing() -> None:
    facets = (Facet("a", liked(6), share=0.4, muted=True), Facet("b", liked(2)))
    assert shares_of(facets, 8) == (0.0, 1.0)


def test_shares_above_one_are_scaled_down() -> None:
    facets = (Facet("a", (), share=1.0), Facet("b", (), share=0.6), Facet("c", liked(4)))
    assert shares_of(facets, 4) == pytest.approx((1 / 1.6, 0.6 / 1.6, 0.0))
    assert shares_of((), 0) == ()


@pytest.mark.parametrize(
    ("shares", "count", "expected"),
    [
        ((0.9, 0.1), 10, [9, 1]),
        ((0.53, 0.24, 0.23), 7, [3, 2, 2]),  # Balinski and Young's example of Webster's method
        ((0.5, 0.3), 10, [5, 3]),
        ((0.04,), 10, [0]),
        ((), 5, []),
    ],
)
def test_seats_go_by_sainte_lague(shares: tuple[float, ...], count: int, expected: list[int]) -> None:
    assert seats(shares, count, [count] * len(shares)).tolist() == expected


def test_seats_that_a_facet_cannot_fill_go_on() -> None:
    assert seats((0.5, 0.5), 6, [1, 6]).tolist() == [1, 5]
    assert seats((0.5, 0.5), 6, [1, 2]).tolist() == [1, 2]
