"""A worker whose trials end as the test says, so that a refusal needs no reader who deserves one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ranking.evaluation.verdict import Drift, Trial, Verdict
from ranking.jobs import Train, Trained
from tests.fakes.worker import ThreadWorker

FITS = Drift(clear=False, n=8, newest=1.0, earlier=1.0)
STRAYS = Drift(clear=True, n=8, newest=1.75, earlier=1.0)


class JudgingWorker(ThreadWorker):
    """Learns as it should. `verdicts` and `drifts` are taken one a candidate that has a rival, while there are any."""

    def __init__(self) -> None:
        super().__init__()
        self.verdicts: list[Verdict] = []
        self.drifts: list[Drift] = []

    async def run(self, job: Any) -> Any:
        answer = await super().run(job)
        if not isinstance(job, Train) or job.previous is None:
            return answer
        assert isinstance(answer, Trained)
        if self.verdicts:
            answer = replace(answer, trial=Trial(self.verdicts.pop(0), 8, 1.0, 1.5, 0.75, 0.5))
        return replace(answer, drift=self.drifts.pop(0)) if self.drifts else answer

    @property
    def trained(self) -> list[Train]:
        """The trainings asked for, in order."""
        return [job for job in self.jobs if isinstance(job, Train)]
