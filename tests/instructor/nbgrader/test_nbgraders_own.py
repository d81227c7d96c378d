"""nbgrader's own tests pass with our settings, but for a list of those that do not apply."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from . import nbgraders_own
from .nbgraders_own import TESTS

CHOICE = nbgraders_own.choice()
# nbgrader's tests write a configuration of their own; it is read after this one.
SETTINGS = """
from pairs_instructor import nbgrader_config
c = get_config()
nbgrader_config.safe_grading(c)
nbgrader_config.own_pages(c)
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> dict[str, Any]:
    """Run the chosen files in one program, as somebody whose settings are ours."""
    place = tmp_path_factory.mktemp("nbgraders-own")
    (place / "nbgrader_config.py").write_text(SETTINGS)
    for name in ("home", "tmp"):
        (place / name).mkdir()
    environment = {
        **os.environ,
        "HOME": str(place / "home"),
        "TMPDIR": str(place / "tmp"),
        "JUPYTER_CONFIG_PATH": str(place),
        "PAIRS_PROGRAMME": str(compiled),
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "PYTHONDONTWRITEBYTECODE": "1",  # nothing is written beside nbgrader
        nbgraders_own.OUTCOMES: str(place / "outcomes.json"),
    }
    options = ["-q", "-p", nbgraders_own.__name__, "-p", "no:cacheprovider", "--tb=short"]
    # Warnings are no errors there: nbgrader's code and tests are not written for that.
    options += ["-p", "no:warnings", "-c", os.devnull, "--rootdir", str(TESTS)]
    files = [str(TESTS / file) for file in CHOICE.chosen]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *files],
        cwd=place / "home",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout[-3000:] + done.stderr[-3000:]
    outcomes: dict[str, Any] = json.loads((place / "outcomes.json").read_text(encoding="utf-8"))
    return outcomes


@pytest.mark.whole
def test_those_that_apply_pass_and_the_others_fail(outcome: dict[str, Any]) -> None:
    """A listed one that passes after all is a failure too: the list stays true."""
    assert outcome["failed"] + outcome["error"] == []
    assert outcome["passed"] > 300


@pytest.mark.whole
def test_every_exception_names_a_test(outcome: dict[str, Any]) -> None:
    """A renamed test has no exception; what is new in a chosen file has to pass."""
    assert set(CHOICE.exceptions) - set(outcome["found"]) == set()


def test_every_file_of_nbgraders_tests_is_chosen_or_left_out() -> None:
    """With a reason for each; a new version of nbgrader may bring new files."""
    shipped = {path.relative_to(TESTS).as_posix() for path in TESTS.rglob("test_*.py")}

    assert {*CHOICE.chosen, *CHOICE.left_out} == shipped
    assert set(CHOICE.chosen) & set(CHOICE.left_out) == set()
    assert all({**CHOICE.chosen, **CHOICE.left_out}.values())
