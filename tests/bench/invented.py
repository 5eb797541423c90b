"""A corpus without a source: invented announcements from a seed, in the sizes of a real category of arXiv.

Word frequencies fall with their rank as in a language (Zipf), and each paper has a subject whose words come up more
often, so that there is something to learn.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

from bot.domain import Announce, ArxivId, Entry

FIRST_DAY = datetime(2031, 3, 3, 4, 0, tzinfo=UTC)
A_DAY = 142
"""Papers announced on one day."""
_SUBJECTS = (
    "diffusion sampling noise schedule image generation",
    "segmentation mask boundary pixel annotation",
    "depth stereo camera geometry 3D reconstruction",
    "tracking motion trajectory object video",
    "medical scan lesion tissue diagnosis",
    "language caption question reasoning grounding",
    "compression bitrate codec quantization latency",
    "satellite terrain weather forest coastline",
)
_CATEGORIES = ("cs.LG", "cs.AI", "cs.RO", "eess.IV", "cs.GR", "cs.CL")
_SYLLABLES = ("ba", "ke", "lo", "mi", "nu", "ra", "so", "ti", "ve", "xu", "dan", "fel", "gor", "quin", "rol", "sten")
_VOCABULARY = 12_000


def invent(count: int, seed: int = 20_310_303) -> tuple[Entry, ...]:
    """That many announcements, oldest first, always the same for the same seed."""
    random = Random(seed)
    words = [_word(random) for _ in range(_VOCABULARY)]
    weights = list(accumulate(1 / (rank + 10) for rank in range(_VOCABULARY)))
    people = [f"{_word(random).title()} {_word(random).title()}" for _ in range(4 * count)]
    return tuple(_entry(n, random, words, weights, people) for n in range(count))


def _entry(number: int, random: Random, words: list[str], weights: list[float], people: list[str]) -> Entry:
    subject = random.choice(_SUBJECTS).split()
    arxiv = ArxivId(f"31{number // 20_000 + 1:02d}.{number % 20_000:05d}", 1)
    sentences = (_sentence(random, words, weights, subject) for _ in range(random.randint(6, 10)))
    return Entry(
        title=_sentence(random, words, weights, subject)[:90].rstrip(" ."),
        url=arxiv.url,
        abstract=" ".join(sentences),
        authors=tuple(random.sample(people, random.randint(1, 9))),
        categories=("cs.CV", *random.sample(_CATEGORIES, random.randint(0, 2))),
        published=FIRST_DAY + timedelta(days=number // A_DAY),
        arxiv=arxiv,
        announce=Announce.NEW,
        key=f"oai:arXiv.org:{arxiv.text}v{arxiv.version}",
    )


def _sentence(random: Random, words: list[str], weights: list[float], subject: list[str]) -> str:
    plain = random.choices(words, cum_weights=weights, k=random.randint(14, 26))
    said = [random.choice(subject) if random.random() < 0.15 else word for word in plain]
    return " ".join(said).capitalize() + "."


def _word(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=random.randint(2, 4)))
