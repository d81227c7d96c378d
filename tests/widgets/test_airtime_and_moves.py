"""The airtime mirror and the moves keep what a person gives, for that person alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pairs_course.answers.journal import Journal
from pairs_widgets.airtime.airtime import NOTES, Airtime
from pairs_widgets.moves.moves import Moves

from .kernels import Line, make_course

AIRTIME = "airtime-05"


def test_airtime_comes_back_and_is_for_nobody_else(tmp_path: Path) -> None:
    """The last value is in the state of a new kernel's page; no event has an audience."""
    line = Line(Airtime(AIRTIME, make_course(tmp_path)))
    counted = {"mode": "buttons", "mine": 372, "theirs": 248, "guess": 40}
    line.event("answer", AIRTIME, {"mode": "guess", "mine": None, "theirs": None, "guess": 40})
    line.event("answer", AIRTIME, counted)

    again = Airtime(AIRTIME, make_course(tmp_path))

    assert again.state["answers"] == {AIRTIME: counted}
    assert again.state["notes"] == list(NOTES)
    assert again.state["set"]["title"] == "The airtime mirror"
    assert [e.audience for e in Journal(tmp_path / ".pairs").events()] == [(), ()]


@pytest.mark.parametrize(
    "value",
    [
        {"mode": "microphone", "mine": 1, "theirs": 1, "guess": None},
        {"mode": "buttons", "mine": 9999, "theirs": 1, "guess": None},
        {"mode": "buttons", "mine": 1},
        "half",
    ],
)
def test_airtime_refuses_what_it_cannot_mean(tmp_path: Path, value: Any) -> None:
    """The reason is said and nothing is written."""
    line = Line(Airtime(AIRTIME, make_course(tmp_path)))

    line.event("answer", AIRTIME, value)

    assert [m["kind"] for m in line.heard] == ["refused"]
    assert line.heard[0]["why"].startswith("airtime-05: expected a mode (buttons or guess)")
    assert Journal(tmp_path / ".pairs").events() == []


def test_the_last_choice_of_a_move_counts(tmp_path: Path) -> None:
    """Trying others is fine; the page has every option's feedback from the start, and no score."""
    line = Line(Moves("moves", make_course(tmp_path)))
    for option in ("figures", "your-way", "which-part"):
        line.event("answer", "M1", option)
    line.event("answer", "M1", "nonsense")

    state = Moves("moves", make_course(tmp_path)).state

    assert [m["kind"] for m in line.heard] == ["saved", "saved", "saved", "refused"]
    assert state["answers"] == {"M1": "which-part"}
    assert [i["id"] for i in state["items"] for o in i["options"] if not o["feedback"]] == []
    assert {e.audience for e in Journal(tmp_path / ".pairs").events()} == {()}
