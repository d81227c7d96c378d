"""Gradebooks without what nbgrader does again and again: engines, and asking for their version.

One SQLAlchemy engine for each gradebook in a program, so that its SQL is compiled once.

nbgrader opens seven gradebooks for each submission that it grades, each with an engine of its own,
and an engine forgets with itself what it compiled: more than a third of the time that grading
takes. Nothing of nbgrader's or SQLAlchemy's settings keeps an engine, so one name is replaced here.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import nbgrader.api
from alembic.config import Config
from alembic.script import ScriptDirectory
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import Engine, NullPool, create_engine, make_url


def share() -> None:
    """Have nbgrader open a gradebook in a file with the engine that this program has for it.

    It can go when nbgrader keeps an engine: ``test_engines.py`` says when.
    """
    nbgrader.api.create_engine = _engine


def know_version() -> None:
    """Have nbgrader find out the version of a new gradebook in this program.

    It starts alembic for that, which takes a second, and finds it by its bare name only.
    """
    nbgrader.api.get_alembic_version = newest_version


@cache
def newest_version() -> str:
    """Return the newest version of nbgrader's tables."""
    config = Config()
    config.set_main_option("script_location", ALEMBIC_DIR.replace("%", "%%"))
    return str(ScriptDirectory.from_config(config).get_current_head())


def _engine(url: str, **options: Any) -> Engine:
    in_a_file = url.startswith("sqlite") and make_url(url).database not in (None, "", ":memory:")
    return _kept(url) if in_a_file else create_engine(url, **options)


@cache
def _kept(url: str) -> Engine:
    # No pool: no connection outlives its gradebook, so a file that is replaced is noticed.
    return create_engine(url, poolclass=NullPool)
