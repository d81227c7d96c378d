"""Notes from the desk: to a pair, to one person alone, and never over somebody else's words."""

from __future__ import annotations

import pytest

from pairs_instructor import notes
from pairs_instructor.desk.desk import Desk
from pairs_instructor.desk.panel import Problem
from pairs_instructor.desk.panels.notes import Notes

from ..courses import MODULE
from ..serving import COHORT, Programme
from .conftest import forms, words

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")

CHOSEN = {"module": MODULE, "pair": "pair1"}


def hidden(form: dict[str, object]) -> dict[str, object]:
    """Return what a form sends besides what is filled in."""
    fields = form["fields"]
    assert isinstance(fields, list)
    return {field["name"]: field["value"] for field in fields if field["kind"] == "hidden"}


def stored(course: Programme) -> list[str]:
    return [note.text for note in course.store.notes.list(COHORT, MODULE)]


def test_a_note_is_written_to_a_pair(running_course: Programme, desk: Desk) -> None:
    """Before, it says who will read it; afterwards, that it is saved; the list has it."""
    panel = Notes(desk)
    assert list(forms(panel.blocks())) == ["choose"]

    panel.act("choose", CHOSEN)
    form = forms(panel.blocks())["note"]
    done = panel.act("note", {**hidden(form), "text": "Thank you both."})
    after = panel.blocks()

    assert "Both read the same note on their feedback page" in form["says"]
    assert words(done) == (
        "The note to pair1: Ann and Bob is saved. They have it once you give feedback back."
    )
    assert stored(running_course) == ["Thank you both.", ""]
    assert forms(after)["note"]["fields"][-1]["value"] == "Thank you both."
    assert "1 of 2 pairs have a note" in words(after)
    gone = panel.act("note", {**hidden(forms(after)["note"]), "text": ""})
    assert words(gone) == "There is no note to pair1: Ann and Bob now."


def test_who_comes_second_reads_the_newer_note_first(running_course: Programme, desk: Desk) -> None:
    """Nothing typed is lost: it stands beside the newer words, to be saved on purpose."""
    panel = Notes(desk)
    panel.act("choose", CHOSEN)
    form = forms(panel.blocks())["note"]
    running_course.store.notes.put("fay", COHORT, MODULE, "pair1", "From another desk.", None)

    told = panel.act("note", {**hidden(form), "text": "Mine."})
    between = stored(running_course)
    again = forms(told)["note"]
    panel.act("note", {**hidden(again), "text": "Both together."})

    assert "Fay changed this note after you opened it" in words(told)
    assert {"block": "quote", "text": "From another desk."} in told
    assert again["fields"][-1]["value"] == "Mine."
    assert between == ["From another desk.", ""]
    assert stored(running_course) == ["Both together.", ""]


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
    second = panel.act("private", {**hidden(form), "text": "Something else."})
    refused = forms(second)["private"]

    assert "is not marked yet" in words(before)
    assert "private" not in forms(before)
    assert form["title"] == "To Ann alone"
    assert words(done).startswith("The private note is saved.")
    assert {"block": "quote", "text": "To Ann."} in second
    assert refused["fields"][-1]["value"] == "Something else."
    assert [note.text for note in notes.read(course.root, MODULE)] == ["To Ann."]


def test_what_cannot_be_done_changes_nothing(running_course: Programme, desk: Desk) -> None:
    """An unknown module, a note that is too long, an old page: each says what to mend."""
    panel = Notes(desk)

    for action, values, expected in (
        ("choose", {"module": "x"}, "Choose a module."),
        ("note", {**CHOSEN, "text": "x" * 5001}, "This note has 5001."),
        ("private", {"module": MODULE, "student": "dan", "text": "x"}, "dan sent is not marked"),
        ("else", CHOSEN, "This page is older"),
    ):
        with pytest.raises(Problem, match=expected):
            panel.act(action, values)
    assert stored(running_course) == ["", ""]
