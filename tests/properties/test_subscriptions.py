"""Whatever readers subscribe to and leave, a digest draws on what its reader reads and on nothing else."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import SourceSpec
from bot.store import open_store
from tests.fakes.papers import NOON, bring, paper_id

SHARED = ("shared.example/1", "shared.example/2")
OWN = ("own.example/1", "own.example/2")
READERS = range(2)
PAPERS = range(1, 5)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["join", "leave"]), st.sampled_from(READERS), st.sampled_from(SHARED + OWN)),
        st.tuples(st.just("bring"), st.sampled_from(PAPERS), st.sampled_from(SHARED + OWN)),
    ),
    max_size=25,
)


class Rule:
    """What the readers should see, said another way than in the store."""

    def __init__(self) -> None:
        self.reads = [set(SHARED) for _ in READERS]
        self.seen: dict[str, set[int]] = {name: set() for name in SHARED + OWN}

    def step(self, what: str, who: int, name: str) -> bool:
        """Whether this can happen: nothing comes from a source that nobody reads."""
        if what == "bring":
            there = name in SHARED or any(name in reads for reads in self.reads)
            self.seen[name] |= {who} if there else set()
            return there
        if what == "join":
            self.reads[who].add(name)
        else:
            self.reads[who].discard(name)
            if name in OWN and not any(name in reads for reads in self.reads):
                self.seen[name] = set()
        return True

    def visible(self, who: int) -> set[str]:
        return {paper_id(number) for name in self.reads[who] for number in self.seen[name]}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("schema") / "empty.sqlite"
    open_store(f"sqlite:///{file}").close()
    return file


@given(steps=STEPS)
@settings(max_examples=30)
def test_a_reader_is_drawn_what_the_reader_reads(empty: Path, steps: list[tuple[str, int, str]]) -> None:
    rule, file = Rule(), empty.with_name("used.sqlite")
    shutil.copy(empty, file)
    with closing(open_store(f"sqlite:///{file}")) as store:
        readers = [store.readers.ensure(str(who), NOON, admitted=True) for who in READERS]
        for name in SHARED:
            store.sources.add(name, f"https://{name}", "feed")
        for what, who, name in steps:
            if not rule.step(what, who, name):
                continue
            if what == "bring":
                bring(store, [who], source=name)
            elif what == "join":
                store.subscriptions.subscribe(readers[who].id, [SourceSpec("", f"https://{name}", "feed")], NOON, 100)
            elif source := next((s for s in store.sources.all() if s.name == name), None):
                store.subscriptions.leave(readers[who].id, source.id, NOON)
        for who, reader in enumerate(readers):
            drawn = store.papers.unseen(reader.id, NOON - timedelta(days=7), 100, again=False)
            assert {record.paper.id for record in drawn} == rule.visible(who)
            assert {s.name for s in store.subscriptions.read_by(reader.id)} == rule.reads[who]
        assert {s.name for s in store.sources.all()} == {*SHARED, *set().union(*rule.reads)}
