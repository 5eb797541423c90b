"""The order in which sources are read: hosts side by side, what is known to fail last, the longest due first."""

from __future__ import annotations

from datetime import timedelta

from bot.domain import Source
from bot.services.turns import turns
from tests.fakes.papers import NOON


def source(number: int, host: str, hours_due: float | None = None, failures: int = 0) -> Source:
    due = None if hours_due is None else NOON - timedelta(hours=hours_due)
    return Source(number, f"s{number}", f"https://{host}/{number}", next_at=due, failures=failures)


def numbers(sources: list[Source]) -> list[list[int]]:
    return [[s.id for s in queue] for queue in turns(sources)]


def test_each_host_has_one_queue_whatever_credentials_come_with_it():
    assert numbers([source(1, "a.org"), source(2, "b.org"), source(3, "me:word@A.org")]) == [[1, 3], [2]]


def test_the_longest_due_comes_first_and_one_never_read_before_all():
    assert numbers([source(1, "a.org", 1), source(2, "a.org", 5), source(3, "a.org")]) == [[3, 2, 1]]


def test_what_failed_the_last_time_comes_after_what_did_not():
    assert numbers([source(1, "a.org", 9, failures=3), source(2, "a.org", 1), source(3, "b.org", 2)]) == [[3], [2, 1]]


def test_hosts_that_are_known_to_be_dead_come_last():
    assert numbers([source(1, "dead.org", 9, failures=1), source(2, "live.org", 1)]) == [[2], [1]]


def test_an_address_that_is_none_is_read_too():
    assert numbers([source(1, "[bad")]) == [[1]]


def test_nothing_makes_no_queues():
    assert turns([]) == []
