"""How a past is cut into steps, and what each is ranked among."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from ranking.domain import Rating
from ranking.evaluation.blocks import Block, cut, in_order
from ranking.evaluation.evidence import Came

START = datetime(2026, 1, 1, tzinfo=UTC)


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def rated(count: int, per_day: int = 1) -> list[Rating]:
    return [Rating(f"r{n}", 3, day(n // per_day)) for n in range(count)]


def steps(ratings: list[Rating], others: list[Came] | None = None) -> list[Block]:
    return cut(ratings, others or [], np.random.default_rng(0))


def test_every_rating_after_the_first_few_is_predicted_once_in_at_most_twenty_steps() -> None:
    for count in (10, 11, 23, 60, 449, 5000):
        blocks = steps(rated(count))
        assert 1 <= len(blocks) <= 20
        assert blocks[0].start >= 5
        assert [block.end for block in blocks[:-1]] == [block.start for block in blocks[1:]]
        assert blocks[-1].end == count


@pytest.mark.parametrize("count", [0, 1, 9])
def test_few_ratings_make_no_step(count: int) -> None:
    assert steps(rated(count)) == []


def test_ratings_of_one_day_are_not_torn_apart() -> None:
    ratings = rated(60, per_day=3)
    for block in steps(ratings):
        assert ratings[block.start].at != ratings[block.start - 1].at


def test_a_history_taken_in_on_one_day_is_cut_in_the_order_given() -> None:
    assert len(steps(rated(40, per_day=40))) > 1
    assert len(steps([Rating(f"r{n}", 3) for n in range(40)])) > 1


def test_ratings_without_a_time_come_first_and_keep_their_order() -> None:
    given = [Rating("b", 1, day(2)), Rating("z", 2), Rating("a", 3, day(1)), Rating("y", 4)]
    assert [rating.paper_id for rating in in_order(given)] == ["z", "y", "a", "b"]


def test_of_two_ratings_of_one_paper_the_later_counts() -> None:
    given = [Rating("a", 5, day(3)), Rating("a", 1, day(1)), Rating("b", 2, day(2))]
    assert {rating.paper_id: rating.stars for rating in in_order(given)} == {"a": 5, "b": 2}


def test_a_paper_rated_again_stands_at_its_later_time() -> None:
    given = [Rating("a", 1, day(1)), Rating("b", 2, day(2)), Rating("a", 5, day(9))]
    assert [(rating.paper_id, rating.stars) for rating in in_order(given)] == [("b", 2), ("a", 5)]


def test_a_step_is_ranked_among_what_came_up_since_the_rating_before_it() -> None:
    others = [Came(f"c{n}", day(n / 4)) for n in range(400)]
    ratings = rated(60)
    for block in steps(ratings, others):
        since, until = ratings[block.start - 1].at, ratings[block.end - 1].at
        assert block.matched
        assert block.others
        came = {one.paper_id: one.at for one in others}
        assert since
        assert until
        assert all(since < (came[paper_id] or since) <= until for paper_id in block.others)


def test_where_nothing_came_up_in_that_time_it_is_ranked_among_others_and_says_so() -> None:
    for others in ([Came(f"c{n}", day(9000)) for n in range(50)], [Came(f"c{n}") for n in range(50)]):
        for block in steps(rated(30), others):
            assert not block.matched
            assert len(block.others) == 50


def test_a_handful_of_others_is_none() -> None:
    assert all(block.others == () for block in steps(rated(30), [Came("alone")]))


def test_others_are_few_enough_and_the_same_for_the_same_seed_in_any_order() -> None:
    others = [Came(f"c{n}", day(n / 100)) for n in range(5000)]
    blocks = steps(rated(60), others)
    assert max(len(block.others) for block in blocks) == 200
    assert steps(rated(60), others[::-1]) == blocks
