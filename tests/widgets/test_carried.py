"""A look back shows the plan that it asks about, and the challenge: what both agreed, no more."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pairs_course.answers import partner_view
from pairs_widgets.kernel import Course
from pairs_widgets.questions.questions import Questions

from .kernels import CONTENT, make_course

CHALLENGE = {"sentence": "People do not know whom to call."}
LATER = CONTENT.modules[1:]


def knowing(folder: Path, module: str, carried: dict[str, dict[str, str]]) -> Course:
    """Return a course to which the service has said what the pair takes into a module."""
    course = make_course(folder)
    view: Any = {
        **partner_view.view([], module, CONTENT, now=datetime(2026, 11, 20, tzinfo=UTC)),
        "carried": carried,
    }
    course._views[module] = ("1", view)
    return course


@pytest.mark.parametrize("module", LATER, ids=lambda module: module.id)
def test_the_look_back_shows_challenge_and_plan(tmp_path: Path, module: Any) -> None:
    """In every later module, with the labels of the plan's boxes."""
    recalled, look_back, *_ = CONTENT.sets_of(module.id)
    plan = f"plan-0{int(module.number) - 1}"
    agreed = {"challenge": CHALLENGE, plan: {"if": "it is Monday", "then": "call"}}

    course = knowing(tmp_path, module.id, agreed)
    shown = Questions(look_back.id, course).state["carried"]

    # What is remembered is asked first, with nothing on the page that answers it.
    assert Questions(recalled.id, course).state["carried"] == []
    assert [one["lines"] for one in shown] == [
        [{"label": "", "text": CHALLENGE["sentence"]}],
        [{"label": "If…", "text": "it is Monday"}, {"label": "then we…", "text": "call"}],
    ]


def test_nothing_agreed_shows_nothing_and_nothing_else_of_the_pair(tmp_path: Path) -> None:
    """A look back is one's own: of the pair its page knows the agreed texts alone."""
    state = Questions("look-back-02", knowing(tmp_path, "02-a-new-relationship", {})).state

    assert state["carried"] == []
    assert "view" not in state


def test_other_questions_follow_no_pair(tmp_path: Path) -> None:
    """They ask the service for nothing, and show nothing of it."""
    page = Questions("needs", make_course(tmp_path))

    assert page.follows_pair is False
    assert page.state["carried"] == []
