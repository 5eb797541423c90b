"""Finding a reader's facets, to show them and to let the reader set them."""

from __future__ import annotations

from dataclasses import dataclass

from ranking.domain import Facet
from ranking.jobs.opened import open_model, open_space


@dataclass(frozen=True, slots=True)
class FindFacets:
    """The facets of a reader's model; `told` are those the reader has named, muted or given a share."""

    space: bytes
    model: bytes | None
    told: tuple[Facet, ...] = ()

    def run(self) -> tuple[Facet, ...]:
        """The facets, largest first; none without a model. Raises ArtifactRefused for what cannot be used."""
        from ranking.facets import find_facets  # noqa: PLC0415  # scikit-learn only in the worker

        return find_facets(open_model(self.model, open_space(self.space)), self.told)
