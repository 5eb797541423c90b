"""How true the stars are: probabilities and intervals against held-out ratings of simulated readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.apart import apart
from tests.bench.charts import diagonal
from tests.bench.measure import Outcome, Table
from tests.bench.scale import Scale
from tests.bench.setting import Setting

if TYPE_CHECKING:
    from tests.simulated.honesty import Honesty

_HEAD = (
    "ratings",
    "ECE",
    "Brier",
    "base rate's",
    "truth's",
    "under the base rate's by",
    "80 % interval covers",
    "rounded",
)


def run(setting: Setting) -> Outcome:
    """Readers who use the scale, after so many ratings, in a process of its own."""
    found, note = apart(measure, setting.scale)
    rows = tuple(_row(size, one) for size, one in found.items())
    bins = {size: one.bins for size, one in found.items() if size in (10, 100)}
    last = max(found)
    shown = tuple((f"{said:.3f}", f"{came:.3f}", str(n)) for said, came, n in found[last].bins)
    tables = (
        Table("Probability of four stars or more, on held-out ratings", _HEAD, rows),
        Table(f"Reliability after {last} ratings", ("said", "happened", "ratings"), shown),
    )
    lines = [(f"{s} ratings", [b[0] for b in several], [b[1] for b in several]) for s, several in bins.items()]
    chart = diagonal("reliability", "P(4 stars or more), simulated readers", lines)
    notes = (
        f"{note} {setting.scale.readers} readers, whole scale or harsh, 60 later ratings each.",
        "Base rate: the share of likes among the ratings learnt from. Truth: the simulator's own probabilities, which "
        "no model can beat. Aims with 100 ratings: ECE at most 0.05, at least 7 % under the base rate's; at any size "
        "never above it; 75 to 90 % covered. Covered: ends included as they are, and where a star stands for the half "
        "stars about it.",
    )
    return Outcome((), {"readers": setting.scale.readers, "sizes": len(found)}, notes, tables, (chart,))


def measure(scale: Scale) -> tuple[dict[int, Honesty], str]:
    """What was found by the number of ratings, and what the readers' world is."""
    from tests.simulated.habits import GRADING
    from tests.simulated.honesty import SIZES, honesty
    from tests.simulated.readers import readers_of
    from tests.simulated.world import world_of

    world = world_of(scale)
    readers = readers_of(world, scale.readers, GRADING, seed=5000)
    return {size: honesty(world, readers, size) for size in SIZES}, world.note


def _row(size: int, found: Honesty) -> tuple[str, ...]:
    figures = (found.error, found.brier, found.base_brier, found.least_brier)
    covered = (found.coverage, found.coverage_of_halves)
    return (str(size), *(f"{x:.4f}" for x in figures), str(found.saved), *(f"{x:.3f}" for x in covered))
