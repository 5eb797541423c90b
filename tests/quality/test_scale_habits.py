"""Readers who give nearly everything the same stars keep an order: being picked at all is what their stars say."""

from __future__ import annotations

import numpy as np
import pytest

from ranking.arrays import Ints
from ranking.measures import auc
from ranking.model import RelevanceModel
from tests.simulated.curve import fitted, wanted_later
from tests.simulated.habits import NOTE_TAKER
from tests.simulated.readers import SimulatedReader, readers_of
from tests.simulated.world import World

READERS = 24


@pytest.fixture
def note_takers(around: World) -> list[SimulatedReader]:
    return readers_of(around, READERS, (NOTE_TAKER,))


def test_scores_stay_apart_where_nearly_all_stars_are_2(around: World, note_takers: list[SimulatedReader]) -> None:
    later = around.matrix[around.later]
    for reader in note_takers:
        model = fitted(around, reader, 100, interests=False)
        scores, expected = model.decision_function(later), model.predict(later)
        assert scores.std() > 0.1
        assert len(np.unique(scores.round(9))) > 0.8 * len(later)
        # Expected stars may differ by little, and still put every paper in its place.
        assert auc(expected, wanted_later(around, reader)) == pytest.approx(
            auc(scores, wanted_later(around, reader)), abs=1e-3
        )


def test_a_2_of_a_note_taker_is_worth_a_like(around: World, note_takers: list[SimulatedReader]) -> None:
    gains, found = [], []
    for reader in note_takers:
        figures = [_auc(around, reader, stars) for stars in (reader.rated.stars, np.full(len(reader.rated.rows), 5))]
        found.append(figures[0])
        gains.append(figures[0] - figures[1])
    assert np.mean(found) > 0.8
    assert np.mean(gains) > -0.02


def _auc(world: World, reader: SimulatedReader, stars: Ints) -> float:
    model = RelevanceModel(world.space).fit(world.matrix[reader.rated.rows], stars, reader.rated.at)
    return auc(model.decision_function(world.matrix[world.later]), wanted_later(world, reader))
