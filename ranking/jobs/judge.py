"""What a reader's stars say of a comparison of two rankers, and of what their digests miss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ranking.selection.missed import Missed


@dataclass(frozen=True, slots=True)
class Outcome:
    """Digests in which the first, or the second, ranker brought more likes; `rate` counts a tie as half a win.

    `p` is the exact sign test's: how often a coin would be so uneven, or more. `rate` is None without any digest.
    """

    wins: int
    losses: int
    ties: int
    rate: float | None
    p: float


@dataclass(frozen=True, slots=True)
class JudgeComparison:
    """`digests` hold (team, stars) of rated papers; `habit` are all the reader's stars: by them a like is told."""

    digests: tuple[tuple[tuple[str, int], ...], ...]
    habit: tuple[int, ...]
    teams: tuple[str, str]

    def run(self) -> Outcome:
        import numpy as np  # noqa: PLC0415  # only in the worker

        from ranking.evaluation.baselines import liked_from  # noqa: PLC0415  # numpy only in the worker
        from ranking.measures import sign_test, win_rate  # noqa: PLC0415  # the same

        like = liked_from(np.array(self.habit, dtype=np.float64))
        leads = [self._lead(digest, like) for digest in self.digests]
        wins, losses = sum(lead > 0 for lead in leads), sum(lead < 0 for lead in leads)
        ties = len(leads) - wins - losses
        return Outcome(wins, losses, ties, win_rate(wins, losses, ties), sign_test(wins, losses))

    def _lead(self, digest: tuple[tuple[str, int], ...], like: float) -> int:
        """Likes of the first team less those of the second."""
        liked = [team for team, stars in digest if stars >= like]
        return liked.count(self.teams[0]) - liked.count(self.teams[1])


@dataclass(frozen=True, slots=True)
class JudgeAudit:
    """`audited` are (probability of being drawn, stars or None), `shown` the stars of what else they showed."""

    audited: tuple[tuple[float, int | None], ...]
    shown: tuple[int, ...]
    habit: tuple[int, ...]

    def run(self) -> Missed:
        import numpy as np  # noqa: PLC0415  # only in the worker

        from ranking.evaluation.baselines import liked_from  # noqa: PLC0415  # numpy only in the worker
        from ranking.selection.audit import missed_likes  # noqa: PLC0415  # the same
        from ranking.selection.missed import Audited  # noqa: PLC0415  # the same

        like = liked_from(np.array(self.habit, dtype=np.float64))
        audited = [Audited(chance, None if stars is None else stars >= like) for chance, stars in self.audited]
        return missed_likes(audited, sum(stars >= like for stars in self.shown))
