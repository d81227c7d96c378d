"""On honest submissions our gradebook is stock nbgrader's, row by row."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pairs_course.programme.notebooks import modules_folder

from ..courses import MODULE, Course, submission
from ..gradebook import rows

OURS = """
from pairs_instructor.nbgrader_config import configure
configure(get_config(), {root!r}, "demo")
"""
STOCK = """
c = get_config()
c.CourseDirectory.root = {root!r}
c.CourseDirectory.course_id = "demo"
"""
SHARED = {"answers": {"D1": 4, "D2": "unsure"}, "joint": {"plan-05": {"if": "a", "then": "b"}}}
HONEST: dict[str, dict[str, Any]] = {
    "complete": submission(**SHARED),
    "complete-and-empty": submission(),
    "not-complete": submission(complete=False, **SHARED),
    "demo": submission(demo=True),
}


@pytest.fixture
def honest(tmp_path: Path, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A real module, released, with honest submissions."""
    monkeypatch.setenv("PAIRS_PROGRAMME", str(compiled))
    made = Course(tmp_path / "course")
    made.source_as_it_is(modules_folder() / MODULE / f"{MODULE}.ipynb")
    released = made.released()
    for student, sent in HONEST.items():
        folder = made.submit(student, sent, released)
        (folder / "timestamp.txt").write_text("2026-11-20 10:00:00.000000 UTC")
    return made


def autograde(root: Path, settings: str) -> None:
    """Run nbgrader's own command in a program of its own."""
    (root / "nbgrader_config.py").write_text(settings.format(root=str(root)))
    command = [sys.executable, "-m", "nbgrader", "autograde", MODULE, "--force"]
    done = subprocess.run(
        command, cwd=root, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def by_hand(course: Course) -> None:
    """Give points and write, as formgrader does."""
    with course.gradebook() as gradebook:
        gradebook.find_comment(
            "private-note", MODULE, MODULE, "complete"
        ).manual_comment = "Thank you."
        grade = gradebook.find_grade("finished", MODULE, MODULE, "not-complete")
        grade.manual_score, grade.extra_credit = 0.5, 0.25
        gradebook.db.commit()


@pytest.mark.whole
def test_the_gradebook_is_that_of_stock_nbgrader(honest: Course, tmp_path: Path) -> None:
    """Every table, every row: scores, what needs a person, task cells, comments, points."""
    theirs = Course(tmp_path / "stock")
    shutil.copytree(honest.root, theirs.root)
    (theirs.root / "modules").rename(theirs.root / "source")

    for _ in range(2):  # the second time, what was given by hand is there already
        autograde(honest.root, OURS)
        autograde(theirs.root, STOCK)
        ours, stock = (rows(c.root / "gradebook.db") for c in (honest, theirs))
        assert ours == stock
        by_hand(honest)
        by_hand(theirs)

    assert {len(ours["submitted_assignment"]), len(ours["comment"])} == {len(HONEST)}
    assert honest.scores() == {
        "complete": 1.0,
        "complete-and-empty": 1.0,
        "demo": 1.0,
        "not-complete": 0.75,
    }
