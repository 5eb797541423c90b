"""The work that a worker process does for the bot: frozen questions, frozen answers, one `run`, one file each.

The bot sends bytes and values, never estimators. Its own process imports these questions only to send them, and must
not pay for scikit-learn: what learns is imported when a job runs.
"""

from __future__ import annotations

from ranking.jobs.backtest import Backtest
from ranking.jobs.embed import EmbedTexts
from ranking.jobs.find_facets import FindFacets
from ranking.jobs.fit_space import FitSpace
from ranking.jobs.judge import JudgeAudit, JudgeComparison
from ranking.jobs.rank import Rank
from ranking.jobs.select import Select
from ranking.jobs.train import Train, Trained

__all__ = [
    "Backtest",
    "EmbedTexts",
    "FindFacets",
    "FitSpace",
    "JudgeAudit",
    "JudgeComparison",
    "Rank",
    "Select",
    "Train",
    "Trained",
]
