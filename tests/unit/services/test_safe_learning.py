"""A model is replaced only by one that is not worse; a reader can go back, and nothing undoes that in silence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain import Reader
from bot.errors import BadInput
from bot.services.status import status_of
from bot.store import Store, open_store
from bot.store.models import ModelState
from bot.store.schema import models
from ranking.domain import Interest, Rating
from ranking.evaluation.verdict import Verdict
from ranking.jobs import Rank
from tests.fakes.clock import FakeClock
from tests.fakes.judge import FITS, STRAYS, JudgingWorker
from tests.fakes.papers import NOON, bring, paper_id
from tests.unit.services.conftest import Office


@pytest.fixture
def judge() -> JudgingWorker:
    return JudgingWorker()


@pytest.fixture
async def office(store: Store, clock: FakeClock, judge: JudgingWorker) -> AsyncIterator[Office]:
    bring(store, range(1, 41))
    opened = Office(store, clock, judge)
    yield opened
    await opened.training.close()


def rate(office: Office, reader: Reader, number: int, stars: int) -> None:
    office.store.ratings.give(reader.id, Rating(paper_id(number), stars, NOON + timedelta(minutes=number)), "tap")


async def learn(office: Office, reader: Reader) -> bytes | None:
    learnt = await office.training.learnt(reader)
    assert learnt is not None
    return learnt.model


async def three_models(office: Office, reader: Reader) -> list[bytes | None]:
    """Each with one rating more than the one before."""
    made = []
    for number in (1, 2, 3):
        rate(office, reader, number, 5)
        made.append(await learn(office, reader))
    return made


def states(office: Office, reader: Reader) -> list[tuple[int, str]]:
    return [(m.number, m.state.value) for m in office.store.models.history(reader.id)]


async def ranked(office: Office, model: bytes | None) -> list[tuple[str, float]]:
    space = office.store.models.space()
    papers = tuple(r.paper for r in office.store.papers.corpus(100))
    return [(s.paper_id, s.score) for s in Rank(space.data, model, papers).run()]


async def test_a_candidate_that_is_worse_leaves_the_old_model_serving(
    office: Office, reader: Reader, judge: JudgingWorker
):
    rate(office, reader, 1, 5)
    old = await learn(office, reader)
    judge.verdicts = [Verdict.WORSE]
    rate(office, reader, 2, 1)
    assert await learn(office, reader) == old
    assert states(office, reader) == [(2, "refused"), (1, "serving")]
    refused = office.store.models.history(reader.id)[0]
    assert (refused.trial.verdict, refused.trial.n, refused.ratings) == (Verdict.WORSE, 8, 2)
    assert office.telemetry.counters["model_refused"] == 1
    assert (await status_of(office.store, reader)).learnt == 1


async def test_what_was_refused_is_tried_again_only_after_something_new_was_said(
    office: Office, reader: Reader, judge: JudgingWorker
):
    rate(office, reader, 1, 5)
    old = await learn(office, reader)
    judge.verdicts = [Verdict.WORSE, Verdict.NOT_WORSE]
    rate(office, reader, 2, 1)
    for _ in range(3):
        assert await learn(office, reader) == old
    office.open(office.store)
    assert await learn(office, reader) == old, "not after a restart either"
    assert len(judge.trained) == 2
    rate(office, reader, 3, 5)
    assert await learn(office, reader) != old
    assert judge.trained[-1].previous == old, "it is compared with the one in use, not with the refused one"
    assert states(office, reader) == [(3, "serving"), (2, "refused"), (1, "retired")]


async def test_a_new_space_does_not_bring_in_what_was_refused(office: Office, reader: Reader, judge: JudgingWorker):
    rate(office, reader, 1, 5)
    await learn(office, reader)
    judge.verdicts = [Verdict.WORSE]
    rate(office, reader, 2, 1)
    await learn(office, reader)
    bring(office.store, range(41, 81))
    await learn(office, reader)
    assert [r.paper_id for r in judge.trained[-1].ratings] == [paper_id(1)]
    assert states(office, reader) == [(2, "refused"), (1, "serving")]
    assert office.telemetry.counters["model_learnt_again"] == 1


async def test_a_junk_past_that_is_brought_in_does_not_spoil_a_model(office: Office, reader: Reader):
    """The trial is real here: forty ratings of one's own, then a hundred older ones that say the contrary."""
    bring(office.store, range(41, 181))
    for number in range(1, 41):
        rate(office, reader, number, 5 if number % 7 < 3 else 1)
    old = await learn(office, reader)
    junk = [Rating(paper_id(n), 1 if n % 7 < 3 else 5, NOON - timedelta(days=n)) for n in range(41, 181)]
    office.store.ratings.record(reader.id, junk, "import")
    assert await learn(office, reader) == old
    assert states(office, reader) == [(2, "refused"), (1, "serving")]


