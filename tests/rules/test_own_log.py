"""The log that one test configures is not the next one's, in whatever order they run."""

from __future__ import annotations

import logging
import sys
import threading

import pytest

from bot.telemetry import LineFormatter, configure


@pytest.mark.parametrize("_time", ["once", "again"])
def test_each_test_finds_the_log_as_pytest_has_it(_time: str) -> None:
    root = logging.getLogger()
    assert root.level == logging.WARNING
    assert not [handler for handler in root.handlers if isinstance(handler.formatter, LineFormatter)]
    assert "bot.telemetry" not in (sys.excepthook.__module__, getattr(threading.excepthook, "__module__", ""))
    assert logging.raiseExceptions
    configure("CRITICAL", [])
    assert root.level == logging.CRITICAL
