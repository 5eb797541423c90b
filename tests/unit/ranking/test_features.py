"""The contract that every block of features keeps, and what is special to each."""

from __future__ import annotations

import numpy as np
import pytest

from ranking.domain import Paper
from ranking.features import FEATURES, Block
from ranking.features.authors import Authors
from ranking.features.categories import Categories
from ranking.features.text import Text
from tests.unit.ranking.specimens import ODD_PAPERS, papers

CORPORA = {
    "none": [],
    "one": papers(1),
    "copies": papers(1) * 100,
    "without text": [Paper(f"{n}", "") for n in range(5)],
    "odd": list(ODD_PAPERS),
    "ordinary": papers(),
}

every_block = pytest.mark.parametrize("block", FEATURES, ids=lambda block: block.__name__)
every_corpus = pytest.mark.parametrize("corpus", CORPORA.values(), ids=CORPORA.keys())


@every_block
@every_corpus
def test_rows_have_a_column_for_each_name_and_finite_numbers(block: type[Block], corpus: list[Paper]) -> None:
    fitted = block().fit(corpus)
    rows = fitted.transform([*corpus, *ODD_PAPERS])
    assert rows.shape == (len(corpus) + len(ODD_PAPERS), len(fitted.names_))
    assert rows.dtype == np.float32
    assert np.isfinite(rows.data).all()
    assert (rows.data >= 0).all()
    assert fitted.rarity_.shape == (len(fitted.names_),)
    assert fitted.scales_.shape == (block.scales,)
    assert (fitted.scales_ > 0).all()


@every_block
@every_corpus
def test_names_are_sorted_and_said_once(block: type[Block], corpus: list[Paper]) -> None:
    names = block().fit(corpus).names_
    assert list(names) == sorted(set(names))


@every_block
def test_what_was_restored_transforms_alike(block: type[Block]) -> None:
    fitted = block().fit(papers())
    again = block().restore(fitted.names_, fitted.rarity_, fitted.scales_)
    assert (fitted.transform(papers(9)) != again.transform(papers(9))).nnz == 0


@every_block
def test_a_paper_gets_the_same_row_alone_and_among_others(block: type[Block]) -> None:
    fitted = block().fit(papers())
    assert (fitted.transform(papers())[[7]] != fitted.transform(papers()[7:8])).nnz == 0


@every_block
def test_the_order_of_the_corpus_does_not_matter(block: type[Block]) -> None:
    there, back = block().fit(papers()), block().fit(papers()[::-1])
    assert there.names_ == back.names_
    np.testing.assert_array_equal(there.rarity_, back.rarity_)
    np.testing.assert_allclose(there.scales_, back.scales_, rtol=1e-6)


@every_block
def test_a_paper_with_nothing_is_a_row_of_zeros(block: type[Block]) -> None:
    assert block().fit(papers()).transform([Paper("bare", "")]).nnz == 0


def test_only_authors_of_several_papers_are_known() -> None:
    assert Authors().fit(papers()).names_ == ("Ada Example", "Ben Specimen", "Cleo Sample", "Dan Invented")


def test_an_author_named_twice_on_a_paper_counts_once() -> None:
    block = Authors().fit(papers())
    once, twice = (Paper("x", "", authors=("Ada Example",) * n) for n in (1, 2))
    assert (block.transform([once]) != block.transform([twice])).nnz == 0


def test_a_rare_category_weighs_more_than_a_common_one() -> None:
    block = Categories().fit(papers())
    row = block.transform([Paper("x", "", categories=("cs.CV", "cs.RO"))]).toarray()[0]
    assert row[block.names_.index("cs.RO")] > row[block.names_.index("cs.CV")] > 0


def test_words_that_belong_together_are_also_known_as_a_pair() -> None:
    names = Text().fit(papers()).names_
    assert "satellite images" in names
    assert "satellite" in names


def test_words_that_meet_no_more_than_by_chance_are_not_a_pair() -> None:
    bags = [Paper(f"{n}", "", "amber amber amber birch birch birch") for n in range(9)]
    close = [Paper(f"{n}", "", "amber amber cedar dune amber birch") for n in range(9)]
    assert "amber birch" not in Text().fit(bags).names_
    assert "cedar dune" in Text().fit(close).names_


def test_a_word_in_the_title_weighs_more_than_one_in_the_abstract() -> None:
    block = Text().fit(papers())
    row = block.transform([Paper("x", "lantern", "violin glacier")]).toarray()[0]
    assert row[block.names_.index("lantern")] > row[block.names_.index("violin")]