async def test_twenty_contradictory_taps_are_the_newest_word_so_they_are_learnt_and_can_be_undone(
    office: Office, reader: Reader
):
    """By the rule the newest ratings are the judge: they cannot be told from a change of mind. The reader can."""
    for number in range(1, 21):
        rate(office, reader, number, 5 if number % 7 < 3 else 1)
    before = await ranked(office, await learn(office, reader))
    for number in range(21, 41):
        rate(office, reader, number, 1 + number * 3 % 5)
    after = await ranked(office, await learn(office, reader))
    assert states(office, reader) == [(2, "serving"), (1, "retired")]
    assert after != before
    assert await office.training.go_back(reader) == 1
    assert await ranked(office, await learn(office, reader)) == before


async def test_going_back_gives_the_earlier_model_and_the_next_tap_does_not_undo_it(office: Office, reader: Reader):
    first, second, third = await three_models(office, reader)
    assert await office.training.go_back(reader) == 2
    assert await learn(office, reader) == second
    rate(office, reader, 4, 1)
    office.training.learn_soon(reader)
    await office.training.settled()
    assert await learn(office, reader) == second
    assert (await status_of(office.store, reader)).held == 2
    assert await office.training.go_back(reader) == 1
    assert await learn(office, reader) == first
    assert states(office, reader) == [(3, "retired"), (2, "retired"), (1, "pinned")]
    assert len(office.store.ratings.of(reader.id)) == 4, "taps are stored all the while"
    assert third not in (first, second)


async def test_letting_go_learns_from_everything_again_without_a_trial(
    office: Office, reader: Reader, judge: JudgingWorker
):
    await three_models(office, reader)
    await office.training.go_back(reader, 1)
    rate(office, reader, 4, 1)
    await learn(office, reader)
    judge.verdicts = [Verdict.WORSE]
    await office.training.let_go(reader)
    await office.training.settled()
    used = office.store.models.model(reader.id)
    assert (used.number, used.ratings, used.state) == (4, 4, ModelState.SERVING)
    assert (await status_of(office.store, reader)).held is None


async def test_letting_go_right_after_going_back_learns_the_newest_ratings_too(office: Office, reader: Reader):
    *_, third = await three_models(office, reader)
    await office.training.go_back(reader, 1)
    await office.training.let_go(reader)
    assert await learn(office, reader) == third


async def test_a_reader_may_take_a_refused_model_all_the_same(office: Office, reader: Reader, judge: JudgingWorker):
    rate(office, reader, 1, 5)
    await learn(office, reader)
    judge.verdicts = [Verdict.WORSE]
    rate(office, reader, 2, 1)
    await learn(office, reader)
    assert await office.training.go_back(reader, 2) == 2
    await learn(office, reader)
    assert (await status_of(office.store, reader)).learnt == 2


async def test_a_model_gone_back_to_outlives_a_restart_and_a_new_space(
    office: Office, reader: Reader, judge: JudgingWorker
):
    await three_models(office, reader)
    await office.training.go_back(reader, 1)
    url = str(office.store.database.engine.url)
    await office.training.close()
    again = open_store(url)
    office.open(again)
    bring(again, range(41, 81))
    rate(office, reader, 5, 1)
    await learn(office, reader)
    assert [r.paper_id for r in judge.trained[-1].ratings] == [paper_id(1)]
    used = again.models.model(reader.id)
    assert (used.number, used.pinned, used.space_id) == (1, True, again.models.space().id)
    assert await learn(office, reader) == used.data, "and is learnt again once"
    await office.training.close()
    again.close()


async def test_ratings_that_were_taken_back_since_are_part_of_an_earlier_model(office: Office, reader: Reader):
    first, *_ = await three_models(office, reader)
    for number in (1, 2, 3):
        office.store.ratings.take_back(reader.id, paper_id(number))
    assert await learn(office, reader) is None
    assert (await status_of(office.store, reader)).learnt == 0
    await office.training.go_back(reader, 1)
    assert await learn(office, reader) == first


