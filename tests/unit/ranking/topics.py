"""Invented papers on a few topics, each with phrases of its own among words that all papers share. Seeded."""

from __future__ import annotations

from functools import cache

import numpy as np

from ranking.domain import Paper
from ranking.space import PaperMatrix, PaperSpace

PHRASES = {
    "herring": ("herring shoals", "sonar echograms", "trawler decks"),
    "orchard": ("orchard pruning", "apple canopies", "harvest robots"),
    "glyphs": ("ancient glyphs", "ink strokes", "scribe hands"),
    "lanterns": ("lantern light", "candle depth", "night shadows"),
    "violins": ("violin bowing", "concert gestures", "string vibration"),
    "glaciers": ("glacier retreat", "ice tongues", "moraine maps"),
    "渔业": ("鲱鱼 鱼群", "声呐 图像", "拖网 渔船"),
}
PAPERS_OF_EACH = 120
_OTHERS = 600


@cache
def corpus() -> tuple[Paper, ...]:
    """Papers of all topics, in blocks: `of(topic)` gives their places; after them those on no topic."""
    rng = np.random.default_rng(7)
    on_topics = [_paper(topic, number, rng) for topic in PHRASES for number in range(PAPERS_OF_EACH)]
    return (*on_topics, *(_other(number, rng) for number in range(_OTHERS)))


@cache
def space() -> PaperSpace:
    return PaperSpace().fit(corpus())


@cache
def matrix() -> PaperMatrix:
    return space().transform(corpus())


def of(topic: str, count: int, start: int = 0) -> list[int]:
    """The places of so many papers on a topic."""
    first = list(PHRASES).index(topic) * PAPERS_OF_EACH + start
    return list(range(first, first + count))


def topic_of(paper_id: str) -> str:
    return paper_id.partition("-")[0]


def _paper(topic: str, number: int, rng: np.random.Generator) -> Paper:
    phrases = PHRASES[topic]
    said = [phrases[rng.choice(3, p=[0.6, 0.25, 0.15])] for _ in range(5)]
    said += [" ".join(phrases).split(" ")[rng.integers(6)] for _ in range(4)]
    said += _common(30, rng)
    rng.shuffle(said)
    return Paper(id=f"{topic}-{number:03}", title=f"{phrases[rng.integers(2)]} {said[0]}", abstract=" ".join(said[1:]))


def _other(number: int, rng: np.random.Generator) -> Paper:
    said = _common(45, rng)
    return Paper(id=f"other-{number:03}", title=" ".join(said[:4]), abstract=" ".join(said[4:]))


def _common(count: int, rng: np.random.Generator) -> list[str]:
    """Words of no topic, some much oftener than others."""
    return [f"common{int(rng.pareto(0.7) * 4) % 1500}" for _ in range(count)]
