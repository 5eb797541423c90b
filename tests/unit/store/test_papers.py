"""Papers: merged from sightings, numbered as they become news, drawn once for each reader."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.domain import Announce, ArxivId, DeliveryKind, DeliveryState, PaperRecord, Reader
from bot.message import line
from bot.services.catalogue import catalogue
from bot.store import Store
from bot.store.batch import Counts
from bot.store.ledger import Part
from bot.store.schema import papers, sightings
from ranking.domain import Rating
from tests.fakes.papers import NOON, bring, digest, entries, entry, paper_id

DAY = timedelta(days=1)
WEEK_AGO = NOON - 7 * DAY
LONGER = "A text that is longer than the one before and says what that did not say. " * 3


def one(store: Store, number: int) -> PaperRecord:
    return store.papers.get([paper_id(number)])[paper_id(number)]


def drawn(store: Store, reader: Reader, since: datetime = WEEK_AGO, *, again: bool = False) -> list[str]:
    return [r.paper.id for r in store.papers.unseen(reader.id, since, 100, again=again)]


def send(store: Store, reader: Reader, numbers: list[int], states: list[DeliveryState], slot: str = "one") -> None:
    """A digest of these papers with one part for each state, which show the items in turn."""
    delivery = store.ledger.claim(reader, DeliveryKind.NOW, slot, NOON.date(), NOON)
    assert delivery is not None
    parts = [Part(line("part"), tuple(range(n, len(numbers) + 1, len(states)))) for n in range(1, len(states) + 1)]
    store.ledger.plan(delivery, digest(reader, [one(store, n) for n in numbers]), parts, NOON)
    for outgoing, state in zip(store.ledger.waiting(), states, strict=True):
        if state is not DeliveryState.PLANNED:
            assert store.ledger.begin(outgoing, NOON)
        if state not in (DeliveryState.PLANNED, DeliveryState.SENDING):
            store.ledger.settle(outgoing, state, NOON, message_id=7)


def test_what_is_new_revised_and_the_same_is_counted(store: Store):
    assert catalogue(store, "a", entries([1, 2]), NOON, news=True) == Counts(new=2, revised=0)
    again = [entry(1), entry(2, abstract=LONGER)]
    assert catalogue(store, "a", [*again, entry(3)], NOON + DAY, news=True) == Counts(new=1, revised=1)
    assert catalogue(store, "a", entries([1]), NOON + 2 * DAY, news=True) == Counts()


def test_a_paper_comes_back_as_it_was_told(store: Store):
    published = datetime.fromisoformat("2026-11-20T18:00:00+01:00")
    told = entry(5, published=published, doi="10.1234/abc", comment="12 pages", image="https://example.org/i.png")
    catalogue(store, "a", [told], NOON, news=True)
    known = one(store, 5)
    assert (known.paper.title, known.paper.abstract) == (told.title, told.abstract)
    assert (known.paper.authors, known.paper.categories) == (told.authors, told.categories)
    assert (known.paper.published, known.paper.comment) == (published, "12 pages")
    assert (known.arxiv, known.doi, known.image) == (ArxivId(told.arxiv.text, 1), "10.1234/abc", told.image)
    assert (known.first_seen, known.seq) == (NOON, 1)


def test_the_same_paper_twice_in_one_document_is_one_paper(store: Store):
    counts = catalogue(store, "a", [entry(1), entry(1, announce=Announce.CROSS)], NOON, news=True)
    assert counts == Counts(new=1)
    assert store.papers.count() == 1


def test_a_paper_of_two_sources_is_one_paper_with_two_sightings(store: Store):
    bring(store, [1], source="a")
    bring(store, [1], NOON + DAY, source="b")
    bring(store, [1], NOON + 2 * DAY, source="b")
    assert store.papers.count() == 1
    with store.database.read() as connection:
        seen = connection.execute(sa.select(sightings.c.source, sightings.c.seen_at).order_by(sightings.c.id)).all()
    assert [tuple(row) for row in seen] == [("a", NOON), ("b", NOON + DAY)]


def test_first_sight_stays_the_first(store: Store):
    bring(store, [1])
    bring(store, [1], NOON + DAY)
    assert one(store, 1).first_seen == NOON


def test_the_moment_of_a_revision_is_kept(store: Store):
    bring(store, [1])
    catalogue(store, "arXiv cs.CV", [entry(1, abstract=LONGER)], NOON + DAY, news=True)
    bring(store, [1], NOON + 2 * DAY)
    with store.database.read() as connection:
        assert connection.execute(sa.select(papers.c.revised_at)).scalar() == NOON + DAY


@pytest.mark.parametrize("announce", [Announce.REPLACE, Announce.REPLACE_CROSS])
def test_a_replacement_of_an_unknown_paper_is_stored_but_is_no_news(store: Store, reader: Reader, announce: Announce):
    assert catalogue(store, "a", [entry(1, announce=announce)], NOON, news=True) == Counts(new=1)
    assert one(store, 1).seq == 0
    assert drawn(store, reader) == []


def test_a_replacement_does_not_make_a_known_paper_news_again(store: Store, reader: Reader):
    bring(store, [1])
    send(store, reader, [1], [DeliveryState.SENT])
    catalogue(store, "a", [entry(1, announce=Announce.REPLACE, arxiv=ArxivId("2611.00001", 2))], NOON + DAY, news=True)
    assert one(store, 1).seq == 1
    assert one(store, 1).arxiv.version == 2
    assert drawn(store, reader) == []


@pytest.mark.parametrize("announce", [None, Announce.NEW, Announce.CROSS])
def test_whatever_is_no_replacement_is_news(store: Store, reader: Reader, announce: Announce | None):
    catalogue(store, "a", [entry(1, announce=announce)], NOON, news=True)
    assert drawn(store, reader) == [paper_id(1)]


def test_imported_history_becomes_news_when_a_feed_brings_it(store: Store, reader: Reader):
    catalogue(store, "import", [entry(1, announce=None)], NOON - 400 * DAY, news=False)
    assert one(store, 1).seq == 0
    assert drawn(store, reader) == []
    bring(store, [1])
    assert one(store, 1).seq == 1
    assert one(store, 1).first_seen == NOON
    assert drawn(store, reader) == [paper_id(1)]


def test_importing_what_is_news_takes_nothing_from_it(store: Store, reader: Reader):
    bring(store, [1])
    catalogue(store, "import", [entry(1)], NOON + DAY, news=False)
    assert one(store, 1).seq == 1
    assert drawn(store, reader) == [paper_id(1)]


def test_the_number_of_a_paper_grows_by_one_with_each_that_becomes_news(store: Store):
    assert store.papers.last_seq() == 0
    bring(store, [7, 3])
    catalogue(store, "import", entries([9]), NOON, news=False)
    bring(store, [5, 3])
    assert [one(store, n).seq for n in (7, 3, 5, 9)] == [1, 2, 3, 0]
    assert store.papers.last_seq() == 3


def test_papers_that_are_gone_are_left_out(store: Store):
    bring(store, [1])
    assert list(store.papers.get([paper_id(1), paper_id(2)])) == [paper_id(1)]
    assert store.papers.get([]) == {}


def test_thousands_may_be_asked_for_at_once(store: Store):
    bring(store, range(1, 1201))
    assert len(store.papers.get(paper_id(n) for n in range(1, 2000))) == 1200


def test_the_corpus_is_what_was_seen_last(store: Store):
    bring(store, [1], NOON - DAY)
    bring(store, [2], NOON)
    assert [r.paper.id for r in store.papers.corpus(1)] == [paper_id(2)]


def test_a_first_digest_draws_on_seven_days_of_first_sightings_newest_first(store: Store, reader: Reader):
    bring(store, [1], WEEK_AGO - timedelta(seconds=1))
    bring(store, [2], WEEK_AGO)
    bring(store, [3], NOON)
    assert drawn(store, reader) == [paper_id(3), paper_id(2)]


def test_a_later_digest_draws_on_what_came_since_however_long_ago(store: Store, reader: Reader):
    bring(store, [1, 2], NOON - 30 * DAY)
    send(store, reader, [1], [DeliveryState.SENT], "first")
    assert drawn(store, reader) == [paper_id(2)], "this digest drew on paper 1 alone"
    bring(store, [3], NOON - 20 * DAY)
    assert drawn(store, reader) == [paper_id(3), paper_id(2)]
    send(store, reader, [3], [DeliveryState.SENT], "second")
    assert drawn(store, reader) == []


def test_late_and_back_dated_entries_are_drawn(store: Store, reader: Reader):
    bring(store, [1])
    send(store, reader, [1], [DeliveryState.SENT])
    catalogue(store, "blog", [entry(2, published=NOON - 900 * DAY)], NOON - 3 * DAY, news=True)
    assert drawn(store, reader) == [paper_id(2)]


def test_an_empty_digest_does_not_end_the_first_look(store: Store, reader: Reader):
    delivery = store.ledger.claim(reader, DeliveryKind.NOW, "empty", NOON.date(), NOON)
    store.ledger.plan(delivery, digest(reader, []), [], NOON)
    bring(store, [1], NOON - DAY)
    assert drawn(store, reader) == [paper_id(1)]


def test_what_was_rated_is_never_drawn(store: Store, reader: Reader):
    bring(store, [1, 2])
    store.ratings.give(reader.id, Rating(paper_id(1), 3, NOON), "tap")
    assert drawn(store, reader) == [paper_id(2)]
    assert drawn(store, reader, again=True) == [paper_id(2)]


def test_what_another_reader_was_sent_or_rated_is_drawn_all_the_same(store: Store, reader: Reader):
    other = store.readers.ensure("43", NOON, admitted=True)
    bring(store, [1, 2])
    send(store, other, [1], [DeliveryState.SENT])
    store.ratings.give(other.id, Rating(paper_id(2), 5, NOON), "tap")
    assert drawn(store, reader) == [paper_id(2), paper_id(1)]


@pytest.mark.parametrize("state", [DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.SENT])
def test_what_is_on_its_way_or_sent_is_never_drawn_again(store: Store, reader: Reader, state: DeliveryState):
    bring(store, [1])
    send(store, reader, [1], [state])
    assert drawn(store, reader) == []
    assert drawn(store, reader, again=True) == []


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.GIVEN_UP])
def test_what_certainly_did_not_arrive_is_new_as_before(store: Store, reader: Reader, state: DeliveryState):
    bring(store, [1])
    send(store, reader, [1], [state])
    assert drawn(store, reader) == [paper_id(1)]


def test_what_may_have_arrived_comes_again_only_where_it_is_asked_for(store: Store, reader: Reader):
    bring(store, [1, 2])
    send(store, reader, [1, 2], [DeliveryState.UNKNOWN])
    bring(store, [3])
    assert drawn(store, reader) == [paper_id(3)]
    assert drawn(store, reader, again=True) == [paper_id(3), paper_id(2), paper_id(1)]


def test_what_was_shown_again_is_not_shown_a_third_time(store: Store, reader: Reader):
    bring(store, [1])
    send(store, reader, [1], [DeliveryState.UNKNOWN], "lost")
    send(store, reader, [1], [DeliveryState.SENT], "again")
    assert drawn(store, reader, again=True) == []


@pytest.mark.parametrize("lost", [DeliveryState.FAILED, DeliveryState.GIVEN_UP, DeliveryState.UNKNOWN])
def test_of_a_split_digest_the_part_that_arrived_is_not_sent_again(store: Store, reader: Reader, lost: DeliveryState):
    bring(store, [1, 2, 3, 4])
    send(store, reader, [1, 2, 3, 4], [DeliveryState.SENT, lost])
    assert drawn(store, reader, again=True) == [paper_id(4), paper_id(2)]


def test_no_more_are_drawn_than_asked_for_and_they_are_the_newest(store: Store, reader: Reader):
    bring(store, range(1, 10))
    found = store.papers.unseen(reader.id, WEEK_AGO, 3, again=False)
    assert [r.seq for r in found] == [9, 8, 7]
