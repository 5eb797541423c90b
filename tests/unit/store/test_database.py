"""Opening a database: made, migrated, refused, and by several at once."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import SchemaTooNew, SettingsError
from bot.store import open_store
from bot.store.database import MIGRATIONS, open_database
from bot.store.schema import HEAD, Utc, metadata
from ranking.domain import Interest
from tests.fakes.papers import NOON

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def fresh(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new' / 'folder' / 'bandu.sqlite'}"


def compare_type(_context: object, _inspected: object, _column: object, _found: object, wanted: object) -> bool | None:
    return False if isinstance(wanted, Utc) else None


def test_a_fresh_database_is_what_the_tables_say(fresh: str):
    database = open_database(fresh)
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": compare_type})
        assert compare_metadata(context, metadata) == []
    database.close()


def test_unique_rules_and_indices_of_a_fresh_database_are_those_of_the_tables(fresh: str):
    database = open_database(fresh)
    plain = sa.create_engine("sqlite://")
    metadata.create_all(plain)
    made, declared = sa.inspect(database.engine), sa.inspect(plain)
    for table in metadata.tables:
        assert made.get_unique_constraints(table) == declared.get_unique_constraints(table)
        assert made.get_indexes(table) == declared.get_indexes(table)
        assert made.get_foreign_keys(table) == declared.get_foreign_keys(table)
    plain.dispose()
    database.close()


def test_the_head_that_opening_compares_with_is_the_newest_migration():
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_a_database_is_kept_when_it_is_opened_again(fresh: str):
    first = open_store(fresh)
    first.readers.ensure("42", NOON, admitted=True)
    first.close()
    second = open_store(fresh)
    assert [r.key for r in second.readers.all()] == ["42"]
    second.close()


def test_an_up_to_date_database_is_opened_without_loading_alembic(database: Path):
    code = (
        f"import sys; from bot.store import open_store; open_store('sqlite:///{database}').close();"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_database_of_a_newer_version_is_refused_in_one_sentence_and_left_alone(database: Path):
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaTooNew, match=r"^The database is of a newer version \(schema 9999\).*upgrade Bandu\.$"):
        open_store(f"sqlite:///{database}")
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


def test_a_file_that_is_no_database_is_refused_in_one_sentence(tmp_path: Path):
    (tmp_path / "x.sqlite").write_bytes(b"this is a letter, not a database. " * 100)
    with pytest.raises(SettingsError, match=r"^The database cannot be opened: file is not a database\.$"):
        open_store(f"sqlite:///{tmp_path / 'x.sqlite'}")


def test_a_database_that_is_cut_short_is_refused_in_one_sentence(database: Path):
    database.write_bytes(database.read_bytes()[:5000])
    with pytest.raises(SettingsError, match=r"^The database cannot be opened: [^\n]+\.$"):
        open_store(f"sqlite:///{database}")


def test_damage_met_while_working_is_one_sentence_too(database: Path):
    with closing(sqlite3.connect(database)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'readers'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(database.read_bytes())
    content[(page - 1) * size : page * size] = b"\xa5" * size
    database.write_bytes(content)
    opened = open_store(f"sqlite:///{database}")
    try:
        with pytest.raises(SettingsError, match=r"^The database cannot be used: [^\n]+\.$"):
            opened.readers.ensure("42", NOON, admitted=True)
    finally:
        opened.close()


def test_a_folder_where_the_file_should_be_is_refused_in_one_sentence(tmp_path: Path):
    with pytest.raises(SettingsError, match=r"^The database cannot be opened: [^\n]+\.$"):
        open_store(f"sqlite:///{tmp_path}")


def test_a_file_where_the_folder_should_be_is_refused_in_one_sentence(tmp_path: Path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(SettingsError, match=r"^The data folder cannot be made: [^\n]+\.$"):
        open_store(f"sqlite:///{tmp_path / 'taken' / 'bandu.sqlite'}")


@pytest.mark.parametrize("url", ["", "what is this", "carrier+pigeon://coop/one", "mysql+nothing://host/db"])
def test_an_address_that_nothing_can_open_is_refused_by_the_name_of_its_variable(url: str):
    with pytest.raises(SettingsError, match=r"^BANDU_DATABASE_URL [^\n]+\.$"):
        open_store(url)


def test_a_file_name_with_a_zero_byte_is_refused_in_one_sentence():
    with pytest.raises(SettingsError, match=r"^BANDU_DATABASE_URL must name a file\.$"):
        open_store("sqlite:///%00")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused_because_threads_would_each_have_their_own(url: str):
    with pytest.raises(SettingsError, match=r"^BANDU_DATABASE_URL must name a file\.$"):
        open_store(url)


def test_eight_threads_may_open_and_make_one_database_at_once(fresh: str):
    together = Barrier(8)

    def open_and_write(number: int) -> None:
        together.wait()
        opened = open_store(fresh)
        opened.readers.ensure(str(number), NOON, admitted=True)
        opened.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(open_and_write, range(8)))
    opened = open_store(fresh)
    assert len(opened.readers.all()) == 8
    opened.close()


def test_two_processes_may_open_and_make_one_database_at_once(fresh: str):
    code = "import sys; from bot.store import open_store; sys.stdin.read(1); open_store(sys.argv[1]).close()"
    command = [sys.executable, "-W", "error", "-c", code, fresh]
    both = [subprocess.Popen(command, cwd=ROOT, env=os.environ, stdin=subprocess.PIPE) for _ in range(2)]
    for process in both:
        process.communicate(b"x", timeout=60)
    assert [process.returncode for process in both] == [0, 0]


def test_a_transaction_that_fails_leaves_nothing_behind(fresh: str):
    database = open_database(fresh)

    def half_done() -> None:
        with database.write() as connection:
            connection.execute(sa.text("INSERT INTO invitations VALUES ('a', 1, '2026-01-01', '2026-01-01')"))
            raise KeyError

    with pytest.raises(KeyError):
        half_done()
    with database.read() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM invitations")).scalar() == 0
    database.close()


def test_what_belongs_to_a_removed_row_goes_with_it(fresh: str):
    database = open_database(fresh)
    with database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    database.close()


def test_what_a_reader_said_is_not_in_an_error_that_may_be_logged(fresh: str):
    store = open_store(fresh)
    with pytest.raises(sa.exc.IntegrityError) as caught:
        store.interests.say(404, [Interest("words", "a private matter", 1.0)], NOON)
    assert "private" not in str(caught.value)
    store.close()
