"""Events, their counts, and secrets that never come out."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import textwrap
import threading

import pytest

from bot.telemetry import LineFormatter, Redaction, Telemetry

HALF = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
TOKEN = f"110201543:{HALF}"
PASSWORD = 'p@ss "wörd"/\\'


def lines(text: str) -> list[str]:
    return [line.split(": ", 1)[1] for line in text.splitlines()]


def test_an_event_is_logged_with_its_fields_and_counted(caplog: pytest.LogCaptureFixture) -> None:
    telemetry = Telemetry()
    with caplog.at_level(logging.INFO, logger="bot"):
        telemetry.event("source_read", source="cs.CV", new=12, error=None)
        telemetry.event("source_read", source="cs.CL", new=0, error="no feed")
    assert caplog.messages == ["source_read source=cs.CV new=12", 'source_read source=cs.CL new=0 error="no feed"']
    assert [record.levelname for record in caplog.records] == ["INFO", "WARNING"]
    assert telemetry.counters["source_read"] == 2
    assert telemetry.counters["never"] == 0
    assert telemetry.counters.snapshot() == {"source_read": 2}


def test_an_event_may_have_any_field_also_one_called_name(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="bot"):
        Telemetry().event("command_failed", name="digest")
    assert caplog.messages == ["command_failed name=digest"]


@pytest.mark.parametrize(
    "title",
    [
        "a\nb",
        "a\r2026-11-22T08:00:00Z INFO bot: forged",
        "a=b",
        'say "x"',
        "",
        "\x1b[2J",
        "a\u2028b",
        "a\u202eb",
        "用 伴读",
    ],
)
def test_a_hostile_value_can_not_start_a_line_or_a_field(title: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="bot"):
        Telemetry().event("seen", title=title, last=1)
    [message] = caplog.messages
    assert message.isprintable()
    quoted = message.removeprefix("seen title=").removesuffix(" last=1")
    assert json.loads(quoted) == title


def test_threads_lose_no_count() -> None:
    telemetry = Telemetry()

    def tick() -> None:
        for _ in range(200):
            telemetry.event("tick")

    threads = [threading.Thread(target=tick) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert telemetry.counters["tick"] == 1600


@pytest.mark.parametrize(
    "text",
    [
        f"GET https://api.telegram.org/bot{TOKEN}/getMe",
        f"only the half: {HALF}",
        "quoted: 110201543%3A" + HALF,
        f"{TOKEN}{TOKEN}",
        json.dumps({"token": TOKEN}),
    ],
)
def test_a_token_is_replaced_wherever_it_stands(text: str) -> None:
    redacted = Redaction([TOKEN])(text)
    assert HALF not in redacted
    assert "***" in redacted


@pytest.mark.parametrize(
    "text",
    [
        PASSWORD,
        repr(PASSWORD),
        json.dumps(PASSWORD),
        json.dumps(PASSWORD, ensure_ascii=False),
        "postgresql://bandu:p%40ss%20%22w%C3%B6rd%22%2F%5C@db/bandu",
        "field=p%40ss+%22w%C3%B6rd%22%2F%5C",
    ],
)
@pytest.mark.parametrize("given", [PASSWORD, "p%40ss%20%22w%C3%B6rd%22%2F%5C"])
def test_a_password_is_replaced_in_every_spelling(given: str, text: str) -> None:
    redacted = Redaction([given])(text)
    assert "rd" not in redacted
    assert "***" in redacted


def test_of_two_secrets_that_begin_alike_the_longer_goes_whole() -> None:
    assert Redaction(["swordfish", "swordfish-two"])("swordfish-two swordfish") == "*** ***"


@pytest.mark.parametrize("secrets", [[], [""], ["a"]])
def test_no_secret_or_one_too_short_to_be_one_leaves_the_text_alone(secrets: list[str]) -> None:
    assert Redaction(secrets)("a plain line") == "a plain line"


def said(message: str, *args: object, error: BaseException | None = None) -> str:
    """What a handler of the configured kind writes, TOKEN being a secret."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(LineFormatter(Redaction([TOKEN])))
    trace = None if error is None else (type(error), error, error.__traceback__)
    handler.handle(logging.getLogger("tests").makeRecord("x", logging.ERROR, "f", 1, message, args, trace))
    return out.getvalue()


@pytest.mark.parametrize(
    ("message", "args"), [(f"at {TOKEN}", ()), ("at %s", (TOKEN,)), ("at %(x)r", ({"x": [TOKEN]},)), ("at %s", (HALF,))]
)
def test_a_token_in_a_message_or_its_arguments_does_not_come_out(message: str, args: tuple[object, ...]) -> None:
    text = said(message, *args)
    assert HALF not in text
    assert "at " in text
    assert "***" in text


def fetch(url: str) -> None:
    raise ValueError(url)


def give_up() -> None:
    try:
        fetch(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except ValueError as cause:
        raise RuntimeError(HALF) from cause


def test_a_token_in_an_exception_its_cause_and_its_traceback_does_not_come_out() -> None:
    with pytest.raises(RuntimeError) as caught:
        give_up()
    text = said("failed", error=caught.value)
    assert "Traceback" in text
    assert "ValueError" in text
    assert HALF not in text


PROGRAM = """
import logging, sys, threading, warnings
from bot.telemetry import Telemetry, configure

TOKEN = sys.stdin.read()
configure("DEBUG", [TOKEN])
Telemetry().event("ready", url=f"/bot{TOKEN}/getMe")
for name in ("httpx", "httpcore", "telegram.ext.Updater", "apscheduler.scheduler"):
    logging.getLogger(name).info("chatter %s", TOKEN)
    logging.getLogger(name).warning("trouble %s", TOKEN)
warnings.warn("warned of " + TOKEN)
logging.getLogger("other").info("%d", TOKEN)

def crash():
    raise ValueError("thread " + TOKEN)

thread = threading.Thread(target=crash)
thread.start()
thread.join()
raise RuntimeError("main " + TOKEN)
"""


def test_a_whole_program_lets_nothing_out_on_standard_error_not_even_as_it_crashes() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(PROGRAM)], input=TOKEN, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert HALF not in answer.stderr
    assert "ready url=/bot***/getMe" in answer.stderr
    assert answer.stderr.count("trouble ***") == 4
    assert "chatter" not in answer.stderr
    assert "warned of ***" in answer.stderr
    assert "ValueError: thread ***" in answer.stderr
    assert "RuntimeError: main ***" in answer.stderr
