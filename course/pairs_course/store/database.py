"""The database engine, its transactions and migrations."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, cast

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from pairs_course.store.errors import NotText, StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
WRITE = "pairs_write"
PATIENCE = 10  # seconds to wait while another program writes


class Database:
    """One open database with current tables.

    Reading and writing are separate: SQLite allows one writer at a time, and a transaction that
    starts as a reader may be unable to become a writer.
    """

    def __init__(self, url: str) -> None:
        where = make_url(url)
        if where.get_backend_name() == "sqlite" and where.database:
            Path(where.database).parent.mkdir(parents=True, exist_ok=True)
        # Answers must not get into a log through an error message.
        self.engine = create_engine(url, hide_parameters=True)
        event.listen(self.engine, "before_cursor_execute", _refuse_nul)
        if where.get_backend_name() == "sqlite":
            _as_sqlite(self.engine)
        self._writing = self.engine.execution_options(**{WRITE: True})
        self._one_writer = threading.Lock()  # wakes at once; SQLite would poll
        #: Called after each change of what is published.
        self.when_published: Callable[[], None] = lambda: None
        try:
            self._migrate()
        except CommandError:
            self.engine.dispose()
            raise StoreError(
                f"{where.database or url}: created by a newer version of the course. "
                "Install that version, or restore a backup made with this one."
            ) from None
        except DBAPIError as error:
            self.engine.dispose()
            raise StoreError(
                f"{where.database or url}: cannot be opened as the course's database "
                f"({error.orig}). {next_step(error)}"
            ) from None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Yield a read-only session with a consistent view of the database."""
        with Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Yield a session; it is committed, and on disk, when the block ends without an error."""
        with self._one_writer, Session(self._writing) as session, session.begin():
            yield session

    @contextmanager
    def publish(self) -> Iterator[Session]:
        """Give a session as :meth:`write` does, for what may change a published page."""
        with self.write() as session:
            yield session
        self.when_published()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _migrate(self) -> None:
        # Checked without writing, so that reading works on a full disk or while another program
        # writes.
        with self.engine.connect() as connection:
            if _is_newest(connection):
                return
        # In one transaction, so that two programs starting at once do not both migrate.
        with (
            self._one_writer,
            self._writing.connect() as connection,
            _loose_foreign_keys(connection),
            connection.begin(),
        ):
            command.upgrade(alembic_config(connection), "head")


#: What to do, by SQLite's primary result code (https://sqlite.org/rescode.html).
_NEXT_STEPS: Final = {
    sqlite3.SQLITE_FULL: "The disk is full. Free some space, then try again; nothing is lost.",
    sqlite3.SQLITE_IOERR: "Check the disk and its free space, then try again.",
    sqlite3.SQLITE_BUSY: "Another program is writing to it. Try again in a moment.",
    sqlite3.SQLITE_CORRUPT: (
        "The file is damaged. Keep a copy of it, then put back the newest good copy."
    ),
}
_NEXT_STEPS[sqlite3.SQLITE_LOCKED] = _NEXT_STEPS[sqlite3.SQLITE_BUSY]
_NEXT_STEPS[sqlite3.SQLITE_NOTADB] = _NEXT_STEPS[sqlite3.SQLITE_CORRUPT]
_WRITABLE: Final = (
    "Check that its folder exists and that you may write to it, then try again; nothing is lost."
)


def next_step(error: DBAPIError) -> str:
    """Return what to do about a database error, in one or two sentences."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF  # without the extended part
    return _NEXT_STEPS.get(code, _WRITABLE)


def _is_newest(connection: Connection) -> bool:
    script = ScriptDirectory.from_config(alembic_config(connection))
    context = MigrationContext.configure(connection)
    return set(context.get_current_heads()) == set(script.get_heads())


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's configuration, with an open connection for it to use."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _loose_foreign_keys(connection: Connection) -> Iterator[None]:
    """Turn off foreign keys, so that a table can be recreated without cascading deletes.

    SQLite can only change a column by recreating the table, and dropping the old one would delete
    the rows that refer to it (https://sqlite.org/lang_altertable.html, "Making Other Kinds").
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    # On the driver's connection, since SQLite ignores it inside a transaction.
    driver = cast(sqlite3.Connection, connection.connection.dbapi_connection)
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _refuse_nul(
    _connection: Any, _cursor: Any, _statement: str, parameters: Any, *_rest: Any
) -> None:
    """Raise NotText before a text with U+0000 reaches the database, as a value or to look for."""
    if any(isinstance(one, str) and "\0" in one for one in _values(parameters)):
        raise NotText


def _values(parameters: Any) -> Iterator[Any]:
    """Give each value of a statement, whether its rows come apart or in one."""
    for one in parameters.values() if isinstance(parameters, dict) else parameters or ():
        if isinstance(one, tuple | list | dict):
            yield from _values(one)
        else:
            yield one


def _as_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def settings(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late for DDL
        cursor = connection.cursor()
        # The timeout first, because changing the journal mode may already have to wait.
        cursor.execute(f"PRAGMA busy_timeout={1000 * PATIENCE}")
        _use_wal(cursor)
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get(WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _use_wal(cursor: sqlite3.Cursor) -> None:
    """Switch to write-ahead logging, a setting stored in the file.

    When two programs switch a new file at the same moment, each holds a lock the other needs, so
    SQLite refuses one of them at once, ignoring the timeout. Hence the retries.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
