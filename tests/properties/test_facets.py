"""What holds of facets whatever was rated and whatever was told, and of interests whatever was typed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.services.stated import LONGEST, cleaned, parse_interests
from ranking.domain import Facet
from ranking.facets import facet_scores, facets_served, find_facets
from ranking.model import RelevanceModel
from ranking.space import PaperSpace
from tests.unit.ranking import embedders
from tests.unit.ranking.specimens import ODD_PAPERS
from tests.unit.ranking.topics import corpus

CORPUS = [*corpus()[::12], *ODD_PAPERS]
SPACES = [PaperSpace(embed).fit(CORPUS) for embed in (None, embedders.letters)]
MATRICES = [space.transform(CORPUS) for space in SPACES]
IDS = [paper.id for paper in CORPUS]

ratings = st.lists(st.tuples(st.integers(0, len(CORPUS) - 1), st.integers(1, 5)), max_size=80, unique_by=lambda r: r[0])
told = st.lists(
    st.builds(
        Facet,
        name=st.text(min_size=1, max_size=9),
        papers=st.lists(st.sampled_from([*IDS, "unknown"]), max_size=12).map(tuple),
        share=st.none() | st.floats(0, 1),
        muted=st.booleans(),
    ),
    max_size=4,
    unique_by=lambda facet: facet.name,
).map(tuple)
few = settings(max_examples=60)


def fitted(history: list[tuple[int, int]], which: int) -> RelevanceModel:
    rows = MATRICES[which][[place for place, _ in history]]
    return RelevanceModel(SPACES[which]).fit(rows, [stars for _, stars in history])


@few
@given(ratings, told, st.integers(0, 1))
def test_each_like_is_in_one_facet_at_most(history: list[tuple[int, int]], told: tuple[Facet, ...], which: int) -> None:
    model = fitted(history, which)
    facets = find_facets(model, told)
    inside = [paper for facet in facets for paper in facet.papers]
    weights = zip(model.rated_.papers.ids, model.rated_.weights, strict=True)
    assert len(inside) == len(set(inside))
    assert set(inside) <= {paper for paper, weight in weights if weight > 0}
    assert len({facet.name for facet in facets}) == len(facets)
    assert all(facet.name and facet.papers for facet in facets)
    settings_of = {facet.name: (facet.share, facet.muted) for facet in told}
    assert all((f.share, f.muted) == settings_of.get(f.name, (None, False)) for f in facets)


@few
@given(ratings.flatmap(lambda history: st.tuples(st.just(history), st.permutations(history))), st.integers(0, 1))
def test_the_order_of_ratings_makes_no_difference(
    both: tuple[list[tuple[int, int]], list[tuple[int, int]]], which: int
) -> None:
    one, other = (find_facets(fitted(history, which)) for history in both)
    assert one == other


@few
@given(ratings, told, st.integers(0, 1))
def test_scores_are_finite_and_name_a_facet_or_none(
    history: list[tuple[int, int]], told: tuple[Facet, ...], which: int
) -> None:
    model = fitted(history, which)
    facets = find_facets(model, told)
    scores = facet_scores(model, facets, MATRICES[which])
    assert scores.shape == (len(CORPUS), len(facets))
    assert np.isfinite(scores).all()
    assert set(facets_served(facets, scores)) <= {facet.name for facet in facets} | {None}


@given(st.text(st.characters(), max_size=400) | st.text('a,"“”，\n:：au作者cat.CV2503.14485\u202e\x00', max_size=80))
def test_whatever_is_typed_is_understood_or_refused_in_a_sentence(text: str) -> None:
    try:
        found = parse_interests(text, 1.0)
    except BadInput:
        return
    for interest in found:
        assert 0 < len(interest.text) <= LONGEST
        assert cleaned(interest.text) == interest.text
        assert interest.text.encode()
    assert len({(i.kind, i.text.casefold()) for i in found}) == len(found)


def test_ten_thousand_characters_are_refused() -> None:
    with pytest.raises(BadInput, match="300"):
        parse_interests("x" * 10_000, 1.0)
