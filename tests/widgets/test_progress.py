"""How far a person is with a widget: what the contents of a module tick."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_widgets import progress
from pairs_widgets.conversation.conversation import Conversation
from pairs_widgets.examples import together
from pairs_widgets.joint.joint import Joint
from pairs_widgets.questions.questions import Questions
from pairs_widgets.send.send import Send

from .kernels import CONTENT, Line, make_course

MODULE = "01-setting-out"
MINE = together(None, ("me", {}))
THEIRS = together(None, ("partner", {}))
AGREED = together({"sentence": "It is hard."})


def test_a_set_is_done_when_each_question_has_an_answer(tmp_path: Path) -> None:
    """Passing is an answer, so is an empty box; a guess that is asked for has to be made."""
    course = make_course(tmp_path)
    line = Line(Questions("needs", course))
    assert line.widget.progress == {"module": MODULE, "stands": "open"}

    items = CONTENT.question_set("needs").items
    for item in items:
        line.event("answer", item.id, "" if item.kind == "text" else "pass")
    assert line.widget.progress["stands"] == "begun"
    for item in items:
        if item.guess:
            line.event("guess", item.id, "unsure")

    assert line.widget.progress["stands"] == "done"


@pytest.mark.parametrize(
    ("stands", "expected"), [(None, "open"), (MINE, "waiting"), (THEIRS, "begun"), (AGREED, "done")]
)
def test_a_text_of_both_waits_for_whoever_has_not_said_yes(stands: Any, expected: str) -> None:
    """It is done when it stands; one's own suggestion is all that one can do."""
    one = CONTENT.question_set("challenge")
    assert progress.of_sets([one], [], {one.items[0].id: stands}) == expected


def test_what_nobody_has_to_make_is_not_counted() -> None:
    """A card or a letter is made only if both want to; what is begun is counted like all else."""
    for name in ("network-card", "letter"):
        one = CONTENT.question_set(name)
        assert progress.of_sets([one], [], {}) == ""
        assert progress.of_sets([one], [], {one.items[0].id: MINE}) == "waiting"


def test_the_conversation_is_done_when_they_talked_or_say_why_not(tmp_path: Path) -> None:
    """Sealing is not all of it."""
    course = make_course(tmp_path)
    line = Line(Conversation(MODULE, course))
    assert line.widget.progress["stands"] == "open"

    line.event("alone", MODULE, None)

    assert line.widget.progress == {"module": MODULE, "stands": "done"}


def test_sending_is_done_when_it_is_sent(tmp_path: Path) -> None:
    """And not before."""
    line = Line(Send(MODULE, make_course(tmp_path)))
    assert line.widget.progress["stands"] == "open"

    line.event("send", MODULE, None)

    assert line.widget.progress["stands"] == "done"


def test_a_draft_is_a_beginning(tmp_path: Path) -> None:
    """What only its author sees is not done, and not untouched."""
    line = Line(Joint("challenge", make_course(tmp_path)))
    line.event("answer", "challenge", {"sentence": "It is hard to"})

    assert line.widget.progress["stands"] == "begun"


@given(st.lists(st.sampled_from(["", "open", "begun", "waiting", "done"])))
def test_the_whole_is_never_further_than_its_parts(parts: list[Any]) -> None:
    """Done is only what has no open part; what is not counted changes nothing."""
    counted = [part for part in parts if part]
    found = progress.whole(parts)

    assert found == progress.whole(counted)
    assert (found == "") == (not counted)
    assert (found == "done") == (set(counted) == {"done"})
    assert (found == "open") == (set(counted) == {"open"})
    if "open" in counted or "begun" in counted:
        assert found in ("open", "begun")
