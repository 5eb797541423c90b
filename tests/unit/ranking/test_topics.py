"""The corpus' topics, and papers that are alike without a word in common."""

from __future__ import annotations

import numpy as np
import pytest

from ranking.domain import Paper
from ranking.model import RelevanceModel
from ranking.space import PaperSpace
from ranking.topics import RANK

FISH = ("herring", "shoal", "sonar", "trawl", "cod", "fjord")
STARS = ("quasar", "redshift", "galaxy", "nebula", "spectra", "halo")


def _corpus(count: int = 240) -> list[Paper]:
    """Two subjects; each paper says four of the six words of one of them, among words of its own."""
    rng = np.random.default_rng(0)
    return [
        Paper(
            str(i),
            " ".join(rng.choice(FISH if i % 2 else STARS, 4, replace=False)),
            " ".join(f"own{rng.integers(400)}" for _ in range(12)),
        )
        for i in range(count)
    ]


def test_a_paper_of_the_subject_is_wanted_without_a_word_of_what_was_liked() -> None:
    space = PaperSpace().fit(_corpus())
    liked = space.transform([Paper(f"liked{i}", "herring shoal") for i in range(4)])
    new = space.transform([Paper("same", "trawl cod"), Paper("other", "nebula halo")])
    same, other = RelevanceModel(space).fit(liked, [5] * 4).decision_function(new)
    assert same > other + 1.0


def test_a_corpus_of_a_handful_has_no_topics() -> None:
    assert len(PaperSpace().fit(_corpus(6)).topics_.energies) == 0


def test_topics_are_far_fewer_than_papers() -> None:
    energies = PaperSpace().fit(_corpus()).topics_.energies
    assert 1 < len(energies) <= min(RANK, 60)
    assert (np.diff(energies) <= 1e-9).all()


def test_coordinates_survive_being_stored() -> None:
    space = PaperSpace().fit(_corpus())
    again = PaperSpace.from_bytes(space.to_bytes())
    papers = _corpus(10)
    assert again.transform(papers).topics.tolist() == space.transform(papers).topics.tolist()


def test_the_same_corpus_gives_the_same_topics() -> None:
    assert PaperSpace().fit(_corpus()).fingerprint == PaperSpace().fit(_corpus()).fingerprint


@pytest.mark.parametrize("text", ["", "!!!", "unheard words alone"])
def test_a_paper_that_says_nothing_known_is_of_no_topic(text: str) -> None:
    assert not PaperSpace().fit(_corpus()).transform([Paper("odd", text)]).topics.any()
