"""nbgrader's own commands accept every module."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pairs_course.programme import compiled

from ..depth import sampled
from ..instructor.serving import NBGRADER
from .lesson import MODULES, PICTURE

IDS = [module.id for module in compiled.load().modules]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a course folder that takes its assignments from the modules."""
    lines = (
        "c = get_config()",
        'c.CourseDirectory.course_id = "demo"',
        f"c.CourseDirectory.root = {str(tmp_path)!r}",
        f"c.CourseDirectory.source_directory = {str(MODULES)!r}",
    )
    (tmp_path / "nbgrader_config.py").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def nbgrader(folder: Path, *arguments: str) -> str:
    """Run a command of nbgrader and return all that it says."""
    beside = str(Path(sys.executable).parent)  # nbgrader calls alembic by its name
    path = os.pathsep.join([beside, os.environ.get("PATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", NBGRADER, *arguments],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("module_id", sampled(IDS, lambda module: module == IDS[6]))
def test_a_module_can_be_released_and_validated(course: Path, module_id: str) -> None:
    """A module becomes an assignment, and what is released passes its own completion test."""
    nbgrader(course, "generate_assignment", module_id)
    released = course / "release" / module_id

    names = sorted(path.name for path in released.iterdir())
    assert names == [f"{module_id}.ipynb", PICTURE]
    assert "passes all the tests" in nbgrader(released, "validate", f"{module_id}.ipynb")
