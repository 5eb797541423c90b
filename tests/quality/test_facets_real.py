"""Facets of readers put together from real announcements: some titles of each of two or three topics, all liked."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from ranking.domain import Paper
from ranking.facets import find_facets
from ranking.model import RelevanceModel
from ranking.space import PaperSpace

TOPICS = {
    "splatting": r"gaussian splat",
    "deepfake": r"deepfake|forgery",
    "driving": r"autonomous driving",
    "video": r"video generation",
    "pose": r"pose estimation",
    "remote": r"remote sensing|satellite",
}
READERS = 20


@pytest.mark.shared
def test_topics_of_real_papers_are_kept_apart_and_named(shared_data: Path) -> None:
    with gzip.open(shared_data / "bench/lists/papers.jsonl.gz", "rt", encoding="utf8") as file:
        found = [json.loads(row) for row in file]
    papers = [Paper(p["id"], p["title"], p["abstract"]) for p in found]
    space = PaperSpace().fit(papers)
    places = {
        name: [i for i, p in enumerate(papers) if re.search(rule, p.title, re.I)] for name, rule in TOPICS.items()
    }
    agreement, right, named = [], [], []
    for seed in range(READERS):
        rng = np.random.default_rng(seed)
        topics = rng.choice(list(TOPICS), rng.integers(2, 4), replace=False)
        truth = {papers[i].id: t for t in topics for i in rng.choice(places[t], rng.integers(12, 60), replace=False)}
        liked = [paper for paper in papers if paper.id in truth]
        facets = find_facets(RelevanceModel(space).fit(space.transform(liked), [5] * len(liked)))
        pairs = [(truth[paper], number) for number, facet in enumerate(facets) for paper in facet.papers]
        agreement.append(adjusted_rand_score(*zip(*pairs, strict=True)))
        for number, facet in enumerate(facets):
            inside = [topic for topic, place in pairs if place == number]
            right.append(max(map(inside.count, topics)) / len(inside))
            main = max(topics, key=inside.count)
            named.append(any(word in facet.name for word in (main, *re.findall(r"\w{5,}", TOPICS[main]))))
        assert len(pairs) >= 0.7 * len(truth)
    assert np.mean(agreement) > 0.8
    assert np.mean(right) > 0.9
    assert np.mean(named) > 0.8
