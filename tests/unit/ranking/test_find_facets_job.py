"""The job that finds facets for the bot."""

from __future__ import annotations

import pickle

import pytest

from ranking.domain import Rating
from ranking.errors import ArtifactRefused
from ranking.facets import find_facets
from ranking.jobs import FindFacets, Train
from ranking.jobs.opened import open_model, open_space
from tests.unit.ranking.topics import corpus, of, space

SPACE = space().to_bytes()
PLACES = of("herring", 8) + of("orchard", 6)
RATINGS = tuple(Rating(corpus()[place].id, 5) for place in PLACES)


def test_the_job_finds_what_the_model_holds() -> None:
    model = Train(SPACE, tuple(corpus()), RATINGS).run().model
    found = pickle.loads(pickle.dumps(FindFacets(SPACE, model))).run()
    assert found == find_facets(open_model(model, open_space(SPACE)))
    assert [len(facet.papers) for facet in found] == [8, 6]


def test_without_a_model_there_are_no_facets() -> None:
    assert FindFacets(SPACE, None).run() == ()


def test_a_damaged_model_is_refused() -> None:
    with pytest.raises(ArtifactRefused):
        FindFacets(SPACE, b"damaged").run()
