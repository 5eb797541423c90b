"""Opening what a job was handed as bytes. The last spaces are kept, so a burst of jobs pays for each once."""

from __future__ import annotations

from collections import OrderedDict
from hashlib import sha256
from typing import TYPE_CHECKING

from ranking.domain import Vectors

if TYPE_CHECKING:
    from ranking.model import RelevanceModel
    from ranking.space import PaperSpace

_SPACES_KEPT = 2
_spaces: OrderedDict[str, PaperSpace] = OrderedDict()


def open_space(data: bytes, vectors: Vectors | None = None) -> PaperSpace:
    """The space, looking sentence vectors up in `vectors`; raises ArtifactRefused where it cannot be read."""
    from ranking.embedding import known_vectors  # noqa: PLC0415  # scikit-learn only in the worker
    from ranking.space import PaperSpace  # noqa: PLC0415  # the same

    key = sha256(data).hexdigest()
    if key not in _spaces:
        _spaces[key] = PaperSpace.from_bytes(data)
        if len(_spaces) > _SPACES_KEPT:
            _spaces.popitem(last=False)
    _spaces.move_to_end(key)
    space = _spaces[key]
    # A space that was fitted with another embedder's vectors, or with none, reads none.
    usable = vectors is not None and vectors.width == space.width_
    space.embed = known_vectors(vectors) if vectors is not None and usable else None
    return space


def open_model(data: bytes | None, space: PaperSpace) -> RelevanceModel:
    """The reader's model, or one that has seen no ratings."""
    from ranking.model import RelevanceModel  # noqa: PLC0415  # scikit-learn only in the worker

    if data is not None:
        return RelevanceModel.from_bytes(data, space)
    return RelevanceModel(space).fit(space.transform([]), [])
