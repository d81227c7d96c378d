"""From release to feedback with nbgrader's own commands, the real service and the real modules."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook

from ..courses import MODULE, submission
from ..serving import COHORT, Programme

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")

FILES = [f"{MODULE}.ipynb", "submission.json", "submission_secret.txt", "timestamp.txt"]


#: What Ann prefers not to answer; a module is complete only if each of its questions has an answer.
PASSED = ("D2", "D3", "D4", "D5")


def pair_answers(course: Programme) -> None:
    """Ann and Bob answer; Ann sends with the button, Bob with nbgrader's command."""
    course.does("ann", MODULE, "answer", "D1", 2, "partner", "facilitator")
    course.does("ann", MODULE, "answer", "D1", 4, "partner", "facilitator")
    course.passes("ann", *PASSED)
    course.does("ann", MODULE, "guess", "D1", 1, "partner")
    course.does("bob", MODULE, "answer", "D1", 5, "partner", "facilitator")
    text = {"if": "we run <late>", "then": "we still begin with you"}
    proposal = course.does("ann", MODULE, "propose", "plan-05", text, "partner", "facilitator")
    course.does("bob", MODULE, "confirm", "plan-05", {"of": proposal}, "partner", "facilitator")
    talked = {"talked": True, "when": "2026-11-20", "how": "room"}
    course.does("ann", MODULE, "talked", MODULE, talked, "partner")
    course.does("ann", MODULE, "send", MODULE, None)
    assert f"Submitted as: {COHORT} {MODULE}" in course.nbgrader("bob", "submit", MODULE)


def write_note(course: Programme, student: str, text: str) -> None:
    """Write on the task cell, as formgrader does."""
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", COHORT) as gradebook:
        comment = gradebook.find_comment("private-note", MODULE, MODULE, student)
        comment.manual_comment = text
        gradebook.db.commit()


def scores(course: Programme) -> dict[str, float]:
    """Return everybody's score of the module."""
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", COHORT) as gradebook:
        return {s.student.id: s.score for s in gradebook.assignment_submissions(MODULE)}


def test_feedback_comes_to_who_it_is_for(running_course: Programme) -> None:
    """A pair sends, the facilitator collects, grades and writes, and each reads their own page."""
    course = running_course
    course.nbgrader("fay", "generate_assignment", MODULE)
    course.nbgrader("fay", "release_assignment", MODULE)
    pair_answers(course)

    listed = course.nbgrader("fay", "list", "--inbound")
    course.nbgrader("fay", "collect", MODULE)
    collected = course.root / "submitted"
    course.nbgrader("fay", "autograde", MODULE)
    write_note(course, "ann", "Ann, thank you for <b>this</b>.")
    write_note(course, "bob", "Bob, thank you too.")
    course.store.notes.put("fay", COHORT, MODULE, "pair1", "To you both.", None)
    course.nbgrader("fay", "generate_feedback", MODULE)
    course.nbgrader("fay", "release_feedback", MODULE)
    course.nbgrader("ann", "fetch_feedback", MODULE)

    known = [name for name in ("ann", "bob", "cat") if f"{COHORT} {name} {MODULE}" in listed]
    assert known == ["ann", "bob"]
    for name in ("ann", "bob"):
        folder = collected / name / MODULE
        assert sorted(p.name for p in folder.iterdir()) == FILES
        released = course.root / "release" / MODULE / f"{MODULE}.ipynb"
        assert (folder / f"{MODULE}.ipynb").read_bytes() == released.read_bytes()
    plan = {"plan-05": {"if": "we run <late>", "then": "we still begin with you"}}
    assert json.loads((collected / "ann" / MODULE / "submission.json").read_text()) == submission(
        answers={"D1": 4, **dict.fromkeys(PASSED, "pass")}, joint=plan
    )
    assert scores(course) == {"ann": 1.0, "bob": 0.0}  # Bob has not said that they talked
    graded = course.root / "autograded" / "ann" / MODULE / f"{MODULE}.ipynb"
    shown = graded.read_text()
    assert "4 of 5, where 1 is" in shown
    assert "we run &lt;late&gt;" in shown
    assert "stderr" not in shown

    pages = list((course.home("ann") / MODULE / "feedback").glob(f"*/{MODULE}.html"))
    assert len(pages) == 1
    page = pages[0].read_text()
    assert "Ann, thank you for &lt;b&gt;this&lt;/b&gt;." in page
    assert "To you both." in page
    assert "Bob, thank you" not in page
    sent = {s.username: s for s in course.store.submissions.list(COHORT)}
    assert course.store.submissions.feedback(sent["ann"].id, MODULE).html == page
    assert "Bob, thank you" in course.store.submissions.feedback(sent["bob"].id, MODULE).html


def test_a_submission_filled_by_hand_runs_nothing_and_reaches_nobody_else(
    running_course: Programme, tmp_path: Path
) -> None:
    """A hostile folder runs no code, is not graded from its own cells, and steals no feedback."""
    course = running_course
    course.release()
    course.does("ann", MODULE, "send", MODULE, None)
    course.nbgrader("fay", "collect", MODULE)
    ann, cat = (course.root / "submitted" / name / MODULE for name in ("ann", "cat"))
    shutil.copytree(ann, cat)  # with the secret of Ann's submission
    path = cat / f"{MODULE}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    trace = tmp_path / "ran"
    notebook.cells.insert(0, new_code_cell(f"open({str(trace)!r}, 'w')"))
    notebook.cells[1].source = f"open({str(trace)!r}, 'w')"
    notebook.metadata.kernelspec.name = "bash"
    nbformat.write(notebook, path)
    (cat / "pairs_widgets.py").write_text(f"open({str(trace)!r}, 'w')")

    course.nbgrader("fay", "autograde", MODULE)
    write_note(course, "ann", "For Ann.")
    write_note(course, "cat", "For Cat.")
    course.nbgrader("fay", "generate_feedback", MODULE)
    said = course.nbgrader("fay", "release_feedback", MODULE)

    assert not trace.exists()
    assert scores(course) == {"ann": 0.0, "cat": 0.0}
    assert f"Not released, because it was not collected: {course.root}/feedback/cat" in said
    sent = course.store.submissions.list(COHORT)
    assert [(s.username, list(s.feedback)) for s in sent] == [("ann", [MODULE])]
    assert "For Ann." in course.store.submissions.feedback(sent[0].id, MODULE).html


@pytest.mark.whole
def test_sending_again_is_collected_with_update(running_course: Programme) -> None:
    """The newest submission counts once --update says so, and grades follow it."""
    course = running_course
    course.release()
    course.does("ann", MODULE, "send", MODULE, None)
    course.nbgrader("fay", "collect", MODULE)
    course.nbgrader("fay", "autograde", MODULE)
    before = scores(course)
    talked = {"talked": True, "when": "2026-11-20", "how": "phone"}
    course.passes("ann", "D1", *PASSED)
    course.does("ann", MODULE, "talked", MODULE, talked, "partner")
    course.does("ann", MODULE, "send", MODULE, None)

    without = course.nbgrader("fay", "collect", MODULE)
    course.nbgrader("fay", "collect", MODULE, "--update")
    course.nbgrader("fay", "autograde", MODULE)

    assert f"Already collected (--update?): ann {MODULE}" in without
    assert (before, scores(course)) == ({"ann": 0.0}, {"ann": 1.0})
