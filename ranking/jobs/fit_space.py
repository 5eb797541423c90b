"""Learning the space of a corpus."""

from __future__ import annotations

from dataclasses import dataclass

from ranking.domain import Paper, Vectors


@dataclass(frozen=True, slots=True)
class FitSpace:
    """Learn the space of a corpus, with the sentence vectors that are known of it."""

    papers: tuple[Paper, ...]
    vectors: Vectors | None = None

    def run(self) -> bytes:
        """The bytes of the space."""
        from ranking.embedding import known_vectors  # noqa: PLC0415  # scikit-learn only in the worker
        from ranking.space import PaperSpace  # noqa: PLC0415  # the same

        embed = known_vectors(self.vectors) if self.vectors is not None else None
        return PaperSpace(embed).fit(self.papers).to_bytes()
