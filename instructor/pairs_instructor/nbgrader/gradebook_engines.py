"""Speeds up nbgrader's gradebooks: shared engines, and a cached schema version.

nbgrader opens seven gradebooks for each submission it grades, each with a new SQLAlchemy engine,
whose compiled SQL is lost with it: over a third of the grading time. No setting of nbgrader or
SQLAlchemy keeps an engine, so one name is replaced here to share an engine for each gradebook.
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
    """Make nbgrader reuse one engine for each gradebook file.

    Remove this once nbgrader keeps its engines: ``test_gradebook_engines.py`` will tell.
    """
    nbgrader.api.create_engine = _engine


def know_version() -> None:
    """Make nbgrader find the version for a new gradebook in this process.

    It would start alembic for that, which takes a second and needs alembic on the PATH.
    """
    nbgrader.api.get_alembic_version = newest_version


@cache
def newest_version() -> str:
    """Return the newest revision of nbgrader's tables."""
    config = Config()
    config.set_main_option("script_location", ALEMBIC_DIR.replace("%", "%%"))
    return str(ScriptDirectory.from_config(config).get_current_head())


def _engine(url: str, **options: Any) -> Engine:
    in_a_file = url.startswith("sqlite") and make_url(url).database not in (None, "", ":memory:")
    return _kept(url) if in_a_file else create_engine(url, **options)


@cache
def _kept(url: str) -> Engine:
    # No pool, so that no connection outlives its gradebook, and a replaced file is noticed.
    return create_engine(url, poolclass=NullPool)
