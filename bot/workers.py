"""Where CPU work is done: in one spawned process beside the event loop, or in a thread for the command line.

The process is started by the first job, ended when it has been idle for a while (a scientific stack takes more memory
than the bot itself), killed when a job takes too long, and never outlives its parent. Knows nothing of what the jobs
are about. A job and its answer are pickled, so they are plain frozen data.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from asyncio import Future
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar, cast

from bot.errors import WorkFailed
from bot.ports import Job
from ranking.errors import RankingError

LOG = logging.getLogger(__name__)
R = TypeVar("R")

PR_SET_PDEATHSIG = 1
"""prctl(2): the signal to be sent to this process when its parent dies."""
NICENESS = 5
"""The loop that answers taps comes first where there are few cores."""


@dataclass(frozen=True, slots=True)
class Broke:
    """A job that raised what no caller can act upon: the name for people, the traceback for the log."""

    name: str
    trace: str


class InlineWorker:
    """Runs each job in a thread of this process: nothing to start, but the loop feels it."""

    async def run(self, job: Job[R]) -> R:
        return cast(R, _opened(job, await asyncio.to_thread(_attempt, job)))


class ProcessWorker:
    """Runs jobs one after another in a process of their own; `limit` and `idle` are seconds."""

    def __init__(self, limit: float = 120.0, idle: float = 30.0) -> None:
        self._limit = limit
        self._idle = idle
        self._turn = asyncio.Lock()
        self._child: _Child | None = None
        # One thread talks to the child. It must live as long as the child does: on Linux the child is told to die
        # with the thread that made it, not with the process.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="worker")
        self._rest: asyncio.TimerHandle | None = None
        self._closed = False

    async def run(self, job: Job[R]) -> R:
        """The job's answer. Raises WorkFailed; RankingError of the job passes through."""
        async with self._turn:
            if self._closed:
                raise WorkFailed("The worker is closed.")
            self._stay()
            asking = asyncio.get_running_loop().run_in_executor(self._thread, self._ask, job)
            # Looked at in any case, also where clearing up is cut short, so that asyncio doesn't call it overlooked.
            asking.add_done_callback(lambda done: done.cancelled() or done.exception())
            try:
                async with asyncio.timeout(self._limit):
                    answer = await asyncio.shield(asking)
            except TimeoutError:
                await self._abandon(asking)
                raise WorkFailed(f"The job took longer than {self._limit:g} seconds.") from None
            except asyncio.CancelledError:
                await self._abandon(asking)
                raise
            finally:
                self._rest = asyncio.get_running_loop().call_later(self._idle, self._dismiss)
        return cast(R, _opened(job, answer))

    async def close(self) -> None:
        """Ends the process, whatever it is doing; jobs under way or waiting raise WorkFailed."""
        self._closed = True
        if self._child is not None:
            self._child.kill()
        async with self._turn:
            self._stay()
            await asyncio.get_running_loop().run_in_executor(self._thread, self._end)
        self._thread.shutdown()

    def _stay(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    def _dismiss(self) -> None:
        self._rest = None
        self._thread.submit(self._end)

    async def _abandon(self, asking: Future[Any]) -> None:
        """Kills the child until the thread that asks it has given up (it may be just about to start it)."""
        while not asking.done():
            if self._child is not None:
                self._child.kill()
            await asyncio.wait({asking}, timeout=0.05)

    def _ask(self, job: Job[Any]) -> object:
        if self._child is None or not self._child.alive:
            self._end()
            self._child = _Child()
        try:
            return self._child.ask(job)
        except WorkFailed:
            self._end()
            raise

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


class _Child:
    """The process and our end of its pipe. `kill` may be called from any thread, all else from one."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), name="bandu-worker", daemon=True)
        self._process.start()
        theirs.close()

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def ask(self, job: Job[Any]) -> object:
        try:
            self._pipe.send(job)
            return self._pipe.recv()
        except (EOFError, OSError):
            self._process.join(1.0)
            raise WorkFailed(f"The worker process died ({_ending(self._process.exitcode)}).") from None
        except Exception as error:  # pickling runs the job's own code, which may raise anything
            LOG.exception("job_not_passed job=%s", type(job).__name__)
            raise WorkFailed(f"The job could not be passed on ({type(error).__name__}).") from error

    def kill(self) -> None:
        with contextlib.suppress(ValueError):  # already closed
            self._process.kill()

    def end(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"


def _opened(job: object, answer: object) -> object:
    """The answer itself, or its error raised."""
    if isinstance(answer, RankingError):
        raise answer
    if isinstance(answer, Broke):
        LOG.error("job_broke job=%s error=%s\n%s", type(job).__name__, answer.name, answer.trace)
        raise WorkFailed(f"The job failed ({answer.name}).")
    return answer


def _attempt(job: Job[Any]) -> object:
    try:
        return job.run()
    except RankingError as error:
        return error
    except Exception as error:  # noqa: BLE001 - whatever a job raises must become an answer, or its caller waits
        return Broke(type(error).__name__, traceback.format_exc())


def _serve(pipe: Connection) -> None:
    """The worker process: a job in, an answer out, until the pipe is closed or the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _forget_secrets()
    # Before the library is loaded: its matrices are small here, and threads that wait for a busy core cost tenfold.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _die_with_parent()
    os.nice(NICENESS)
    with contextlib.suppress(EOFError, OSError):
        while True:
            _send(pipe, _next(pipe))


def _next(pipe: Connection) -> object:
    try:
        job = pipe.recv()
    except (EOFError, OSError):
        raise
    except Exception as error:  # noqa: BLE001 - unpickling runs the job's own code, which may raise anything
        return Broke(type(error).__name__, traceback.format_exc())
    return _attempt(job)


def _send(pipe: Connection, answer: object) -> None:
    try:
        pipe.send(answer)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - as above, for pickling the answer
        pipe.send(Broke(type(error).__name__, traceback.format_exc()))


def _forget_secrets() -> None:
    """A worker needs no settings, so that nothing it prints can hold one."""
    for name in [name for name in os.environ if name.startswith("BANDU_")]:
        del os.environ[name]


def _die_with_parent() -> None:
    """By the kernel's hand where it offers one; elsewhere, and if the parent died meanwhile, by a watching thread."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
