"""What the replay is handed from the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import Reader
from bot.errors import BadInput
from bot.services.backtests import Backtests
from bot.services.catalogue import catalogue
from bot.store import Store
from ranking.domain import Rating
from ranking.errors import ArtifactRefused
from ranking.evaluation.evidence import Evidence
from ranking.jobs import Backtest
from tests.fakes.papers import NOON, entry, paper_id
from tests.unit.services.conftest import Office

EARLIER = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def backtests(office: Office) -> Backtests:
    return Backtests(office.store, office.worker, office.training)


def rate(store: Store, reader: Reader, count: int) -> None:
    """Papers 0 to count - 1, a day apart; those about sea ice are liked, and every paper came up when it was rated."""
    entries = [entry(n, published=EARLIER + timedelta(days=n / 3)) for n in range(3 * count)]
    catalogue(store, "arXiv cs.CV", entries, NOON, news=True)
    stars = [
        Rating(paper_id(3 * n), 5 if n % 7 == 0 else 2, EARLIER + timedelta(days=n, hours=1)) for n in range(count)
    ]
    store.ratings.record(reader.id, stars, "test")


async def test_ratings_are_replayed_among_the_papers_of_their_time(
    office: Office, backtests: Backtests, reader: Reader
) -> None:
    rate(office.store, reader, 42)
    found = await backtests.replay(reader)
    assert (found.rated, found.tested) == (42, 37)
    assert 0 < found.matched == found.others
    assert found.figure("current", "auc").value is not None


async def test_rated_papers_are_no_others_and_each_other_has_the_time_it_came_up(
    office: Office, backtests: Backtests, reader: Reader
) -> None:
    rate(office.store, reader, 12)
    catalogue(office.store, "arXiv cs.CV", [entry(500)], NOON, news=True)
    await backtests.replay(reader)
    job = office.worker.jobs[-1]
    assert isinstance(job, Backtest)
    came = {one.paper_id: one.at for one in job.others}
    assert set(came) == {paper_id(n) for n in range(36) if n % 3} | {paper_id(500)}
    assert came[paper_id(1)] == EARLIER + timedelta(days=1 / 3)
    assert came[paper_id(500)] == NOON


async def test_what_was_sent_counts_as_passed_over_two_days_later(
    office: Office, backtests: Backtests, reader: Reader
) -> None:
    rate(office.store, reader, 12)
    digest = await office.delivering.hand_over(reader, "now:1")
    assert digest.items
    await backtests.replay(reader)
    shown = {one.paper_id: one.at for one in office.worker.jobs[-1].shown}
    assert shown == {item.record.paper.id: office.clock() + timedelta(days=2) for item in digest.items}


async def test_a_reader_who_rated_nothing_is_told_so(backtests: Backtests, reader: Reader) -> None:
    with pytest.raises(BadInput, match="rated nothing yet"):
        await backtests.replay(reader)


async def test_few_ratings_give_no_figures(office: Office, backtests: Backtests, reader: Reader) -> None:
    rate(office.store, reader, 4)
    assert await backtests.replay(reader) == Evidence(rated=4)


async def test_ratings_whose_papers_are_gone_give_no_figures(
    office: Office, backtests: Backtests, reader: Reader
) -> None:
    office.store.ratings.record(reader.id, [Rating(f"gone {n}", 3) for n in range(20)], "test")
    assert await backtests.replay(reader) == Evidence(rated=20)


async def test_a_space_that_is_refused_is_learnt_anew(office: Office, backtests: Backtests, reader: Reader) -> None:
    rate(office.store, reader, 12)
    await office.training.learnt(reader)
    office.worker.failures.append(ArtifactRefused("damaged"))
    assert (await backtests.replay(reader)).tested == 7
