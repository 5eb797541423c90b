"""Interests said and taken back; facets found, named, muted and shared."""

from __future__ import annotations

import pytest

from bot.domain import Entry, Reader
from bot.errors import BadInput
from bot.identity import paper_id as id_of
from bot.services.catalogue import catalogue
from bot.services.facets import Facets
from bot.services.interests import MOST, Interests, Stated
from ranking.domain import Interest, Rating
from ranking.errors import ArtifactRefused
from tests.fakes.papers import NOON, arxiv_id, bring, entry, paper_id
from tests.unit.ranking.topics import PAPERS_OF_EACH, corpus, of
from tests.unit.services.conftest import Office


@pytest.fixture
def interests(office: Office) -> Interests:
    return Interests(office.store, office.training, office.clock, office.telemetry)


@pytest.fixture
def facets(office: Office) -> Facets:
    return Facets(office.store, office.worker, office.training, office.clock)


def words(text: str, weight: float = 1.0) -> Stated:
    return Stated(Interest("words", text, weight))


async def test_what_is_said_is_stored_and_learnt_soon(office: Office, reader: Reader, interests: Interests):
    bring(office.store, range(20))
    await interests.say(reader, "cats, au: Ada Example", 1.0)
    await interests.say(reader, "dogs", -1.0)
    assert await interests.stated(reader) == (
        words("cats"),
        Stated(Interest("author", "Ada Example")),
        words("dogs", -1.0),
    )
    await office.training.settled()
    learnt = await office.training.learnt(reader)
    assert learnt is not None
    assert learnt.model is not None


async def test_the_same_thing_in_another_case_is_said_again(reader: Reader, interests: Interests):
    await interests.say(reader, "Sea Ice", 1.0)
    assert await interests.say(reader, "sea ice", -2.0) == (words("Sea Ice", -2.0),)
    assert await interests.stated(reader) == (words("Sea Ice", -2.0),)


async def test_a_seed_paper_is_told_by_its_title(office: Office, reader: Reader, interests: Interests):
    bring(office.store, [1])
    (said,) = await interests.say(reader, arxiv_id(1), 1.0)
    assert said == Stated(Interest("paper", paper_id(1)), entry(1).title)


async def test_a_paper_that_is_not_here_is_no_seed_and_nothing_of_the_list_is_stored(
    reader: Reader, interests: Interests
):
    with pytest.raises(BadInput, match="not read that paper"):
        await interests.say(reader, f"cats, {arxiv_id(1)}", 1.0)
    assert await interests.stated(reader) == ()


async def test_nothing_said_is_asked_for(reader: Reader, interests: Interests):
    with pytest.raises(BadInput, match="Say what"):
        await interests.say(reader, " , ", 1.0)


async def test_a_hundred_interests_are_the_most(reader: Reader, interests: Interests):
    await interests.say(reader, ",".join(f"word{n}" for n in range(MOST)), 1.0)
    with pytest.raises(BadInput, match="more than 100"):
        await interests.say(reader, "one more", 1.0)
    await interests.say(reader, "word5, WORD6", -1.0)
    assert len(await interests.stated(reader)) == MOST


async def test_interests_are_taken_back_by_their_numbers(reader: Reader, interests: Interests):
    await interests.say(reader, "one, two, three", 1.0)
    assert await interests.remove(reader, [3, 1, 1]) == (words("three"), words("one"))
    assert await interests.stated(reader) == (words("two"),)


@pytest.mark.parametrize("numbers", [[], [0], [3], [1, 3], [-1]])
async def test_a_number_that_is_not_there_takes_nothing_back(reader: Reader, interests: Interests, numbers: list[int]):
    await interests.say(reader, "one, two", 1.0)
    with pytest.raises(BadInput, match="no such number"):
        await interests.remove(reader, numbers)
    assert len(await interests.stated(reader)) == 2


async def test_readers_do_not_see_each_others_interests(office: Office, reader: Reader, interests: Interests):
    other = office.store.readers.ensure("43", NOON, admitted=True)
    await interests.say(reader, "mine", 1.0)
    assert await interests.stated(other) == ()


