"""Private notes from the desk: to one person alone, and never over somebody else's words."""

from __future__ import annotations

import pytest

from pairs_course.people.roster import roster_of
from pairs_instructor.cohort_folder import LEFT
from pairs_instructor.desk.desk import Desk
from pairs_instructor.desk.panel import Problem
from pairs_instructor.desk.panels.notes import Notes
from pairs_instructor.nbgrader import private_notes

from ..courses import MODULE
from ..serving import COHORT, ROSTER, Programme
from .conftest import forms, words

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")

CHOSEN = {"module": MODULE, "pair": "pair1"}


def hidden(form: dict[str, object]) -> dict[str, object]:
    """Return what a form sends besides what is filled in."""
    fields = form["fields"]
    assert isinstance(fields, list)
    return {field["name"]: field["value"] for field in fields if field["kind"] == "hidden"}


def test_private_notes_need_marked_work(running_course: Programme, desk: Desk) -> None:
    """Until then the desk says what to do; then there is a form for each whose work is marked."""
    course, panel = running_course, Notes(desk)
    panel.act("choose", CHOSEN)
    before = panel.blocks()
    course.release()
    course.does("ann", MODULE, "send", MODULE, None)
    course.nbgrader("fay", "collect", MODULE)
    course.nbgrader("fay", "autograde", MODULE)

    form = forms(panel.blocks())["private"]
    done = panel.act("private", {**hidden(form), "text": "To Ann."})
    with pytest.raises(Problem, match="Somebody changed this note") as second:
        panel.act("private", {**hidden(form), "text": "Something else."})

    assert "is not marked yet" in words(before)
    assert "private" not in forms(before)
    assert form["fields"][-1]["label"] == "Private note to Ann"
    assert words(done).startswith("The private note to Ann on “Debate and dialogue” is saved.")
    assert {"block": "quote", "text": "To Ann."} in second.value.shown
    assert second.value.values == {"before": "To Ann."}
    assert [note.text for note in private_notes.read(course.root, MODULE)] == ["To Ann."]


def test_what_cannot_be_done_changes_nothing(running_course: Programme, desk: Desk) -> None:
    """An unknown module, a note that is too long, an old page: each says what to mend."""
    panel = Notes(desk)

    for action, values, expected in (
        ("choose", {"module": "x"}, "Choose a module."),
        ("private", {**CHOSEN, "text": "x" * 5001}, "This note has 5001."),
        ("private", {"module": MODULE, "student": "dan", "text": "x"}, "Dan sent is not marked"),
        ("else", CHOSEN, "This page is older"),
    ):
        with pytest.raises(Problem, match=expected):
            panel.act(action, values)
    assert running_course.store.notes.list(COHORT, MODULE)[0].text == ""


def marked(course: Programme, *names: str) -> None:
    """Let these people send, and nbgrader collect and mark it."""
    course.release()
    for name in names:
        course.does(name, MODULE, "send", MODULE, None)
    course.nbgrader("fay", "collect", MODULE)
    course.nbgrader("fay", "autograde", MODULE)


def test_who_left_is_not_offered_under_the_pair_that_has_the_number_now(
    running_course: Programme, desk: Desk
) -> None:
    """The label goes on with somebody new; the work of who left stays, and belongs to no pair."""
    panel = Notes(desk)
    marked(running_course, "ann", "bob")
    cy = ("cy", "Cy", "patient-leader", "pair1")
    running_course.store.rosters.apply(COHORT, roster_of([cy, *ROSTER[1:]]))

    desk.follow()
    panel.act("choose", CHOSEN)
    shown = panel.blocks()

    offered = [block["button"] for block in shown if block.get("action") == "private"]
    assert offered == ["Save the private note to Bob"]
    kept = {note.student: note.pair for note in private_notes.read(running_course.root, MODULE)}
    assert kept == {"ann": LEFT, "bob": "pair1"}


def test_two_of_the_same_name_are_told_apart(running_course: Programme, desk: Desk) -> None:
    """Each private note says whose it is, and can be taken for nobody else's."""
    panel = Notes(desk)
    twins = [(name, "Sam", role, pair) for name, _, role, pair in ROSTER[:2]]
    running_course.store.rosters.apply(COHORT, roster_of([*twins, *ROSTER[2:]]))
    marked(running_course, "ann", "bob")

    desk.follow()
    panel.act("choose", CHOSEN)
    shown = panel.blocks()

    buttons = [block["button"] for block in shown if block.get("action") == "private"]
    assert buttons == ["Save the private note to Sam (ann)", "Save the private note to Sam (bob)"]
