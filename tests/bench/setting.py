"""What every benchmark is handed: the sizes, the corpus, a folder of its own, and a database that knows the corpus."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from bot.services.catalogue import catalogue
from bot.store import open_store
from tests.bench.corpus import Corpus, load, rate
from tests.bench.scale import Scale

READER = "42"
"""Has `Scale.ratings` ratings, and taps."""
STUDIOUS = "43"
"""Has ten times as many; this reader's model is learnt while the other one taps."""
SOURCE = "arXiv cs.CV"


@dataclass(frozen=True)
class Setting:
    scale: Scale
    folder: Path

    @cached_property
    def corpus(self) -> Corpus:
        return load(self.scale)

    def database(self, name: str) -> Path:
        """A new SQLite file that knows the corpus, its last day seen an hour ago, and two readers with ratings."""
        file = self.folder / f"{name}.sqlite"
        shutil.copy(self._template, file)
        return file

    @cached_property
    def _template(self) -> Path:
        file = self.folder / "template.sqlite"
        now = datetime.now(UTC)
        records = self.corpus.records()
        store = open_store(f"sqlite:///{file}")
        try:
            old, today = self.corpus.entries[: -self.scale.day], self.corpus.entries[-self.scale.day :]
            catalogue(store, SOURCE, old, now - timedelta(days=30), news=True)
            catalogue(store, SOURCE, today, now - timedelta(hours=1), news=True)
            for key, count in ((READER, self.scale.ratings), (STUDIOUS, 10 * self.scale.ratings)):
                reader = store.readers.ensure(key, now, admitted=True)
                store.ratings.record(reader.id, rate(records, min(count, len(records) // 2)), "bench")
        finally:
            store.close()
        return file