@pytest.fixture
def two_tastes(office: Office, reader: Reader) -> None:
    """Papers of all topics, of which the reader likes twelve about herring and eight about violins."""
    found = [Entry(title=p.title, abstract=p.abstract, url=f"https://example.org/{p.id}") for p in corpus()[::3]]
    catalogue(office.store, "papers", found, NOON, news=True)
    liked = of("herring", 36)[::3] + of("violins", 24)[::3]
    ids = [id_of(found[place // 3]) for place in liked]
    office.store.ratings.record(reader.id, [Rating(paper, 5, NOON) for paper in ids], "import")
    assert PAPERS_OF_EACH % 3 == 0


@pytest.mark.usefixtures("two_tastes")
async def test_facets_are_found_in_stars(reader: Reader, facets: Facets):
    found = await facets.of(reader)
    assert [len(facet.papers) for facet in found] == [12, 8]
    assert "herring" in found[0].name
    assert "concert" in found[1].name or "violin" in found[1].name


async def test_without_papers_or_stars_there_are_no_facets(office: Office, reader: Reader, facets: Facets):
    assert await facets.of(reader) == ()
    bring(office.store, range(10))
    assert await facets.of(reader) == ()


@pytest.mark.usefixtures("two_tastes")
async def test_a_facet_is_named_muted_and_shared_and_stays_so(office: Office, reader: Reader, facets: Facets):
    await facets.name(reader, "2", "  music ")
    await facets.mute(reader, "MUSIC", muted=True)
    await facets.share(reader, "2.", 30)
    (herring, music) = await facets.of(reader)
    assert (music.name, music.muted, music.share) == ("music", True, 0.3)
    assert (herring.muted, herring.share) == (False, None)
    assert [facet.name for facet in office.store.facets.of(reader.id)] == ["music"]
    await facets.mute(reader, "music", muted=False)
    await facets.share(reader, "music", None)
    assert (await facets.of(reader))[1] == type(music)("music", music.papers)


@pytest.mark.usefixtures("two_tastes")
async def test_shares_are_at_most_the_whole_digest(reader: Reader, facets: Facets):
    await facets.share(reader, "1", 70)
    for percent in (31, 101, -1):
        with pytest.raises(BadInput, match="percent"):
            await facets.share(reader, "2", percent)
    assert (await facets.share(reader, "2", 30)).share == 0.3
    assert (await facets.share(reader, "1", 60)).share == 0.6


@pytest.mark.usefixtures("two_tastes")
@pytest.mark.parametrize("name", ["", " ", "x" * 41, "7", "7.", "\u202e\x00"])
async def test_a_name_that_cannot_be_used_is_refused(reader: Reader, facets: Facets, name: str):
    with pytest.raises(BadInput, match="1 to 40"):
        await facets.name(reader, "1", name)


@pytest.mark.usefixtures("two_tastes")
async def test_two_facets_cannot_have_one_name(reader: Reader, facets: Facets):
    first = (await facets.of(reader))[0].name
    with pytest.raises(BadInput, match="Another"):
        await facets.name(reader, "2", first.upper())
    assert (await facets.name(reader, "1", first.upper())).name == first.upper()


@pytest.mark.usefixtures("two_tastes")
@pytest.mark.parametrize("which", ["", "0", "3", "-1", "²", "no such", "1 2"])
async def test_a_facet_that_is_not_there_cannot_be_set(office: Office, reader: Reader, facets: Facets, which: str):
    with pytest.raises(BadInput, match="no such facet"):
        await facets.mute(reader, which, muted=True)
    assert office.store.facets.of(reader.id) == ()


@pytest.mark.usefixtures("two_tastes")
async def test_artifacts_that_are_refused_are_learnt_anew(office: Office, reader: Reader, facets: Facets):
    before = await facets.of(reader)
    office.worker.failures.append(ArtifactRefused("Made by another version."))
    assert await facets.of(reader) == before
    assert office.telemetry.counters["artifacts_forgotten"] == 1
