"""The simulated figures of the ranking as it is now, as text.

python -m tests.simulated [--papers 4000] [--readers 40] [--invented]
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np

from tests.simulated.curve import learning_curve
from tests.simulated.habits import GRADING, HABITS
from tests.simulated.honesty import SIZES, honesty
from tests.simulated.readers import readers_of
from tests.simulated.world import World, invented_world, real_world


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.simulated", description=__doc__)
    parser.add_argument("--papers", type=int, default=4000)
    parser.add_argument("--readers", type=int, default=40)
    parser.add_argument("--invented", action="store_true", help="only the invented papers")
    options = parser.parse_args()
    worlds = [invented_world(min(options.papers, 1500))]
    if not options.invented and (real := real_world(options.papers)) is not None:
        worlds.append(real)
    for world in worlds:
        start = time.monotonic()
        _say(f"== {world.note}")
        _curves(world, options.readers)
        _honesty(world, options.readers)
        _say(f"({time.monotonic() - start:.0f} s)\n")


def _curves(world: World, count: int) -> None:
    readers = readers_of(world, count)
    for interests in (False, True):
        curve = learning_curve(world, readers, interests=interests)
        _say(f"learning curve, {count} readers of all habits, {'with' if interests else 'without'} stated interests")
        for name, figure in (("auc", curve.auc), ("ndcg10", curve.ndcg)):
            gains = ["", *(f"  step {gain}" for gain in curve.gains(figure))]
            for step, mean, gain in zip(curve.steps, curve.means(figure), gains, strict=True):
                _say(f"  {name:6} {step:4d} ratings  {mean}{gain}")
    for habit in HABITS:
        mine = [r.habit == habit for r in readers]
        figures = " ".join(f"{curve.auc[mine, n].mean():.3f}" for n in range(len(curve.steps)))
        _say(f"  auc of readers {habit.name!r}, with interests: {figures}")


def _honesty(world: World, count: int) -> None:
    readers = readers_of(world, count, GRADING, seed=5000)
    _say(f"P(4 stars or more) on held-out ratings of {count} readers who use the scale")
    for size in SIZES:
        found = honesty(world, readers, size)
        _say(
            f"  {size:4d} ratings  ECE {found.error:.3f}  Brier {found.brier:.4f}, base rate {found.base_brier:.4f} "
            f"(own held-out rate {found.own_brier:.4f}, truth {found.least_brier:.4f}), saved {found.saved}  "
            f"80 % interval covers {found.coverage:.3f} (stars as half stars about: {found.coverage_of_halves:.3f})"
        )
    _say("  said/happened (n): " + "  ".join(f"{said:.2f}/{came:.2f} ({n})" for said, came, n in found.bins))
    shares = np.mean([r.rated.stars >= 4 for r in readers])
    _say(f"  share of 4 and 5 among their ratings: {shares:.3f}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
