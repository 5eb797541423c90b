from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ranking.domain import Vectors, text_key
from ranking.embedding import Embed, embed_papers, known_vectors
from ranking.errors import BadEmbedding
from ranking.model import RelevanceModel
from ranking.space import PaperSpace
from tests.unit.ranking import embedders
from tests.unit.ranking.specimens import papers


@pytest.mark.parametrize("embed", [embedders.letters, embedders.huge, embedders.doubles_in_a_list])
def test_vectors_have_length_one(embed: Embed) -> None:
    lengths = np.linalg.norm(embed_papers(embed, papers(5)), axis=1)
    np.testing.assert_allclose(lengths, 1.0, rtol=1e-5)


@pytest.mark.parametrize("embed", [embedders.all_zero, embedders.infinite, embedders.beyond_single_precision])
def test_vectors_that_say_nothing_become_zeros(embed: Embed) -> None:
    assert not embed_papers(embed, papers(5)).any()


def test_one_broken_vector_spoils_no_other() -> None:
    vectors = embed_papers(embedders.sometimes_nan, papers(4))
    assert vectors.any(axis=1).tolist() == [False, True, False, True]


@pytest.mark.parametrize(
    "embed",
    [
        embedders.one_too_few,
        embedders.flat,
        embedders.words_instead,
        embedders.of_no_width,
        embedders.of_two_widths,
        embedders.cubes,
        embedders.nothing_at_all,
    ],
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


def test_an_embedder_that_fails_is_told_by_a_typed_error_with_its_cause() -> None:
    with pytest.raises(BadEmbedding, match="ConnectionError") as caught:
        embed_papers(embedders.failing, papers(3))
    assert isinstance(caught.value.__cause__, ConnectionError)


def kept(texts: list[str], width: int = 2) -> Vectors:
    data = np.arange(1, 1 + len(texts) * width, dtype="<f4").tobytes()
    return Vectors(tuple(map(text_key, texts)), width, data)


def test_what_is_known_is_looked_up_and_what_is_not_is_left_unread() -> None:
    found = known_vectors(kept(["a", "b"]))(["b", "c", "a"])
    np.testing.assert_array_equal(found, [[3, 4], [np.nan, np.nan], [1, 2]])


@pytest.mark.parametrize(
    "vectors",
    [
        replace(kept(["a", "b"]), width=0),
        replace(kept(["a", "b"]), width=-2),
        replace(kept(["a", "b"]), width=3),
        replace(kept(["a", "b"]), data=b"odd"),
        replace(kept(["a", "b"]), keys=("one",)),
    ],
)
def test_bytes_that_are_not_the_vectors_they_claim_to_be_are_refused(vectors: Vectors) -> None:
    with pytest.raises(BadEmbedding):
        known_vectors(vectors)


@pytest.mark.parametrize("embed", [embedders.never_known, embedders.all_zero])
def test_a_space_of_which_no_vector_is_known_ranks_as_one_without(embed: Embed) -> None:
    corpus = papers(30)
    scores = []
    for chosen in (embed, None):
        space = PaperSpace(chosen).fit(corpus)
        rows = space.transform(corpus)
        scores.append(RelevanceModel(space).fit(rows[:6], [5, 1, 4, 2, 5, 1]).decision_function(rows))
    np.testing.assert_allclose(scores[0], scores[1], rtol=1e-6, atol=1e-9)
