"""Reads a gradebook whole, so that two of them can be compared row by row."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

#: Rows by table; each is a tuple of (column, value), with names in place of nbgrader's random ids.
Rows = dict[str, list[tuple[tuple[str, object], ...]]]


def rows(path: Path) -> Rows:
    """Return every row of every table of a gradebook.

    nbgrader gives each row a random id. What points to a row is shown as the row's own name: a
    cell, a notebook, or whose submission of what it is. So equal grades are equal here.
    """
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as gradebook:
        gradebook.row_factory = sqlite3.Row
        master = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        tables = [str(row["name"]) for row in gradebook.execute(master)]
        found = {t: [dict(r) for r in gradebook.execute(f"SELECT * FROM {t}")] for t in tables}  # noqa: S608 - names of tables
    names: dict[object, str] = {}
    for table in ("assignment", "notebook", "base_cell"):
        names |= {row["id"]: row["name"] for row in found[table]}
    for table in ("submitted_assignment", "submitted_notebook"):
        for row in found[table]:
            parts = (names.get(v, v) for c, v in sorted(row.items()) if c.endswith("_id") and v)
            names[row["id"]] = ":".join(map(str, parts))
    return {
        table: sorted((_named(table, row, names) for row in kept), key=repr)
        for table, kept in found.items()
    }


def _named(
    table: str, row: dict[str, object], names: dict[object, str]
) -> tuple[tuple[str, object], ...]:
    dropped = {"id"} if table in ("grade", "comment") else set()
    named = {c: names.get(v, v) for c, v in row.items() if c not in dropped}
    return tuple(sorted((c, v) for c, v in named.items()))
