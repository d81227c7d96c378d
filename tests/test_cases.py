"""The table of cases names tests that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "tests" / "cases.md").read_text(encoding="utf-8")
ROWS = [
    line
    for line in TABLE.splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| what happened |"))
]


def _tests_of(row: str) -> list[str]:
    return re.findall(r"`([^`]+)`", row.rstrip("| ").rpartition(" | ")[2])


def _exists(test: str) -> bool:
    path, _, name = test.partition("::")
    file = ROOT / path
    if not file.is_file():
        return False
    if file.suffix != ".py":
        return not name
    found = {
        node.name
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return name.startswith("test_") and name in found


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_each_case_has_three_cells_and_tests_that_exist(row: str) -> None:
    """A case says what happened, what is right, and which tests show it; all of them exist."""
    named = _tests_of(row)

    assert len(re.split(r"(?<!\\)\|", row.strip("|"))) == 3
    assert named
    assert [test for test in named if not _exists(test)] == []


def test_a_test_that_is_gone_is_noticed() -> None:
    """The check above can fail: at a missing file, a missing test and a helper's name."""
    here = "tests/test_cases.py"

    assert _exists(f"{here}::test_a_test_that_is_gone_is_noticed")
    assert not _exists(f"{here}::test_never_written")
    assert not _exists(f"{here}::_exists")
    assert not _exists("tests/test_nowhere.py::test_a_test_that_is_gone_is_noticed")
