"""Reads the list of nbgrader's own tests, and is pytest's plug-in while they run.

``python -m pytest -p tests.instructor.nbgraders_own`` in a program of its own: what does not apply
is expected to fail, and what came out is written into the file that ``OUTCOMES`` names.
"""

from __future__ import annotations

import functools
import json
import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import nbgrader
import nbgrader.api
import pytest

#: Where nbgrader's tests are; they come with it.
TESTS: Final = Path(nbgrader.__file__).parent / "tests"
LIST: Final = Path(__file__).with_suffix(".toml")
#: The name of the variable with the path of the outcomes.
OUTCOMES: Final = "NBGRADERS_OWN_OUTCOMES"


@dataclass(frozen=True)
class NotApplying:
    """Why a test does not apply, and whether it is run to see that it fails."""

    why: str
    run: bool


@dataclass(frozen=True)
class Choice:
    """The chosen files and those left out, with reasons; single tests by "file::name"."""

    chosen: dict[str, str]
    left_out: dict[str, str]
    exceptions: dict[str, NotApplying]


def choice() -> Choice:
    """Read the list."""
    data = tomllib.loads(LIST.read_text(encoding="utf-8"))
    exceptions = {
        f"{group['file']}::{name}": NotApplying(group["why"], group.get("run", True))
        for group in data["not"]
        for name in group["tests"]
    }
    return Choice(data["chosen"], data["left-out"], exceptions)


def name_of(item: pytest.Item) -> str:
    """Return "file::name" of a test, the same for each of its parameters."""
    return f"{item.path.relative_to(TESTS).as_posix()}::{item.name.partition('[')[0]}"


def pytest_configure() -> None:
    """Ask once for the number that nbgrader puts into each new gradebook.

    It starts alembic for it, which takes a second, and the tests make 300 gradebooks.
    """
    nbgrader.api.get_alembic_version = functools.cache(nbgrader.api.get_alembic_version)


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Mark what does not apply."""
    exceptions = choice().exceptions
    for item in items:
        if (found := exceptions.get(name_of(item))) is not None:
            item.add_marker(pytest.mark.xfail(reason=found.why, run=found.run, strict=True))


def pytest_sessionfinish(session: Any) -> None:
    """Write what came out: the names that were found, and what pytest says about each test."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    outcomes = {
        outcome: [f"{r.nodeid}: {r.longrepr}" for r in reporter.stats.get(outcome, [])]
        for outcome in ("failed", "error")
    }
    found = sorted({name_of(item) for item in session.items})
    passed = len(reporter.stats.get("passed", []))
    text = json.dumps({**outcomes, "found": found, "passed": passed})
    Path(os.environ[OUTCOMES]).write_text(text, encoding="utf-8")
