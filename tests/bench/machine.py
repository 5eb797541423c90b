"""The machine a benchmark runs on, and how much memory its processes hold."""

from __future__ import annotations

import contextlib
import os
import platform
from dataclasses import dataclass
from pathlib import Path

import psutil

MB = 1_000_000
_STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes of a process and all its children. `resident` counts shared pages once for each, `unique` only what
    would be free if they ended; `processes` is how many there are."""

    resident: float
    unique: float
    processes: int


def describe() -> tuple[str, ...]:
    """One line each: interpreter, cores, memory, load."""
    load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    return (
        f"{platform.python_implementation()} {platform.python_version()} on {platform.system()} {platform.machine()}",
        f"{len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count()} cores, "
        f"{psutil.virtual_memory().total / 1e9:.0f} GB of memory",
        f"load average when the run began: {load}",
    )


def tree(pid: int) -> Memory:
    """The memory of a process and everything it started."""
    top = psutil.Process(pid)
    every = []
    for one in (top, *top.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):  # it has just ended
            every.append(one.memory_full_info())
    return Memory(sum(m.rss for m in every) / MB, sum(m.uss for m in every) / MB, len(every))


def resident() -> float:
    """Megabytes that this process holds now."""
    return psutil.Process().memory_info().rss / MB


def peak() -> float:
    """Megabytes that this process held at most.

    From the kernel's mark for this very program: getrusage would also count the parent's memory before exec.
    """
    if not _STATUS.exists():
        return resident()
    line = next(x for x in _STATUS.read_text().splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / MB
