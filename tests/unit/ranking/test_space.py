from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone

from ranking.artifact import pack
from ranking.domain import Paper
from ranking.errors import ArtifactRefused, BadEmbedding, NotFitted
from ranking.space import PaperSpace
from tests.unit.ranking import embedders
from tests.unit.ranking.specimens import ODD_PAPERS, papers


@pytest.mark.parametrize(
    "corpus", [[], papers(1), papers(1) * 100, [Paper("a", ""), Paper("b", "")], list(ODD_PAPERS), papers()]
)
def test_any_corpus_gives_a_space_that_takes_any_paper(corpus: list[Paper]) -> None:
    space = PaperSpace().fit(corpus)
    matrix = space.transform([*corpus, *ODD_PAPERS])
    assert len(matrix) == len(corpus) + len(ODD_PAPERS)
    assert np.isfinite(matrix.rows.data).all()
    assert PaperSpace.from_bytes(space.to_bytes()).fingerprint == space.fingerprint


def test_rows_are_chosen_by_numbers_slices_masks_and_lists() -> None:
    matrix = PaperSpace().fit(papers()).transform(papers(6))
    assert matrix[np.array([4, 1])].ids == ("p004", "p001")
    assert matrix[2].ids == ("p002",)
    assert matrix[[]].ids == ()
    assert matrix[-1:].ids == ("p005",)
    assert matrix[np.array([True, False] * 3)].ids == ("p000", "p002", "p004")
    assert (matrix[[4]].rows != matrix.rows[[4]]).nnz == 0
    with pytest.raises(IndexError):
        matrix[6]


def test_a_space_read_from_bytes_transforms_alike() -> None:
    space = PaperSpace(embedders.letters).fit(papers())
    again = PaperSpace.from_bytes(space.to_bytes(), embedders.letters)
    one, other = space.transform(papers(9)), again.transform(papers(9))
    assert (one.rows != other.rows).nnz == 0
    np.testing.assert_array_equal(one.vectors, other.vectors)
    np.testing.assert_array_equal(space.common_, again.common_)


def test_the_fingerprint_tells_corpora_apart_and_follows_a_new_fit() -> None:
    space = PaperSpace().fit(papers())
    before = space.fingerprint
    assert PaperSpace().fit(papers()).fingerprint == before
    assert space.fit(papers(39)).fingerprint != before


def test_without_its_embedder_a_space_still_reads_the_text() -> None:
    space = PaperSpace.from_bytes(PaperSpace(embedders.letters).fit(papers()).to_bytes())
    matrix = space.transform(papers(3))
    assert matrix.vectors.shape == (3, embedders.WIDTH)
    assert not matrix.vectors.any()
    assert matrix.rows.nnz


def test_a_space_fitted_without_an_embedder_asks_none_later() -> None:
    space = PaperSpace.from_bytes(PaperSpace().fit(papers()).to_bytes(), embedders.letters)
    assert space.transform(papers(3)).vectors.shape == (3, 0)


def test_vectors_of_another_width_than_at_the_fit_are_refused() -> None:
    space = PaperSpace(embedders.letters).fit(papers())
    space.embed = lambda texts: embedders.letters(texts)[:, :5]
    with pytest.raises(BadEmbedding):
        space.transform(papers(3))


def test_what_all_papers_share_is_taken_out_of_a_profile() -> None:
    space = PaperSpace().fit(papers())
    left = space.without_common(np.arange(space.columns, dtype=np.float64))
    assert left @ space.common_ == pytest.approx(0.0, abs=1e-9)


def test_an_unfitted_space_says_so() -> None:
    with pytest.raises(NotFitted):
        PaperSpace().transform(papers(1))
    with pytest.raises(NotFitted):
        PaperSpace().to_bytes()


def test_a_space_is_an_estimator_that_keeps_its_arguments() -> None:
    space = clone(PaperSpace(embed=None, seed=3))
    assert space.get_params() == {"embed": None, "seed": 3}


def test_the_background_of_a_large_corpus_is_a_sample() -> None:
    corpus = [Paper(f"{n}", f"paper{n % 7}") for n in range(1500)]
    background = PaperSpace().fit(corpus).background_
    assert len(set(background.ids)) == 1000


@pytest.mark.parametrize("header", [{}, {"recipe": "0", "blocks": []}, {"recipe": "1", "blocks": ["Text"]}])
def test_a_space_of_another_version_is_refused(header: dict[str, object]) -> None:
    with pytest.raises(ArtifactRefused):
        PaperSpace.from_bytes(pack("space", header, {}))
