"""nbgrader's own table of grades, from the desk."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from pairs_instructor.desk.desk import Desk
from pairs_instructor.desk.panel import Panel, Problem
from pairs_instructor.desk.panels.contents import Contents
from pairs_instructor.desk.panels.grades import Grades
from pairs_instructor.nbgrader import grades_export

from ..courses import MODULE
from ..serving import COHORT, Programme

# nbgrader's own warning when a submission is added.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")


@pytest.mark.parametrize("panel", [Contents, Grades])
def test_an_old_page_does_nothing(desk: Desk, panel: type[Panel]) -> None:
    """Whatever a browser sends."""
    with pytest.raises(Problem, match="Load it again"):
        panel(desk).act("other", {})


def test_grades_are_made_when_asked_for(desk: Desk) -> None:
    """And saved as a file."""
    _, saved = Grades(desk).act("grades", {})

    assert (saved["block"], saved["name"]) == ("download", f"{COHORT}-grades.csv")
    assert saved["content"].startswith("\ufeffassignment,duedate,")


def test_without_a_gradebook_it_says_what_to_do_first(tmp_path: Path) -> None:
    """A cohort's folder that is not there yet."""
    with pytest.raises(Problem, match="Mark a module first"):
        Grades(Desk(COHORT, tmp_path)).act("grades", {})


@pytest.fixture
def gradebook(running_course: Programme) -> Iterator[Gradebook]:
    """The cohort's gradebook, with one module that Ann has completed."""
    with Gradebook(f"sqlite:///{running_course.root}/gradebook.db", COHORT) as opened:
        opened.add_assignment(MODULE)
        opened.add_notebook(MODULE, MODULE)
        opened.add_grade_cell("finished", MODULE, MODULE, max_score=1, cell_type="code")
        sent = opened.add_submission(MODULE, "ann")
        sent.notebooks[0].grades[0].auto_score = 1.0
        opened.db.commit()
        yield opened


def test_grades_are_what_nbgrader_exports(gradebook: Gradebook, desk: Desk) -> None:
    """One row a module and person; a name with a comma or a formula stays one harmless cell."""
    gradebook.update_or_create_student("bob", first_name='=1, "Bob"', last_name="pair1")
    gradebook.db.commit()

    made = grades_export.export(desk.folder, COHORT)
    assert made is not None
    rows = list(csv.DictReader(io.StringIO(made.removeprefix("\ufeff"), newline="")))

    found = {r["student_id"]: (r["assignment"], r["last_name"], r["score"]) for r in rows}
    assert found["ann"] == (MODULE, "pair1", "1.0")
    assert found["cat"] == (MODULE, "pair2", "0.0")
    (bob,) = [row for row in rows if row["student_id"] == "bob"]
    assert (bob["first_name"], bob["email"]) == ('\'=1, "Bob"', "")
    assert (bob["max_score"], bob["score"]) == ("1.0", "0.0")
