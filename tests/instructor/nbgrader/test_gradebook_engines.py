"""A gradebook's SQL is compiled once in a program, and nothing else is kept of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import nbgrader.api
import pytest
import sqlalchemy
from nbgrader.api import Gradebook

from pairs_instructor.nbgrader import gradebook_engines

from ..courses import Course


@pytest.fixture
def path(tmp_path: Path, usual_course: Course) -> Path:
    """A gradebook."""
    return Path(shutil.copyfile(usual_course.root / "gradebook.db", tmp_path / "gradebook.db"))


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines are shared in this test, and as before after it."""
    monkeypatch.setattr(nbgrader.api, "create_engine", sqlalchemy.create_engine)
    gradebook_engines.share()


def test_nbgrader_makes_an_engine_for_each_gradebook(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When this fails, nbgrader keeps its engines, and ``gradebook_engines`` can go."""
    monkeypatch.setattr(nbgrader.api, "create_engine", sqlalchemy.create_engine)

    with Gradebook(f"sqlite:///{path}") as one, Gradebook(f"sqlite:///{path}") as other:
        assert one.engine is not other.engine


@pytest.mark.usefixtures("shared")
def test_gradebooks_of_one_file_have_one_engine_and_sessions_of_their_own(path: Path) -> None:
    """What one has not committed, the other does not see."""
    with Gradebook(f"sqlite:///{path}") as one, Gradebook(f"sqlite:///{path}") as other:
        assert one.engine is other.engine
        one.db.add(nbgrader.api.Student(id="new"))
        one.db.flush()
        assert [student.id for student in other.students] == []
        one.db.commit()
        assert [student.id for student in other.students] == ["new"]


@pytest.mark.usefixtures("shared")
def test_a_gradebook_that_is_replaced_is_read_anew(path: Path, tmp_path: Path) -> None:
    """As after "pairs restore": no connection to the old file is kept."""
    old = shutil.copyfile(path, tmp_path / "old.db")
    with Gradebook(f"sqlite:///{path}") as gradebook:
        gradebook.add_student("new")

    old.replace(path)

    with Gradebook(f"sqlite:///{path}") as gradebook:
        assert gradebook.students == []


@pytest.mark.usefixtures("shared")
def test_gradebooks_in_memory_stay_apart() -> None:
    """There is no file that they could share."""
    with Gradebook("sqlite:///:memory:") as one, Gradebook("sqlite:///:memory:") as other:
        assert one.engine is not other.engine


@pytest.mark.whole
def test_the_version_of_a_new_gradebook_is_that_of_nbgrader(path: Path) -> None:
    """As nbgrader's own way says it, by which alembic is a program on the PATH."""
    here = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    said = subprocess.run(
        [sys.executable, "-c", "import nbgrader.api; print(nbgrader.api.get_alembic_version())"],
        env=os.environ | {"PATH": here},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.split()[-1] == gradebook_engines.newest_version()
    with Gradebook(f"sqlite:///{path}") as one:
        kept = one.db.execute(sqlalchemy.text("select version_num from alembic_version")).scalar()
        assert kept == gradebook_engines.newest_version()
