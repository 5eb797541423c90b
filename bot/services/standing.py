"""How a reader's model stands, for /model, /status and `bandu train`: the verdict and the alarm in words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.store.models import ModelState, StoredModel
from bot.texts import Texts
from ranking.evaluation.verdict import Verdict

REFUSALS = 3
"""So many refusals in a row are an alarm too: the newest ratings do not go with the earlier ones."""


def drifting(history: Sequence[StoredModel]) -> bool:
    """Whether the newest model, newest first, fits the newest ratings badly, or all of the last were refused."""
    if not history:
        return False
    refused = len(history) >= REFUSALS and all(m.state is ModelState.REFUSED for m in history[:REFUSALS])
    drift = history[0].drift
    return refused or (drift is not None and drift.clear)


def verdict_words(model: StoredModel, t: Texts) -> str:
    """How a model did against the one before it, on the newest ratings."""
    trial = model.trial
    if trial is None:
        return t("not compared: there was nothing to compare it with")
    if trial.verdict is Verdict.TOO_FEW:
        return t("not compared: too few ratings yet")
    if trial.verdict is Verdict.WORSE:
        return t.n("refused: worse on your newest rating", "refused: worse on your {n} newest ratings", trial.n)
    if trial.verdict is Verdict.BETTER:
        return t.n("better on your newest rating", "better on your {n} newest ratings", trial.n)
    return t.n("as good on your newest rating", "as good on your {n} newest ratings", trial.n)


def drift_words(history: Sequence[StoredModel], t: Texts) -> str | None:
    """One sentence where the reader drifts."""
    if not drifting(history):
        return None
    return t(
        "Your newest stars fit what I have learnt clearly worse than your earlier ones: your taste may have moved, "
        "or some taps went wrong."
    )
