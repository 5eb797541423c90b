"""Categories such as arXiv's subjects."""

from __future__ import annotations

from typing import ClassVar

from ranking.domain import Paper, ReasonKind
from ranking.features.listed import Listed


class Categories(Listed):
    kind: ClassVar[ReasonKind] = "category"
    weight: ClassVar[float] = 0.2
    at_most = 1000

    def listed(self, paper: Paper) -> tuple[str, ...]:
        return paper.categories
