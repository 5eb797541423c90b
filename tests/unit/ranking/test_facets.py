"""Facets: found in likes, named in words, set by the reader, and served by papers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from ranking.domain import Facet, Paper
from ranking.facets import FLOOR, facet_scores, facets_served, find_facets
from ranking.model import RelevanceModel
from ranking.space import PaperSpace
from tests.unit.ranking import embedders
from tests.unit.ranking.specimens import ODD_PAPERS, papers
from tests.unit.ranking.topics import PHRASES, corpus, matrix, of, space, topic_of


def liking(places: list[int], stars: int = 5) -> RelevanceModel:
    return RelevanceModel(space()).fit(matrix()[places], [stars] * len(places))


def main_topic(facet: Facet) -> str:
    return Counter(map(topic_of, facet.papers)).most_common(1)[0][0]


def purity(facets: tuple[Facet, ...]) -> float:
    right = sum(topic_of(paper) == main_topic(facet) for facet in facets for paper in facet.papers)
    return right / sum(len(facet.papers) for facet in facets)


@pytest.mark.parametrize("topics", [("herring", "orchard"), ("glyphs", "violins", "渔业"), ("lanterns", "glaciers")])
@pytest.mark.parametrize("count", [6, 20, 60])
def test_planted_topics_are_found_and_named_by_their_words(topics: tuple[str, ...], count: int) -> None:
    facets = find_facets(liking([place for topic in topics for place in of(topic, count)]))
    assert sorted(map(main_topic, facets)) == sorted(topics)
    assert purity(facets) >= 0.95
    assert sum(len(facet.papers) for facet in facets) >= 0.8 * count * len(topics)
    for facet in facets:
        own = set(" ".join(PHRASES[main_topic(facet)]).split())
        assert set(facet.name.replace(" · ", " ").split()) <= own, facet.name


def test_a_label_is_made_of_pairs_where_there_are_pairs() -> None:
    (facet,) = find_facets(liking(of("herring", 30)))
    assert "herring shoals" in facet.name
    assert len(facet.name) <= 40


@pytest.mark.parametrize(("minority", "majority"), [(5, 45), (10, 90), (30, 270)])
def test_a_tenth_of_the_likes_is_a_facet_from_five_likes_on(minority: int, majority: int) -> None:
    most = [place for topic in ("herring", "orchard", "glyphs") for place in of(topic, majority // 3)]
    found = {main_topic(facet): facet for facet in find_facets(liking(most + of("violins", minority)))}
    assert len(found["violins"].papers) >= 0.8 * minority


def test_two_likes_are_no_facet_and_dislikes_are_in_none() -> None:
    assert find_facets(liking(of("herring", 2))) == ()
    places = of("herring", 10) + of("orchard", 10)
    model = RelevanceModel(space()).fit(matrix()[places], [5] * 10 + [1] * 10)
    (facet,) = find_facets(model)
    assert set(map(topic_of, facet.papers)) == {"herring"}


def test_without_likes_there_is_no_facet() -> None:
    assert find_facets(liking([])) == ()
    assert find_facets(RelevanceModel(space()).fit(matrix()[of("herring", 5)], [1] * 5)) == ()


def test_the_order_of_ratings_makes_no_difference() -> None:
    places = of("herring", 12) + of("glaciers", 9) + of("渔业", 7)
    shuffled = np.random.default_rng(3).permutation(places).tolist()
    assert find_facets(liking(places)) == find_facets(liking(shuffled))


def test_one_more_rating_rarely_renames_a_facet() -> None:
    rng = np.random.default_rng(5)
    kept = named = 0
    for _ in range(20):
        topics = rng.choice(list(PHRASES), 3, replace=False)
        places = rng.permutation([place for topic in topics for place in of(topic, int(rng.integers(8, 40)))]).tolist()
        before = {facet.name for facet in find_facets(liking(places[:-1]))}
        kept += len(before & {facet.name for facet in find_facets(liking(places))})
        named += len(before)
    assert named >= 50
    assert kept / named >= 0.9


def test_a_facet_of_the_readers_own_keeps_name_and_setting_and_grows() -> None:
    places = of("herring", 10) + of("orchard", 10)
    first = {main_topic(facet): facet for facet in find_facets(liking(places))}
    told = replace(first["herring"], name="at sea", share=0.3, muted=True)
    grown = find_facets(liking(places + of("herring", 90, start=10)), (told,))
    (own,) = (facet for facet in grown if facet.name == "at sea")
    assert (own.share, own.muted) == (0.3, True)
    assert set(told.papers) < set(own.papers)
    assert len(own.papers) >= 90
    assert [main_topic(facet) for facet in grown] == ["herring", "orchard"]


def test_a_facet_of_the_readers_own_claims_its_papers_first() -> None:
    places = of("herring", 10) + of("orchard", 10)
    mixed = Facet("mine", tuple(corpus()[place].id for place in (*places[:2], *places[10:12])))
    found = find_facets(liking(places), (mixed,))
    (own,) = (facet for facet in found if facet.name == "mine")
    assert set(mixed.papers) <= set(own.papers)
    assert len({paper for facet in found for paper in facet.papers}) == sum(len(facet.papers) for facet in found)


def test_a_facet_of_which_no_paper_is_liked_any_more_is_not_shown() -> None:
    told = Facet("gone", ("unknown", corpus()[of("orchard", 1)[0]].id))
    assert "gone" not in {facet.name for facet in find_facets(liking(of("herring", 10)), (told,))}


def test_two_found_facets_never_have_one_name() -> None:
    told = Facet("herring shoals", (corpus()[of("orchard", 1)[0]].id,))
    facets = find_facets(liking(of("herring", 12) + of("orchard", 6)), (told,))
    assert len({facet.name for facet in facets}) == len(facets)


def test_new_papers_serve_the_facet_of_their_topic_and_others_none() -> None:
    topics = ("herring", "violins")
    model = liking([place for topic in topics for place in of(topic, 12)])
    facets = find_facets(model)
    places = {topic: of(topic, 40, start=60) for topic in (*topics, "glyphs")}
    served = {t: facets_served(facets, facet_scores(model, facets, matrix()[p])) for t, p in places.items()}
    for facet in facets:
        assert served[main_topic(facet)].count(facet.name) >= 36
    assert served["glyphs"].count(None) == 40


def test_scores_are_measured_against_the_background() -> None:
    model = liking(of("herring", 12))
    facets = find_facets(model)
    ordinary = facet_scores(model, facets, space().background_)
    assert np.median(ordinary) == pytest.approx(0.0, abs=1e-9)
    assert (2 * np.minimum(ordinary, 0.0) ** 2).mean() == pytest.approx(1.0)


def test_a_paper_scores_the_same_alone_and_among_others() -> None:
    model = liking(of("herring", 8) + of("orchard", 8))
    facets = find_facets(model)
    all_at_once = facet_scores(model, facets, matrix())
    np.testing.assert_allclose(facet_scores(model, facets, matrix()[17]), all_at_once[[17]])


def test_facets_that_the_model_knows_nothing_of_are_served_by_none() -> None:
    model = liking(of("herring", 8))
    scores = facet_scores(model, (Facet("x", ("unknown",)),), matrix()[:3])
    assert scores.tolist() == [[0.0]] * 3
    assert facets_served((Facet("x", ()),), scores) == (None,) * 3
    assert facet_scores(model, (), matrix()[:3]).shape == (3, 0)
    assert facets_served((), np.zeros((3, 0))) == (None,) * 3
    assert FLOOR > 0


def test_sentence_vectors_bring_together_what_words_do_not() -> None:
    """Six papers of which no two share a word, three near one corner of the vectors and three near another."""
    background = list(corpus()[:200])
    apart = [Paper(f"{side}{n}", f"{side} {word}") for side, words in SIDES.items() for n, word in enumerate(words)]
    fitted = PaperSpace(_cornered).fit(background + apart)
    model = RelevanceModel(fitted).fit(fitted.transform(apart), [5] * 6)
    assert sorted(sorted(paper[0] for paper in facet.papers) for facet in find_facets(model)) == [["l"] * 3, ["r"] * 3]


SIDES = {"left": ("anvil", "barrow", "cobble"), "right": ("daffodil", "ember", "feather")}


def _cornered(texts: list[str]) -> np.ndarray:
    vectors = embedders.letters(texts) * 0.01
    for i, text in enumerate(texts):
        vectors[i, 0] += 30.0 * text.startswith("left")
        vectors[i, 1] += 30.0 * text.startswith("right")
    return vectors


def test_odd_papers_and_odd_spaces_give_a_sane_answer() -> None:
    everything = [*papers(), *ODD_PAPERS]
    for fitted in (PaperSpace().fit(everything), PaperSpace(embedders.letters).fit(everything), PaperSpace().fit([])):
        rows = fitted.transform(everything)
        model = RelevanceModel(fitted).fit(rows, [5] * len(everything))
        facets = find_facets(model)
        assert all(facet.name and len(facet.papers) >= 3 for facet in facets)
        assert np.isfinite(facet_scores(model, facets, rows)).all()


def test_a_hundred_copies_of_a_paper_are_one_facet() -> None:
    copies = [replace(corpus()[0], id=f"copy{n:03}") for n in range(100)]
    rows = space().transform(copies)
    (facet,) = find_facets(RelevanceModel(space()).fit(rows, [5] * 100))
    assert len(facet.papers) == 100


def test_a_paper_rated_twice_is_one_like() -> None:
    places = of("herring", 4) * 3
    (facet,) = find_facets(liking(places))
    assert len(facet.papers) == 4


def test_of_very_many_likes_the_newest_count() -> None:
    many = [replace(corpus()[n % 120], id=f"old{n:04}") for n in range(900)]
    rows = space().transform([*many, *(corpus()[place] for place in of("violins", 100))])
    facets = find_facets(RelevanceModel(space()).fit(rows, [5] * 1000))
    assert sum(len(facet.papers) for facet in facets) <= 500
    assert {main_topic(facet) for facet in facets} >= {"violins"}