async def test_two_readers_never_see_each_other_s_models(office: Office, reader: Reader):
    other = office.store.readers.ensure("43", NOON, admitted=True)
    await three_models(office, reader)
    rate(office, other, 7, 5)
    theirs = await learn(office, other)
    with pytest.raises(BadInput, match=r"^I don't keep a model of that number"):
        await office.training.go_back(other, 2)
    with pytest.raises(BadInput, match=r"^There is no earlier model"):
        await office.training.go_back(other)
    await office.training.go_back(reader, 1)
    await learn(office, reader)
    assert await learn(office, other) == theirs
    assert states(office, other) == [(1, "serving")]


async def test_a_damaged_model_in_use_is_learnt_again_from_what_it_had_learnt(office: Office, reader: Reader):
    first, *_ = await three_models(office, reader)
    await office.training.go_back(reader, 1)
    await learn(office, reader)
    store_bytes(office, reader, {"data": b"damaged"})
    assert (await office.digests.build(reader, NOON.date())).items
    assert office.telemetry.counters["artifacts_forgotten"] == 1
    assert await learn(office, reader) == first
    assert (await status_of(office.store, reader)).held == 1


async def test_a_damaged_lesson_is_told_of_and_all_ratings_are_learnt_instead(office: Office, reader: Reader):
    *_, third = await three_models(office, reader)
    await office.training.go_back(reader, 1)
    store_bytes(office, reader, {"lesson": b"damaged", "data": None})
    assert await learn(office, reader) == third
    assert office.telemetry.counters["lesson_lost"] == 1
    assert states(office, reader)[0] == (4, "serving")


async def test_one_does_not_go_back_to_a_model_whose_lesson_is_damaged(office: Office, reader: Reader):
    *_, third = await three_models(office, reader)
    store_bytes(office, reader, {"lesson": b"damaged"})
    with pytest.raises(BadInput, match=r"^That model can't be had any more\."):
        await office.training.go_back(reader, 1)
    assert await learn(office, reader) == third


def store_bytes(office: Office, reader: Reader, values: dict[str, bytes | None]) -> None:
    """Does damage to the reader's first model."""
    mine = sa.and_(models.c.reader_id == reader.id, models.c.number == 1)
    with office.store.database.write() as connection:
        connection.execute(models.update().where(mine).values(values))


async def test_interests_alone_make_a_model_and_a_change_of_them_another(
    office: Office, reader: Reader, judge: JudgingWorker
):
    office.store.interests.say(reader.id, [Interest("words", "herring in sonar frames")], NOON)
    first = await learn(office, reader)
    assert first is not None
    assert office.store.models.model(reader.id).ratings == 0
    office.store.interests.say(reader.id, [Interest("paper", paper_id(3))], NOON)
    await learn(office, reader)
    seed = Interest("paper", paper_id(3), 1.0, office.store.papers.get([paper_id(3)])[paper_id(3)].paper)
    assert judge.trained[-1].interests == (Interest("words", "herring in sonar frames"), seed)
    await office.training.go_back(reader)
    assert await learn(office, reader) == first
    assert judge.trained[-1].interests == (Interest("words", "herring in sonar frames"),)
    await office.training.go_back(reader, 2)
    await learn(office, reader)
    assert judge.trained[-1].interests[1] == seed, "the text of a seed paper is found again"


async def test_drift_rings_once_until_it_is_over(office: Office, reader: Reader, judge: JudgingWorker):
    rate(office, reader, 1, 5)
    await learn(office, reader)
    judge.drifts = [FITS, STRAYS, STRAYS, FITS, STRAYS]
    rang = []
    for number in range(2, 7):
        rate(office, reader, number, 3)
        await learn(office, reader)
        rang.append(office.telemetry.counters["model_drift"])
    assert rang == [0, 1, 1, 1, 2]


async def test_three_refusals_in_a_row_are_an_alarm_too(office: Office, reader: Reader, judge: JudgingWorker):
    rate(office, reader, 1, 5)
    await learn(office, reader)
    judge.verdicts = [Verdict.WORSE] * 4
    rang = []
    for number in range(2, 6):
        rate(office, reader, number, 1)
        await learn(office, reader)
        rang.append(office.telemetry.counters["model_drift"])
    assert rang == [0, 0, 1, 1]
