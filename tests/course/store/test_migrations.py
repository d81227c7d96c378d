"""Whatever an older version kept is there after an upgrade, in every table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Engine, MetaData, Table, create_engine, func, select

from pairs_course.store.database import Database, alembic_config

#: What a migration reads in a column, where not anything will do.
READ = {
    "summary": json.dumps({"wave": "start", "closed": "2026-11-23", "items": []}),
    "payload": json.dumps({"module": "m", "answers": {}}),
    "notebooks": "[]",
    "value": "3",
}
ROWS = 2


def revisions() -> list[str]:
    """Return every version of the tables but the newest, the oldest first."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection))
        found = [script.revision for script in scripts.walk_revisions()]
    engine.dispose()
    return found[:0:-1]


def fill(connection: Connection) -> None:
    """Put rows into every table, each belonging to one that is there."""
    connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    tables = MetaData()
    tables.reflect(connection)
    for table in tables.sorted_tables:
        if table.name == "alembic_version":
            continue
        for number in range(1, ROWS + 1):
            row = {c.name: _value(c, number) for c in table.columns}
            names, marks = ", ".join(f'"{n}"' for n in row), ", ".join("?" * len(row))
            connection.exec_driver_sql(
                f"INSERT INTO {table.name} ({names}) VALUES ({marks})",  # noqa: S608 - reflected names
                tuple(row.values()),
            )


def _value(column: Column[Any], number: int) -> Any:
    if column.name in READ:
        return READ[column.name]
    if column.foreign_keys or column.primary_key or column.type.python_type in (int, float):
        return number
    return number % 2 if column.type.python_type is bool else f"{column.name}{number}"


def counted(engine: Engine) -> dict[str, int]:
    """Return how many rows each table has."""
    with engine.connect() as connection:
        tables = MetaData()
        tables.reflect(connection)
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in tables.tables.items()
            if isinstance(table, Table) and name != "alembic_version"
        }


@pytest.mark.parametrize("revision", revisions())
def test_an_upgrade_loses_no_row(tmp_path: Path, revision: str) -> None:
    """A table that is made anew takes nothing along that belongs to its rows."""
    engine = create_engine(f"sqlite:///{tmp_path / 'course.sqlite'}")
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), revision)
    with engine.begin() as connection:
        fill(connection)
    before = counted(engine)
    engine.dispose()

    database = Database(f"sqlite:///{tmp_path / 'course.sqlite'}")

    after = counted(database.engine)
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    database.close()
    assert set(before.values()) == {ROWS}
    assert {name: after.get(name) for name in before} == before
