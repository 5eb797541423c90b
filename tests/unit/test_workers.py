"""Workers: what a job answers, what it can break, and that no process stays behind."""

from __future__ import annotations

import asyncio
import itertools
import os
import select
import signal
import sys
import textwrap
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest

from bot.errors import WorkFailed
from bot.workers import InlineWorker, ProcessWorker
from ranking.errors import BadRatings
from tests.fakes import jobs

HOUR = 3600.0


@asynccontextmanager
async def opened(limit: float = 60.0, idle: float = HOUR) -> AsyncIterator[ProcessWorker]:
    worker = ProcessWorker(limit=limit, idle=idle)
    try:
        yield worker
    finally:
        await worker.close()


@pytest.fixture(params=["inline", "process"])
async def worker(request: pytest.FixtureRequest) -> AsyncIterator[InlineWorker | ProcessWorker]:
    if request.param == "inline":
        yield InlineWorker()
        return
    async with opened() as process:
        yield process


@pytest.fixture
def fifo(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "fifo")
    return tmp_path / "fifo"


async def gone(pid: int) -> bool:
    """Waits until the process has ended, reaped or not."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool((await asyncio.to_thread(select.select, [handle], [], [], 20))[0])
    finally:
        os.close(handle)


async def test_a_job_is_answered(worker: InlineWorker | ProcessWorker) -> None:
    assert await worker.run(jobs.Add(2, 3)) == 5


async def test_an_error_of_ranking_passes_through(worker: InlineWorker | ProcessWorker) -> None:
    with pytest.raises(BadRatings, match=r"^Seven stars are too many\.$"):
        await worker.run(jobs.RaiseBadRatings())


async def test_any_other_error_is_named_for_people_and_told_whole_to_the_log(
    worker: InlineWorker | ProcessWorker, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(WorkFailed, match=r"^The job failed \(KeyError\)\.$"):
        await worker.run(jobs.RaiseKeyError())
    [message] = caplog.messages
    assert message.startswith("job_broke job=RaiseKeyError error=KeyError\nTraceback")
    assert "inner matters" in message
    assert await worker.run(jobs.Add(2, 2)) == 4


async def test_more_than_a_pipe_holds_goes_both_ways() -> None:
    async with opened() as worker:
        data = bytes(range(256)) * 40_000
        assert await worker.run(jobs.Large(data)) == data[::-1]


async def test_one_process_serves_many_jobs_and_is_not_this_one() -> None:
    async with opened() as worker:
        pids = {await worker.run(jobs.Pid()) for _ in range(3)}
    assert len(pids) == 1
    assert pids != {os.getpid()}


async def test_jobs_asked_for_at_once_run_one_after_another() -> None:
    async with opened() as worker:
        spans = sorted(await asyncio.gather(*(worker.run(jobs.Span(0.05)) for _ in range(4))))
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


async def test_the_loop_goes_on_while_a_job_waits(fifo: Path) -> None:
    async with opened() as worker:
        answer = asyncio.create_task(worker.run(jobs.ReadFile(fifo)))
        await asyncio.to_thread(fifo.write_text, "written by the loop")
        assert await answer == "written by the loop"


async def test_a_worker_that_dies_is_reported_and_replaced() -> None:
    async with opened() as worker:
        with pytest.raises(WorkFailed, match=r"^The worker process died \(SIGKILL\)\.$"):
            await worker.run(jobs.Die())
        assert await worker.run(jobs.Add(1, 1)) == 2


async def test_a_worker_that_died_between_jobs_is_replaced_unnoticed() -> None:
    async with opened() as worker:
        pid = await worker.run(jobs.Pid())
        os.kill(pid, signal.SIGKILL)
        assert await gone(pid)
        assert await worker.run(jobs.Pid()) != pid


async def test_a_job_over_its_time_is_killed_and_the_next_gets_a_fresh_process(fifo: Path) -> None:
    async with opened(limit=4.0) as worker:
        answer = asyncio.create_task(worker.run(jobs.Hang(fifo)))
        pid = int(await asyncio.to_thread(fifo.read_text))
        with pytest.raises(WorkFailed, match=r"^The job took longer than 4 seconds\.$"):
            await answer
        assert await gone(pid)
        assert await worker.run(jobs.Add(1, 1)) == 2


async def test_a_caller_who_goes_away_takes_the_job_along(fifo: Path) -> None:
    async with opened() as worker:
        answer = asyncio.create_task(worker.run(jobs.Hang(fifo)))
        pid = int(await asyncio.to_thread(fifo.read_text))
        answer.cancel()
        with pytest.raises(asyncio.CancelledError):
            await answer
        assert await gone(pid)
        assert await worker.run(jobs.Add(1, 1)) == 2


async def test_an_idle_process_is_ended_and_gives_its_memory_back() -> None:
    async with opened(idle=0.01) as worker:
        pid = await worker.run(jobs.Pid())
        assert await gone(pid)
        assert await worker.run(jobs.Pid()) != pid


async def test_closing_ends_the_process_in_the_middle_of_a_job_and_takes_no_more(fifo: Path) -> None:
    worker = ProcessWorker()
    answer = asyncio.create_task(worker.run(jobs.Hang(fifo)))
    pid = int(await asyncio.to_thread(fifo.read_text))
    waiting = asyncio.create_task(worker.run(jobs.Add(1, 1)))
    await worker.close()
    assert await gone(pid)
    for task in (answer, waiting):
        with pytest.raises(WorkFailed):
            await task
    with pytest.raises(WorkFailed, match="closed"):
        await worker.run(jobs.Add(1, 1))


async def test_a_worker_that_was_never_used_starts_no_process() -> None:
    before = psutil.Process().children()
    async with opened():
        assert psutil.Process().children() == before


async def test_ctrl_c_is_left_to_the_parent(fifo: Path) -> None:
    async with opened() as worker:
        pid = await worker.run(jobs.Pid())
        answer = asyncio.create_task(worker.run(jobs.ReadFile(fifo)))
        os.kill(pid, signal.SIGINT)
        await asyncio.to_thread(fifo.write_text, "unharmed")
        assert await answer == "unharmed"


async def test_the_process_sees_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANDU_TELEGRAM_TOKEN", "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw")
    async with opened() as worker:
        names = await worker.run(jobs.Variables())
    assert "PATH" in names
    assert not [name for name in names if name.startswith("BANDU_")]
    assert "OPENBLAS_NUM_THREADS" in names  # one thread, or busy cores make small matrices slow


@pytest.mark.parametrize("job", [jobs.AnswerWithFunction(), jobs.HoldFunction(lambda: 1), jobs.RaiseStubborn()])
async def test_what_can_not_be_passed_between_processes_fails_alone(
    job: jobs.AnswerWithFunction | jobs.HoldFunction | jobs.RaiseStubborn,
) -> None:
    async with opened() as worker:
        with pytest.raises(WorkFailed):
            await worker.run(job)
        pid = await worker.run(jobs.Pid())
        assert await worker.run(jobs.Add(1, 1)) == 2
        assert await worker.run(jobs.Pid()) == pid


PARENT = """
import asyncio, pathlib, sys
from bot.workers import ProcessWorker
from tests.fakes.jobs import Hang

if __name__ == "__main__":
    asyncio.run(ProcessWorker().run(Hang(pathlib.Path(sys.argv[1]))))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="waits for processes that are not its own by pidfd")
async def test_no_process_outlives_a_parent_that_is_killed(fifo: Path, tmp_path: Path) -> None:
    program = tmp_path / "parent.py"
    program.write_text(textwrap.dedent(PARENT))
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    parent = await asyncio.create_subprocess_exec(sys.executable, str(program), str(fifo), env=environ)
    busy = int(await asyncio.to_thread(fifo.read_text))
    family = [child.pid for child in psutil.Process(parent.pid).children(recursive=True)]
    assert busy in family
    parent.kill()
    await parent.wait()
    for pid in family:  # the worker, in the middle of its job, and multiprocessing's own resource tracker
        assert await gone(pid)
