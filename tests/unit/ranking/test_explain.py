from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ranking.model import RelevanceModel
from ranking.space import PaperSpace
from tests.unit.ranking import embedders
from tests.unit.ranking.specimens import papers

SPACE = PaperSpace(embedders.letters).fit(papers())
MATRIX = SPACE.transform(papers())
TEXT_SPACE = PaperSpace().fit(papers())
TEXTS = TEXT_SPACE.transform(papers())
RATED, STARS = [0, 4, 8, 1, 5], [5, 5, 4, 1, 1]
MODEL = RelevanceModel(SPACE).fit(MATRIX[RATED], STARS)
ON_TEXT = RelevanceModel(TEXT_SPACE).fit(TEXTS[RATED], STARS)


@pytest.mark.parametrize("k", [0, 1, 2, 5, 10_000])
def test_reasons_and_rest_add_up_to_the_score(k: int) -> None:
    for i in range(len(MATRIX)):
        why = MODEL.explain(MATRIX[i], k)
        assert len(why.reasons) <= k
        told = sum(reason.contribution for reason in why.reasons)
        assert told + why.rest == pytest.approx(MODEL.decision_function(MATRIX[i])[0], abs=1e-6)


def test_the_largest_reason_comes_first() -> None:
    sizes = [abs(reason.contribution) for reason in MODEL.explain(MATRIX[12], 50).reasons]
    assert len(sizes) > 5
    assert sizes == sorted(sizes, reverse=True)


def test_reasons_name_what_speaks_for_a_paper_of_a_liked_subject() -> None:
    reasons = MODEL.explain(MATRIX[12], 50).reasons
    named = {(reason.kind, reason.label): reason for reason in reasons}
    assert named["author", "Ada Example"].contribution > 0
    assert named["paper", "p004"].contribution > 0
    assert named["paper", "p004"].stars == 5
    assert any(reason.kind == "term" and "lantern" in reason.label for reason in reasons)


def test_a_disliked_subject_has_reasons_against_it() -> None:
    reasons = ON_TEXT.explain(TEXTS[13], 5).reasons
    assert len(reasons) == 5
    assert all(reason.contribution < 0 for reason in reasons)


def test_only_papers_carry_stars_and_each_reason_is_told_once() -> None:
    reasons = MODEL.explain(MATRIX[12], 1000).reasons
    assert all((reason.stars is not None) == (reason.kind == "paper") for reason in reasons)
    assert len({(reason.kind, reason.label) for reason in reasons}) == len(reasons)


def test_at_most_half_of_the_reasons_are_rated_papers() -> None:
    for k in (1, 2, 4, 5):
        papers_told = [reason for reason in MODEL.explain(MATRIX[12], k).reasons if reason.kind == "paper"]
        assert len(papers_told) <= (k + 1) // 2


def test_a_word_is_told_with_its_pair_and_not_twice() -> None:
    terms = [reason for reason in ON_TEXT.explain(TEXTS[12], 1000).reasons if reason.kind == "term"]
    pairs = [reason for reason in terms if " " in reason.label and reason.contribution > 0]
    told = {reason.label for reason in terms if reason.contribution > 0}
    assert pairs
    assert not {word for pair in pairs for word in pair.label.split()} & told


def test_without_ratings_there_is_no_reason() -> None:
    why = RelevanceModel(SPACE).fit(MATRIX[[]], []).explain(MATRIX[0])
    assert why.reasons == ()
    assert why.rest == 0.0


def test_one_paper_is_explained_at_a_time() -> None:
    with pytest.raises(ValueError, match="not 2"):
        MODEL.explain(MATRIX[np.array([0, 1])])


def test_what_no_rated_paper_has_is_no_reason() -> None:
    plain = [replace(paper, categories=()) for paper in papers()]
    model = RelevanceModel(TEXT_SPACE).fit(TEXT_SPACE.transform(plain)[RATED], STARS)
    kinds = {reason.kind for i in range(len(TEXTS)) for reason in model.explain(TEXTS[i], 10_000).reasons}
    assert "term" in kinds
    assert "category" not in kinds
