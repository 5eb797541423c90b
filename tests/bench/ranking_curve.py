"""The learning curve: how well later papers are ordered after so many ratings of simulated readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.apart import apart
from tests.bench.charts import Line, steps
from tests.bench.measure import Outcome, Table
from tests.bench.scale import Scale
from tests.bench.setting import Setting

if TYPE_CHECKING:
    from tests.simulated.curve import Curve

FIGURES = ("AUC", "NDCG@10")


def run(setting: Setting) -> Outcome:
    """With stated interests and without, in a process of its own."""
    curves, note = apart(measure, setting.scale)
    tables, lines = [], {name: [] for name in FIGURES}
    for kind, curve in curves.items():
        for name, figure in zip(FIGURES, (curve.auc, curve.ndcg), strict=True):
            means, gains = curve.means(figure), ["", *map(str, curve.gains(figure))]
            rows = zip(curve.steps, means, gains, strict=True)
            head = ("ratings", f"mean {name}", "gain on the step before")
            tables.append(Table(f"{name}, {kind}", head, tuple((str(s), str(m), g) for s, m, g in rows)))
            line = Line(kind, *([getattr(m, part) for m in means] for part in ("value", "low", "high")))
            lines[name].append(line)
    at = next(iter(curves.values())).steps
    chart = steps("learning-curve", "Learning curve, simulated readers", at, list(lines.items()))
    readers = setting.scale.readers
    notes = (
        f"{note} {readers} readers of five habits in turn; their first ratings in time order.",
        "Judged on the last three tenths of the papers against the true liking, of which the best tenth is wanted.",
        "In brackets 95 % of bootstrap resamples of readers; gains are paired within readers.",
    )
    return Outcome((), {"readers": readers, "steps": len(at)}, notes, tuple(tables), (chart,))


def measure(scale: Scale) -> tuple[dict[str, Curve], str]:
    """The curves by what is known of the readers, and what their world is."""
    from tests.simulated.curve import learning_curve
    from tests.simulated.readers import readers_of
    from tests.simulated.world import world_of

    world = world_of(scale)
    readers = readers_of(world, scale.readers)
    kinds = {"ratings alone": False, "interests and ratings": True}
    return {kind: learning_curve(world, readers, interests=told) for kind, told in kinds.items()}, world.note
