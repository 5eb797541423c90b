"""Verdicts and the alarm in words, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain import Language
from bot.services.standing import drift_words, drifting, verdict_words
from bot.store.models import ModelState, StoredModel
from bot.texts import Texts
from ranking.evaluation.verdict import Trial, Verdict
from tests.fakes.judge import FITS, STRAYS
from tests.fakes.papers import NOON

MODEL = StoredModel(None, 1, 1, 20, NOON)
REFUSED = replace(MODEL, state=ModelState.REFUSED)
ENGLISH, CHINESE = Texts(Language.ENGLISH), Texts(Language.CHINESE)


@pytest.mark.parametrize(
    ("trial", "english", "chinese"),
    [
        (None, "not compared: there was nothing to compare it with", "未比较：没有可比较的模型"),
        (Trial(Verdict.TOO_FEW, 5), "not compared: too few ratings yet", "未比较：评分还太少"),
        (Trial(Verdict.WORSE, 8), "refused: worse on your 8 newest ratings", "已拒绝：在你最新的 8 个评分上更差"),
        (Trial(Verdict.BETTER, 8), "better on your 8 newest ratings", "在你最新的 8 个评分上更好"),
        (Trial(Verdict.NOT_WORSE, 8), "as good on your 8 newest ratings", "在你最新的 8 个评分上相当"),
    ],
)
def test_a_verdict_is_said_in_words(trial: Trial | None, english: str, chinese: str) -> None:
    model = replace(MODEL, trial=trial)
    assert verdict_words(model, ENGLISH) == english
    assert verdict_words(model, CHINESE) == chinese


@pytest.mark.parametrize(
    ("history", "drifts"),
    [
        ((), False),
        ((MODEL,), False),
        ((replace(MODEL, drift=FITS), replace(MODEL, drift=STRAYS)), False),
        ((replace(MODEL, drift=STRAYS), replace(MODEL, drift=FITS)), True),
        ((REFUSED, REFUSED, MODEL), False),
        ((REFUSED, REFUSED, REFUSED, MODEL), True),
        ((MODEL, REFUSED, REFUSED, REFUSED), False),
    ],
)
def test_the_newest_model_or_three_refusals_raise_the_alarm(history: tuple[StoredModel, ...], drifts: bool) -> None:
    assert drifting(history) is drifts
    assert (drift_words(history, ENGLISH) is not None) is drifts
    assert (drift_words(history, CHINESE) is not None) is drifts
