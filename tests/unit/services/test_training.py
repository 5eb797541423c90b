"""Learning: fresh is kept, stale is learnt anew, and trouble in a worker is counted."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.domain import Reader
from bot.errors import WorkFailed
from bot.services.patience import REST
from bot.services.training import Training
from bot.store import Store
from bot.store.models import StoredModel
from ranking.domain import Rating
from ranking.errors import BadRatings
from ranking.jobs import FitSpace, Train
from tests.fakes.papers import NOON, bring, paper_id
from tests.unit.services.conftest import Office


def rate(store: Store, reader: Reader, number: int, stars: int) -> None:
    store.ratings.give(reader.id, Rating(paper_id(number), stars, NOON), "tap")


@pytest.fixture
def rated(store: Store, reader: Reader) -> Reader:
    """A reader with two ratings among ten papers."""
    bring(store, range(1, 11))
    rate(store, reader, 1, 5)
    rate(store, reader, 2, 1)
    return reader


async def test_without_papers_there_is_nothing_to_learn(office: Office, reader: Reader):
    assert await office.training.learnt(reader) is None
    assert office.worker.jobs == []


async def test_without_ratings_there_is_a_space_and_no_model(office: Office, reader: Reader):
    bring(office.store, [1, 2, 3])
    learnt = await office.training.learnt(reader)
    assert learnt is not None
    assert learnt.model is None
    assert office.worker.count(Train) == 0


async def test_a_fresh_model_is_not_learnt_again(office: Office, rated: Reader):
    first = await office.training.learnt(rated)
    assert await office.training.learnt(rated) == first
    assert (office.worker.count(FitSpace), office.worker.count(Train)) == (1, 1)


async def test_a_fresh_model_is_not_learnt_again_after_a_restart(office: Office, rated: Reader):
    first = await office.training.learnt(rated)
    office.open(office.store)
    assert await office.training.learnt(rated) == first
    assert office.worker.count(Train) == 1


async def test_of_a_very_long_history_the_newest_ratings_are_learnt(office: Office, rated: Reader):
    office.store.ratings.give(rated.id, Rating(paper_id(3), 4, NOON + timedelta(days=1)), "tap")
    short = Training(office.store, office.worker, office.clock, office.telemetry, most=2)
    await short.learnt(rated)
    job = next(job for job in office.worker.jobs if isinstance(job, Train))
    assert [r.paper_id for r in job.ratings] == [paper_id(2), paper_id(3)]
    model = office.store.models.model(rated.id)
    assert model is not None
    assert model.ratings == 2


@pytest.mark.parametrize("change", ["new", "changed", "taken back"])
async def test_a_model_is_learnt_anew_after_a_rating_was(office: Office, rated: Reader, change: str):
    await office.training.learnt(rated)
    match change:
        case "new":
            rate(office.store, rated, 3, 4)
        case "changed":
            rate(office.store, rated, 1, 2)
        case _:
            office.store.ratings.take_back(rated.id, paper_id(1))
    await office.training.learnt(rated)
    assert (office.worker.count(FitSpace), office.worker.count(Train)) == (1, 2)
    assert office.store.models.model(rated.id).ratings == {"new": 3, "changed": 2, "taken back": 1}[change]


async def test_with_the_last_rating_the_model_goes_too(office: Office, rated: Reader):
    await office.training.learnt(rated)
    for number in (1, 2):
        office.store.ratings.take_back(rated.id, paper_id(number))
    assert (await office.training.learnt(rated)).model is None


async def test_stars_for_a_paper_count_as_soon_as_its_text_is_known(office: Office, rated: Reader):
    rate(office.store, rated, 11, 5)
    await office.training.learnt(rated)
    bring(office.store, [11])
    await office.training.learnt(rated)
    last = office.worker.jobs[-1]
    assert isinstance(last, Train)
    assert paper_id(11) in {paper.id for paper in last.papers}


async def test_a_space_is_learnt_anew_only_after_growth_and_models_with_it(office: Office, rated: Reader):
    await office.training.learnt(rated)
    bring(office.store, range(11, 14))
    await office.training.learnt(rated)
    assert office.worker.count(FitSpace) == 1, "13 papers are not more than 1.3 times 10"
    bring(office.store, [14])
    await office.training.learnt(rated)
    assert (office.worker.count(FitSpace), office.worker.count(Train)) == (2, 2)
    assert office.store.models.space().papers == 14


async def test_two_who_ask_at_once_share_one_space_and_one_model(office: Office, rated: Reader):
    both = await asyncio.gather(office.training.learnt(rated), office.training.learnt(rated))
    assert both[0] == both[1]
    assert (office.worker.count(FitSpace), office.worker.count(Train)) == (1, 1)


async def test_a_burst_of_ratings_is_learnt_once(office: Office, rated: Reader):
    for number in range(3, 8):
        rate(office.store, rated, number, 3)
        office.training.learn_soon(rated)
    await office.training.settled()
    assert office.worker.count(Train) == 1
    assert office.store.models.model(rated.id).ratings == 7
    assert office.telemetry.counters["model_learnt"] == 1


async def test_a_rating_given_while_a_model_is_learnt_does_not_cut_the_learning_off(office: Office, rated: Reader):
    office.worker.open.clear()
    office.training.learn_soon(rated)
    await office.worker.started.wait()
    rate(office.store, rated, 3, 3)
    office.training.learn_soon(rated)
    office.worker.open.set()
    await office.training.settled()
    assert office.worker.count(FitSpace) == 1
    assert office.store.models.model(rated.id).ratings == 3


@pytest.mark.parametrize("error", [WorkFailed("The worker died."), BadRatings("no"), RuntimeError("a bug")])
async def test_trouble_in_the_background_is_counted_and_made_good_by_the_next_who_asks(
    office: Office, rated: Reader, error: Exception
):
    office.worker.failures = [error]
    office.training.learn_soon(rated)
    await office.training.settled()
    assert office.telemetry.counters["training_failed"] == 1
    assert (await office.training.learnt(rated)).model is not None


async def test_who_asks_hears_of_the_worker_s_trouble(office: Office, rated: Reader):
    office.worker.failures = [WorkFailed("The worker died.")]
    with pytest.raises(WorkFailed):
        await office.training.learnt(rated)


async def test_closing_right_after_a_rating_ends_at_once(office: Office, rated: Reader):
    async with asyncio.timeout(5):
        office.training.learn_soon(rated)
        await office.training.close()
    assert office.worker.jobs == []


async def test_closing_in_the_middle_of_learning_ends_at_once(office: Office, rated: Reader):
    office.worker.open.clear()
    office.training.learn_soon(rated)
    await office.worker.started.wait()
    await asyncio.wait_for(office.training.close(), 5)
    assert office.store.models.model(rated.id) is None


async def test_a_reader_who_is_removed_while_their_model_is_learnt_leaves_no_trouble(office: Office, rated: Reader):
    await office.training.learnt(rated)
    rate(office.store, rated, 3, 4)
    office.worker.started.clear()
    office.worker.open.clear()
    office.training.learn_soon(rated)
    await office.worker.started.wait()
    office.store.readers.remove(rated.key)
    office.worker.open.set()
    await office.training.settled()
    assert office.telemetry.counters["training_failed"] == 0


async def test_a_space_that_cannot_be_read_any_more_is_learnt_anew_for_a_training(office: Office, rated: Reader):
    office.store.models.put_space(b"made by another version", 10, NOON)
    learnt = await office.training.learnt(rated)
    assert learnt is not None
    assert learnt.model is not None
    assert office.telemetry.counters["artifacts_forgotten"] == 1


async def test_a_space_that_cannot_be_read_any_more_is_learnt_anew_for_a_ranking(office: Office, rated: Reader):
    space = office.store.models.put_space(b"made by another version", 10, NOON)
    revision = office.store.ratings.revision(rated.id)
    office.store.models.put_model(rated.id, StoredModel(b"as well", space.id, revision, 2, NOON))
    digest = await office.digests.build(rated, NOON.date())
    assert digest.items
    assert office.store.models.model(rated.id).data != b"as well"


async def test_while_a_newer_model_cannot_be_learnt_the_one_in_use_serves(office: Office, rated: Reader):
    first = await office.training.learnt(rated)
    rate(office.store, rated, 3, 4)
    office.worker.failures = [WorkFailed("The worker died.")]
    assert await office.training.learnt(rated) == first
    assert office.telemetry.counters["training_failed"] == 1
    assert await office.training.learnt(rated) == first
    assert office.worker.count(Train) == 2, "it was not tried again at once"
    office.clock.advance(REST)
    assert await office.training.learnt(rated) != first
    assert office.worker.count(Train) == 3


async def test_a_new_rating_is_a_new_reason_to_learn(office: Office, rated: Reader):
    await office.training.learnt(rated)
    rate(office.store, rated, 3, 4)
    office.worker.failures = [WorkFailed("The worker died.")]
    await office.training.learnt(rated)
    rate(office.store, rated, 4, 4)
    await office.training.learnt(rated)
    assert office.store.models.model(rated.id).ratings == 4


async def test_while_a_newer_space_cannot_be_learnt_the_one_before_serves(office: Office, rated: Reader):
    first = await office.training.learnt(rated)
    bring(office.store, range(11, 15))
    office.worker.failures = [WorkFailed("The worker died.")]
    assert await office.training.learnt(rated) == first
    assert office.telemetry.counters["space_failed"] == 1
    assert await office.training.learnt(rated) == first
    assert office.worker.count(FitSpace) == 2, "it was not tried again at once"
    office.clock.advance(REST)
    await office.training.learnt(rated)
    assert office.worker.count(FitSpace) == 3
    assert office.store.models.space().papers == 14
