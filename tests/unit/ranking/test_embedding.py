from __future__ import annotations

import numpy as np
import pytest

from ranking.embedding import Embed, embed_papers
from ranking.errors import BadEmbedding
from tests.unit.ranking import embedders
from tests.unit.ranking.specimens import papers


@pytest.mark.parametrize("embed", [embedders.letters, embedders.huge])
def test_vectors_have_length_one(embed: Embed) -> None:
    lengths = np.linalg.norm(embed_papers(embed, papers(5)), axis=1)
    np.testing.assert_allclose(lengths, 1.0, rtol=1e-5)


@pytest.mark.parametrize("embed", [embedders.all_zero, embedders.infinite])
def test_vectors_that_say_nothing_become_zeros(embed: Embed) -> None:
    assert not embed_papers(embed, papers(5)).any()


def test_one_broken_vector_spoils_no_other() -> None:
    vectors = embed_papers(embedders.sometimes_nan, papers(4))
    assert vectors.any(axis=1).tolist() == [False, True, False, True]


@pytest.mark.parametrize(
    "embed", [embedders.one_too_few, embedders.flat, embedders.words_instead, embedders.of_no_width]
)
def test_an_answer_of_another_shape_is_refused(embed: Embed) -> None:
    with pytest.raises(BadEmbedding):
        embed_papers(embed, papers(3))


def test_vectors_of_another_width_than_before_are_refused() -> None:
    with pytest.raises(BadEmbedding, match="26 numbers, not 384"):
        embed_papers(embedders.letters, papers(3), width=384)


def test_the_embedder_is_given_title_and_abstract_and_not_asked_about_nothing() -> None:
    asked: list[str] = []

    def recording(texts: list[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        asked.extend(texts)
        return embedders.letters(texts)

    embed_papers(recording, [])
    assert asked == []
    first = papers(1)[0]
    embed_papers(recording, [first])
    assert asked == [f"{first.title}. {first.abstract}"]
