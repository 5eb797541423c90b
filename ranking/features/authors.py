"""Authors, by their names as printed. Only names on two or more papers can say anything about another paper."""

from __future__ import annotations

from typing import ClassVar

from ranking.domain import Paper, ReasonKind
from ranking.features.listed import Listed


class Authors(Listed):
    kind: ClassVar[ReasonKind] = "author"
    weight: ClassVar[float] = 0.3
    least = 2
    at_most = 30_000

    def listed(self, paper: Paper) -> tuple[str, ...]:
        return paper.authors
