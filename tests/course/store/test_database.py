"""The database makes and updates itself, keeps what was committed, and says what is wrong."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.schema import CreateTable

from pairs_course.store import NotText, Store, StoreError
from pairs_course.store.database import Database, next_step
from pairs_course.store.tables import Table

from ..cohort import ANN, roster


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'deep' / 'er' / 'course.sqlite'}"


def test_migrations_make_exactly_the_tables(url: str) -> None:
    """A change of the tables without a migration fails here."""
    database = Database(url)

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []
    database.close()


def test_postgresql_would_take_the_tables() -> None:
    """Only what both databases know is used; PostgreSQL follows."""
    made = [
        str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
        for table in Table.metadata.sorted_tables
    ]

    assert len(made) == 17


def test_sqlite_is_durable_and_checks_references(url: str) -> None:
    """What is acknowledged survives a power cut: WAL with a full sync."""
    database = Database(url)

    with database.read() as session:
        settings = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.close()

    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10000,
    }


def test_opening_at_once_makes_the_tables_once(url: str) -> None:
    """The hub, the service and a command may all start on an empty folder."""
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(lambda _: Store(url), range(6)))

    assert [store.people.cohorts() for store in stores] == [[]] * 6
    for store in stores:
        store.close()


def test_what_one_program_writes_another_reads(tmp_path: Path) -> None:
    """The command line adds a cohort while the service runs."""
    with Store.in_folder(tmp_path) as service, Store.in_folder(tmp_path) as command:
        assert service.people.find(ANN) is None
        command.people.add_cohort("north", roster())

        assert service.people.find(ANN) == command.people.find(ANN) is not None


def test_a_file_of_a_newer_version_is_refused(tmp_path: Path, url: str) -> None:
    """It is neither opened nor changed."""
    Store(url).close()
    file = tmp_path / "deep" / "er" / "course.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    with pytest.raises(StoreError, match=r"course\.sqlite: created by a newer version"):
        Store(url)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """The message names the file and the next step."""
    (tmp_path / "course.sqlite").write_text("These are only words. " * 100)

    with pytest.raises(
        StoreError, match=r"course\.sqlite: cannot be opened .*put back the newest good copy"
    ):
        Store.in_folder(tmp_path)


def test_a_store_can_be_read_while_another_program_writes(tmp_path: Path) -> None:
    """Looking needs no turn to write: not on a full disk, and not behind a long write."""
    Store.in_folder(tmp_path).close()
    writer = sqlite3.connect(tmp_path / "course.sqlite", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")

    with Store.in_folder(tmp_path) as store:
        assert store.people.cohorts() == []

    writer.close()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (sqlite3.SQLITE_FULL, "The disk is full. Free some space"),
        (sqlite3.SQLITE_IOERR | 10 << 8, "Check the disk and its free space"),
        (sqlite3.SQLITE_READONLY, "Check that its folder exists and that you may write to it"),
        (sqlite3.SQLITE_CANTOPEN, "Check that its folder exists and that you may write to it"),
        (sqlite3.SQLITE_BUSY, "Another program is writing to it."),
        (sqlite3.SQLITE_NOTADB, "The file is damaged."),
    ],
)
def test_an_error_of_the_database_says_what_to_do(code: int, said: str) -> None:
    """A full or read-only disk is no reason to put an old copy back."""
    reason = sqlite3.OperationalError("disk I/O error")
    reason.sqlite_errorcode = code

    assert next_step(DBAPIError("SELECT 1", None, reason)).startswith(said)


def test_an_interrupted_migration_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next start does all of it."""
    (tmp_path / "course.sqlite").touch()  # empty, and so not begun as a copy of a finished one
    url = f"sqlite:///{tmp_path / 'course.sqlite'}"
    monkeypatch.setattr("alembic.op.create_index", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        Store(url)
    monkeypatch.undo()

    with Store(url) as store:
        assert store.people.cohorts() == []


def test_an_error_does_not_repeat_what_was_written(url: str) -> None:
    """A log may hold the message of a database error, never an answer."""
    database = Database(url)

    statement = text("INSERT INTO cohorts (id, name, title) VALUES (1, :name, :name)")
    with database.write() as session, pytest.raises(IntegrityError) as refused:
        session.execute(statement, {"name": "something private"})
    database.close()

    assert "something private" not in str(refused.value)


def test_no_database_is_given_the_character_that_postgresql_cannot_keep(url: str) -> None:
    """Neither to keep it nor to look for it, in one row or in many; no text is in the message."""
    with Store(url) as store:
        store.people.add_cohort("north", roster())
        insert = text("INSERT INTO cohorts (name) VALUES (:name)")

        with pytest.raises(NotText, match=r"U\+0000"):
            store.people.find("private\0")
        with pytest.raises(NotText, match="Nothing was changed"):
            store.people.set_door(ANN, "private\0")
        with pytest.raises(NotText) as refused, store.database.write() as session:
            session.execute(insert, [{"name": "fine"}, {"name": "private\0"}])

        assert "private" not in str(refused.value)
        assert [one.name for one in store.people.cohorts()] == ["north"]
        assert store.people.door(ANN) is None
