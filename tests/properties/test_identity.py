"""Whatever the order of sightings, a paper is the same; whatever the text, an identifier is read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import ArxivId, Entry, Found, Link, LinkKind, PaperRecord
from bot.identity import canonical_url, find_arxiv, first_sighting, paper_id, parse_arxiv, parse_doi
from tests.fakes.papers import seen_again

Sighting = tuple[Entry, datetime]

moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - as bounds
few = st.sampled_from(["", "a", "b", "ab", "ba"])
names = st.lists(st.sampled_from(["A. Spout", "B. Lid", "C. Handle"]), max_size=2).map(tuple)
links = st.builds(
    Link,
    kind=st.sampled_from(LinkKind),
    url=st.sampled_from(["https://example.org/1", "https://example.org/2"]),
    found_in=st.sampled_from(Found),
)


of_one_arxiv_paper = st.tuples(
    st.builds(
        Entry,
        title=few,
        url=st.sampled_from(["https://arxiv.org/abs/2603.00101", "http://example.org/x", ""]),
        abstract=few,
        authors=names,
        categories=names,
        published=st.none() | moments,
        comment=few,
        arxiv=st.builds(ArxivId, st.just("2603.00101"), st.none() | st.integers(1, 3)),
        doi=st.sampled_from(["", "10.5555/a", "10.5555/B"]),
        links=st.lists(links, max_size=3).map(tuple),
        image=few,
    ),
    moments,
)
of_one_page = st.tuples(
    st.builds(
        Entry,
        title=few,
        url=st.sampled_from(
            ["https://k.example.org/1", "http://k.example.org/1", "https://K.example.org/1?utm_source=x#y"]
        ),
        abstract=few,
        authors=names,
        links=st.lists(links, max_size=2).map(tuple),
        image=few,
    ),
    moments,
)


def folded(sightings: tuple[Sighting, ...]) -> PaperRecord:
    (entry, seen_at), *rest = sightings
    record = first_sighting(entry, 1, seen_at)
    for entry, seen_at in rest:
        record = seen_again(record, entry, seen_at)
    return record


@given(st.lists(of_one_arxiv_paper, min_size=2, max_size=4))
def test_the_order_of_sightings_of_a_paper_makes_no_difference(sightings: list[Sighting]) -> None:
    assert len({folded(p) for p in permutations(sightings)}) == 1


@given(st.lists(of_one_page, min_size=2, max_size=4))
def test_the_order_of_sightings_of_a_page_makes_no_difference(sightings: list[Sighting]) -> None:
    assert len({paper_id(entry) for entry, _ in sightings}) == 1
    assert len({folded(p) for p in permutations(sightings)}) == 1


@given(st.lists(of_one_arxiv_paper, min_size=1, max_size=3))
def test_a_repeated_sighting_changes_nothing(sightings: list[Sighting]) -> None:
    once = folded(tuple(sightings))
    assert folded((*sightings, *sightings)) == once
    assert once.paper.id == paper_id(sightings[0][0])


@st.composite
def identifiers(draw: st.DrawFn) -> ArxivId:
    year, month = draw(st.integers(15, 99)), draw(st.integers(1, 12))
    new = f"{year:02}{month:02}.{draw(st.integers(1, 99_999)):05}"
    old = f"{draw(st.sampled_from(['cs', 'math', 'astro-ph', 'q-bio']))}/05{month:02}{draw(st.integers(1, 999)):03}"
    return ArxivId(draw(st.sampled_from([new, old])), draw(st.none() | st.integers(1, 99)))


SPELLINGS: tuple[Callable[[str], str], ...] = (
    lambda id: id,
    lambda id: f"arXiv:{id}",
    lambda id: f"https://arxiv.org/abs/{id}?context=cs#x",
    lambda id: f"http://export.arxiv.org/pdf/{id}.pdf",
    lambda id: f"oai:arXiv.org:{id}",
    lambda id: f"https://doi.org/10.48550/arXiv.{id}",
)


@given(identifiers(), st.sampled_from(SPELLINGS))
def test_an_identifier_is_read_back_from_every_spelling(arxiv: ArxivId, spell: Callable[[str], str]) -> None:
    text = spell(arxiv.text + (f"v{arxiv.version}" if arxiv.version else ""))
    assert parse_arxiv(text) == arxiv
    assert find_arxiv(f"See {text} for tea.") == (arxiv,)


@given(st.text() | st.text("0123456789.v/:arxiv\u0661"), identifiers())
def test_no_text_breaks_the_readers_of_identifiers(text: str, arxiv: ArxivId) -> None:
    parse_doi(text)
    for found in (parse_arxiv(text), *find_arxiv(text + arxiv.text)):
        assert found is None or parse_arxiv(found.text) == ArxivId(found.text)


@given(st.text(max_size=60) | st.text("htps:/.?#&=@[]ab1 \t", max_size=40).map(lambda s: "http://" + s))
def test_a_canonical_address_is_its_own_canonical_address(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once
