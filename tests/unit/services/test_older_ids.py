"""A paper that turned out to be one with another is the same to whoever still names it by an id that it had before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain import Entry, Reader
from bot.portable import ratings_csv
from bot.services.catalogue import catalogue
from bot.services.history import History, PastRating
from bot.services.lessons import PASSED_OVER_AFTER, training_job
from bot.store import Store
from bot.store.lessons import Lesson
from bot.store.models import StoredSpace
from ranking.domain import Interest, Rating
from tests.fakes.clock import FakeClock
from tests.fakes.papers import NOON, digest, entry, paper_id
from tests.unit.services.conftest import Office

DOI = "10.5555/tea.1"
OLD = f"doi:{DOI}"
ARTICLE = entry(1, arxiv=None, doi=DOI, url="https://j.example.org/1", title="Kettles", key="j")
BOTH = entry(1, doi=DOI)


@pytest.fixture
def known(store: Store) -> Store:
    """The preprint, with the DOI of the article that it became."""
    catalogue(store, "journal", [ARTICLE], NOON, news=True)
    catalogue(store, "arXiv", [BOTH], NOON, news=True)
    return store


def rated(store: Store, reader: Reader) -> dict[str, int]:
    return {rating.paper_id: rating.stars for rating in store.ratings.of(reader.id)}


@pytest.mark.parametrize(
    "said",
    [
        Entry("Kettles", url=f"https://doi.org/{DOI}"),
        Entry("Kettles", url="https://elsewhere.example.org/1", doi=DOI.upper()),
        Entry("Kettles", url="https://elsewhere.example.org/1", key=OLD),
        Entry("", url="https://arxiv.org/abs/2611.00001v1"),
    ],
)
def test_a_history_that_names_a_paper_in_any_way_lands_on_it(known: Store, reader: Reader, said: Entry):
    done = History(known, FakeClock(NOON)).take_in(reader, [PastRating(said, 4, NOON)], "import")
    assert (done.ratings, done.papers, known.papers.count()) == (1, 1, 1)
    assert rated(known, reader) == {paper_id(1): 4}


def test_a_table_exported_here_comes_back_to_the_papers_it_came_from(known: Store, reader: Reader):
    plain = Entry("A page", "https://b.example.org/1", "With a text.")
    nowhere = Entry("A text", "https://b.example.org/", "With no page of its own.")
    printed = entry(9, arxiv=None, doi="10.5555/tea.9", url="https://j.example.org/9")
    catalogue(known, "blog", [plain, nowhere, printed], NOON, news=True)
    for paper in known.papers.corpus(9):
        known.ratings.give(reader.id, Rating(paper.paper.id, 3, NOON), "tap")
    history, before = History(known, FakeClock(NOON)), rated(known, reader)
    table = ratings_csv.write(
        ratings_csv.RatingRow(r.rating.paper_id, r.arxiv_id, r.title, r.url, r.rating.stars, r.rating.at, r.source)
        for r in history.ratings(reader)
    )
    past = [PastRating(item.entry, item.rating, item.rated_at) for item in ratings_csv.read(table).items]
    history.take_in(reader, past, "import")
    assert len(before) == known.papers.count() == 4
    assert rated(known, reader) == before


def test_a_table_does_not_make_two_papers_one(known: Store, reader: Reader):
    """Whoever may import could otherwise take papers from everybody."""
    catalogue(known, "arXiv", [entry(2)], NOON, news=True)
    row = f"paper_id,arxiv_id,title,url,stars,rated_at\n{OLD},2611.00002,Kettles,https://j.example.org/1,5,\n"
    past = [PastRating(item.entry, item.rating, item.rated_at) for item in ratings_csv.read(row).items]
    History(known, FakeClock(NOON)).take_in(reader, past, "import")
    assert known.papers.count() == 2


@pytest.mark.parametrize(
    "name", ["arXiv:2611.00001", DOI, f"https://doi.org/{DOI}", f"https://j.example.org/doi/{DOI}"]
)
async def test_a_paper_is_found_by_its_doi_too(office: Office, known: Store, reader: Reader, name: str):
    assert await office.ratings.named(reader, name) == paper_id(1)
    found = await office.ratings.find(reader, name)
    assert found is not None
    assert found.paper.id == paper_id(1)


async def test_a_page_that_is_no_paper_s_finds_none(office: Office, known: Store, reader: Reader):
    assert await office.ratings.named(reader, "https://j.example.org/2") is None
    assert await office.ratings.named(reader, "10.5555/other") is None


async def no_vectors(_: object) -> None:
    """Nothing is known of any text."""


async def test_a_lesson_of_the_past_finds_its_papers_and_passes_none_of_them_over(known: Store, reader: Reader):
    record = known.papers.get([OLD])[OLD]
    known.ledger.hand_over(reader, "one", digest(reader, [record]), NOON - timedelta(days=9))
    lesson = Lesson((Rating(OLD, 5, NOON),), (Interest("paper", OLD, 1.0),))
    at = NOON + PASSED_OVER_AFTER + timedelta(minutes=1)
    job = await training_job(known, no_vectors, reader, StoredSpace(1, b"", 1, NOON), lesson=lesson, at=at)
    assert [paper.id for paper in job.papers] == [OLD]
    assert job.papers[0].abstract == record.paper.abstract
    assert job.shown == ()
    assert [seed.paper.title for seed in job.interests if seed.paper] == [record.paper.title]
