"""Code links against the judgement of a person who read the abstracts and comments of 600 real papers.

`code_verdicts.json` holds three draws, identifiers and verdicts only: 200 of all papers ("any"), 200 of those whose
text has an address ("addressed"), and 200 more of those, drawn and read after the reader of links was last changed by
what the others taught ("fresh": 119 claims then, all of them right). A verdict is the list of the authors' own
repositories: empty where the text gives none (a list of others' work, a data set alone and a page are none), null where
it has no address at all.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

from bot.digest.text_links import find_links
from bot.domain import LinkKind

VERDICTS: Mapping[str, Mapping[str, list[str] | None]] = json.loads(
    (Path(__file__).parent / "code_verdicts.json").read_text("utf-8")
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A draw: papers whose text gives a repository of their own, those of them with a claim, all claims, wrong ones."""

    theirs: int
    covered: int
    claims: int
    wrong: tuple[str, ...]

    @property
    def precision(self) -> float:
        return 1 - len(self.wrong) / self.claims

    @property
    def precision_above(self) -> float:
        """The lower end of the 95 % interval of the precision (Wilson, 1927)."""
        z, n, share = 1.96, self.claims, self.precision
        return (share + z * z / (2 * n) - z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))) / (1 + z * z / n)


@cache
def read_papers(folder: Path) -> dict[str, Any]:
    """The papers of the shared data, by arXiv id."""
    with gzip.open(folder / "papers" / "cs.CV_2025-03-18_2025-06-19.jsonl.gz") as lines:
        return {paper["id"]: paper for paper in map(json.loads, lines)}


def judged(papers: Mapping[str, Any], *draws: str) -> Judged:
    """What is claimed of the papers of these draws, counted together."""
    truths = {key: truth or [] for draw in draws for key, truth in VERDICTS[draw].items()}
    claims = {key: claimed(papers[key]) for key in truths}
    own = {key: [repository.casefold() for repository in truth] for key, truth in truths.items()}
    return Judged(
        theirs=sum(bool(truth) for truth in truths.values()),
        covered=sum(bool(truths[key] and found) for key, found in claims.items()),
        claims=sum(map(len, claims.values())),
        wrong=tuple(f"{key} {url}" for key, found in claims.items() for url in found if url not in own[key]),
    )


def claimed(paper: Mapping[str, Any]) -> list[str]:
    """Every repository that is called the paper's code."""
    found = find_links(paper["abstract"], paper["comment"] or "", paper["title"])
    return [link.url.casefold() for link in found if link.kind is LinkKind.CODE]
