"""How simulated readers use the stars: what they rate at all, and where they draw the lines."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habit:
    """`lines` are the shares of all papers that lie below two, three, four and five stars in this reader's eyes.

    Papers below `picks` are never rated; of the others the reader rates the better ones more readily, by `choosy`.
    """

    name: str
    lines: tuple[float, float, float, float]
    picks: float = 0.0
    choosy: float = 0.5


FULL_SCALE = Habit("whole scale", (0.2, 0.45, 0.7, 0.88))
HARSH = Habit("harsh", (0.5, 0.75, 0.9, 0.97))
KIND = Habit("only 4 and 5", (0.0, 0.0, 0.0, 0.85), picks=0.5)
NOTE_TAKER = Habit("nearly all 2", (0.855, 0.985, 0.995, 0.999), picks=0.85)
PICKER = Habit("likes only", (0.0, 0.0, 0.0, 0.0), picks=0.85)

HABITS = (FULL_SCALE, HARSH, KIND, NOTE_TAKER, PICKER)
GRADING = (FULL_SCALE, HARSH)
"""Who use the scale, so that a probability of four stars can be held against what they gave."""
