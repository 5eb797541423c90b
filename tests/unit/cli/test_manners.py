"""Exit codes and sentences: what a script can rely on, whichever verb it uses."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import VERBS
from bot.version import __version__
from tests.conftest import ROOT
from tests.unit.cli.conftest import Outcome, Shell


def sentence(outcome: Outcome) -> str:
    """The one line on standard error of a command that failed."""
    assert outcome.code == 1
    assert outcome.out == ""
    [line] = outcome.err.splitlines()
    return line


def test_help_lists_every_verb(shell: Shell):
    done = shell("--help")
    assert (done.code, done.err) == (0, "")
    for verb in VERBS:
        assert f" {verb.name} " in done.out


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_every_verb_says_what_it_is_for(shell: Shell, verb: str):
    done = shell(verb, "--help")
    assert done.code == 0
    assert f"usage: bandu {verb}" in done.out
    assert next(v.help for v in VERBS if v.name == verb).split(":")[0] in done.out.replace("\n", " ")


def test_the_version_is_one_line(shell: Shell):
    assert shell("--version") == Outcome(0, f"bandu {__version__}\n", "")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["dance"]], ids=" ".join)
def test_help_and_misuse_load_no_heavy_library(arguments: list[str]):
    code = (
        "import sys\nfrom bot.cli import main\n"
        f"try: main({arguments!r}, {{}})\nexcept SystemExit: pass\n"
        "heavy = {'sklearn', 'scipy', 'numpy', 'telegram', 'sqlalchemy', 'feedparser', 'httpx'} & set(sys.modules)\n"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["digest"],
        ["digest", "--reader"],
        ["digest", "--reader", "me", "--date", "yesterday"],
        ["digest", "--reader", "me", "--date", "2026-02-30"],
        ["import"],
        ["import", "file.csv"],
        ["export", "--reader", "me", "--format", "papyrus"],
        ["sources"],
        ["sources", "add"],
        ["readers", "invite", "--uses", "many"],
        ["ingest", "--loudly"],
        ["ingest", "extra"],
    ],
    ids=" ".join,
)
def test_misuse_is_told_apart_from_failure(shell: Shell, arguments: list[str]):
    done = shell(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "usage: bandu" in done.err


@pytest.mark.parametrize("verb", [["ingest"], ["run"], ["migrate"], ["readers", "list"]], ids=" ".join)
def test_a_bad_token_is_one_sentence_that_does_not_show_it(shell: Shell, verb: list[str]):
    said = sentence(shell(*verb, TELEGRAM_TOKEN="mytoken"))
    assert said == "bandu: BANDU_TELEGRAM_TOKEN does not look like a bot token (digits, a colon, letters)."


@pytest.mark.parametrize(
    "arguments",
    [
        ["digest", "--reader", "7"],
        ["digest", "--reader", "7", "--json", "--dry-run"],
        ["train", "--reader", "7"],
        ["export", "--reader", "7", "--format", "csv"],
        ["readers", "remove", "7"],
    ],
    ids=" ".join,
)
def test_an_unknown_reader_is_one_sentence(shell: Shell, arguments: list[str]):
    assert sentence(shell(*arguments)) == "bandu: There is no reader '7'."


def test_a_database_of_a_newer_version_is_one_sentence(shell: Shell, database: Path):
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for verb in (["ingest", "--json"], ["migrate"], ["digest", "--reader", "me", "--json"]):
        assert "newer version (schema 9999)" in sentence(shell(*verb))


def test_a_damaged_database_is_one_sentence(shell: Shell, database: Path):
    database.write_bytes(b"no database at all " * 300)
    assert sentence(shell("ingest", "--json")) == "bandu: The database cannot be opened: file is not a database."


def test_an_address_that_nothing_can_open_is_one_sentence(shell: Shell):
    assert sentence(shell("migrate", DATABASE_URL="abacus://shelf")).startswith("bandu: BANDU_DATABASE_URL ")


def test_migrating_makes_the_database_in_the_home(shell: Shell, tmp_path: Path):
    del shell.environ["BANDU_DATABASE_URL"]
    first, second = shell("migrate"), shell("migrate")
    assert (first.code, first.err, first) == (0, "", second)
    assert (tmp_path / "home" / "bandu.sqlite").is_file()


def test_what_is_printed_is_utf_8_wherever_it_runs(tmp_path: Path):
    history = tmp_path / "ratings.csv"
    history.write_text("paper_id,arxiv_id,title,url,stars,rated_at,source\n,2503.00001,伴读 ★,,5,,\n", "utf-8")
    environ = os.environ | {"BANDU_HOME": str(tmp_path), "PYTHONIOENCODING": "ascii"}

    def bandu(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "bot", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, check=True)

    bandu("import", str(history), "--reader", "me")
    assert "伴读 ★" in bandu("export", "--reader", "me", "--format", "csv").stdout.decode("utf-8")
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.csv"))
    odd.write_bytes(b"")
    assert "is empty" in bandu("import", str(odd), "--reader", "me").stdout.decode("utf-8")


def test_what_is_written_is_its_owner_s_alone(tmp_path: Path):
    environ = os.environ | {"BANDU_HOME": str(tmp_path / "home")}
    subprocess.run([sys.executable, "-m", "bot", "migrate"], cwd=ROOT, env=environ, capture_output=True, check=True)
    assert oct((tmp_path / "home").stat().st_mode & 0o777) == "0o700"
    assert {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "home").iterdir()} == {"0o600"}
