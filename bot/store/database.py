"""One database: its engine, its transactions, its schema version. The only module that knows SQLite's manners."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.errors import SchemaTooNew, SettingsError
from bot.store.schema import HEAD

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 30


class Database:
    """Short transactions on one engine: `read()` and `write()`."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the database. Raises SettingsError where the database fails."""
        with _told("used"), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that holds the write lock from its start, so that it never fails half way as busy.

        Raises SettingsError where the database fails.
        """
        with _told("used"), self.engine.connect().execution_options(bandu_write=True) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Opens the database, creating or migrating it as needed. Raises SettingsError or SchemaTooNew."""
    engine = _engine(url)
    try:
        with _told("opened"):
            current = _revision(engine)
            if current != HEAD:
                _migrate(engine, current)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine)


def _engine(url: str) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise SettingsError("BANDU_DATABASE_URL is not a SQLAlchemy URL.") from error
    try:
        if parsed.get_backend_name() != "sqlite":
            return sa.create_engine(parsed, hide_parameters=True)
        engine = sa.create_engine(parsed, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    except (sa.exc.ArgumentError, ImportError) as error:
        raise SettingsError(f"BANDU_DATABASE_URL is for {parsed.drivername}, which nothing here can open.") from error
    file = parsed.database or ""
    if file in ("", ":memory:") or "\0" in file:  # in memory each thread would have one of its own
        raise SettingsError("BANDU_DATABASE_URL must name a file.")
    _make_folder(Path(file).parent)
    sa.event.listen(engine, "connect", _on_connect)
    sa.event.listen(engine, "begin", _on_begin)
    return engine


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"The data folder cannot be made: {error.strerror}.") from error


def _on_connect(dbapi: Any, _record: Any) -> None:
    # The driver's own transaction control is off: SQLAlchemy's begin event below says how each one starts.
    dbapi.isolation_level = None
    cursor = dbapi.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("bandu_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _revision(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(engine: sa.Engine, current: str | None) -> None:
    # Alembic is loaded only when there is something to do: it costs a third of a second at start.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise SchemaTooNew(
            f"The database is of a newer version (schema {current}) than this program (schema {HEAD}): upgrade Bandu."
        )
    with engine.connect().execution_options(bandu_write=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _told(done: str) -> Iterator[None]:
    """Trouble that the database itself has, a locked, full, damaged or missing one, as one sentence."""
    try:
        yield
    except DatabaseError as error:
        if type(error) not in (DatabaseError, OperationalError):
            raise  # a broken rule or a wrong statement is a bug of ours
        raise SettingsError(f"The database cannot be {done}: {_reason(error)}.") from error


def _reason(error: DatabaseError) -> str:
    return str(error.orig).strip().rstrip(".") if error.orig else type(error).__name__
