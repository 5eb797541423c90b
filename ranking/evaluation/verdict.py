"""What a comparison of two models and a look for drift came to: plain values, which the bot keeps and words.

No scientific library is imported here, so that the bot's process can hold them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    BETTER = "better"
    NOT_WORSE = "not_worse"
    WORSE = "worse"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Trial:
    """A model in use (`old`) and a candidate (`new`) on the reader's newest `n` ratings, held out for both.

    `old` and `new` are mean log losses in nats (lower is better), `old_pairs` and `new_pairs` the shares of pairs with
    different stars that were put in the right order; None where there is no such pair, or nothing was compared.
    """

    verdict: Verdict
    n: int
    old: float | None = None
    new: float | None = None
    old_pairs: float | None = None
    new_pairs: float | None = None


@dataclass(frozen=True, slots=True)
class Drift:
    """Mean log loss on the newest `n` ratings and on the earlier ones; `clear` where chance does not explain it."""

    clear: bool
    n: int
    newest: float
    earlier: float
