"""Cards and letters at the desk: read with marks, published or sent back, never changed."""

from __future__ import annotations

import pytest

from pairs_instructor.desk import blocks
from pairs_instructor.desk.desk import Desk
from pairs_instructor.desk.panel import Problem
from pairs_instructor.desk.panels.reviews import Reviews
from pairs_instructor.service_client import CallError

from ..serving import COHORT, Programme
from .conftest import forms, words

LAST = "08-next-steps"
BOTH = ("partner", "facilitator")
LETTER = {"letter": "We thank Priya,\nand <b>Dan</b>."}
OTHER = {"letter": "Take your time."}


def agree(course: Programme, value: dict[str, str]) -> None:
    """Let the first pair agree on a letter, and Ann send the module."""
    proposal = course.does("ann", LAST, "propose", "letter", value, *BOTH)
    course.does("bob", LAST, "confirm", "letter", {"of": proposal}, *BOTH)
    course.does("ann", LAST, "send", LAST, None)


@pytest.fixture
def panel(running_course: Programme, desk: Desk) -> Reviews:
    agree(running_course, LETTER)
    return Reviews(desk)


def pressed(panel: Reviews, action: str, **filled: object) -> dict[str, object]:
    """Return what the form of an action sends."""
    form = forms(panel.blocks())[action]
    return {field["name"]: field["value"] for field in form["fields"]} | filled


def published(course: Programme) -> list[dict[str, str]]:
    return [text.value for text in course.store.reviews.published(COHORT)]


def test_a_letter_is_read_with_its_marks(panel: Reviews) -> None:
    """Whose it is, the words as they are, and what to look at; each button says what it does."""
    shown = panel.blocks()

    assert "Letter of pair1 (Ann and Bob)" in words(shown)
    (quote,) = [block for block in shown if block["block"] == "quote"]
    assert quote["parts"] == [
        ["We thank ", False],
        ["Priya", True],
        [",\nand <b>", False],
        ["Dan", True],
        ["</b>.", False],
    ]
    (listed,) = [block for block in shown if block["block"] == "list"]
    assert listed["entries"] == [
        "“Priya”: a capital letter inside a sentence",
        "“Dan”: a name of your cohort",
    ]
    assert "people who follow the course or pay for it" in forms(shown)["publish"]["says"]
    assert "Both of the two read your reason" in forms(shown)["send-back"]["says"]


def test_a_letter_is_published(running_course: Programme, panel: Reviews) -> None:
    """Pressing again does no harm; it can still be sent back."""
    values = pressed(panel, "publish")
    said = [words(panel.act("publish", values)) for _ in range(2)]

    assert said == ["Published. Either of the two can take it back at any time."] * 2
    assert published(running_course) == [LETTER]
    shown = panel.blocks()
    assert "No card and no letter waits to be read." in words(shown)
    assert "Letter of pair1 (Ann and Bob): published" in words(shown)

    panel.act("send-back", pressed(panel, "send-back", reason="recognised"))
    assert published(running_course) == []


def test_a_letter_is_sent_back_and_comes_again(running_course: Programme, panel: Reviews) -> None:
    """With the reason in words; the changed one waits."""
    panel.act("send-back", pressed(panel, "send-back", reason="unclear", sentence="Who is it?"))
    shown = words(panel.blocks())
    assert "Letter of pair1 (Ann and Bob): sent back" in shown
    assert "who does not know you. Who is it?" in shown

    agree(running_course, OTHER)
    panel.act("publish", pressed(panel, "publish"))
    assert published(running_course) == [OTHER]


@pytest.mark.parametrize(
    ("filled", "expected"),
    [
        ({}, ["reason"]),
        ({"reason": "ugly", "sentence": "x" * 301}, ["reason", "sentence"]),
        ({"reason": "unclear", "sentence": "x" * 301}, ["sentence"]),
    ],
)
def test_without_a_reason_nothing_is_sent_back(
    panel: Reviews, filled: dict[str, str], expected: list[str]
) -> None:
    """The problem stands at its field; the letter waits as before."""
    before = panel.blocks()
    with pytest.raises(Problem) as refused:
        panel.act("send-back", pressed(panel, "send-back", **filled))

    assert [name for name, _ in refused.value.problems] == expected
    assert panel.blocks() == before


def test_a_letter_that_changed_meanwhile_is_not_published(
    running_course: Programme, panel: Reviews
) -> None:
    """The facilitator is told, and finds the new one."""
    values = pressed(panel, "publish")
    agree(running_course, OTHER)

    with pytest.raises(CallError, match="changed or taken back by the pair"):
        panel.act("publish", values)

    assert published(running_course) == []
    assert "Take your time." in words(panel.blocks())


def test_an_old_page_does_nothing(panel: Reviews) -> None:
    """Nobody edits a text, whatever a browser sends."""
    with pytest.raises(Problem, match="Load it again"):
        panel.act("edit", {"letter": "Other words."})


def test_a_quote_without_marks_is_its_words() -> None:
    """Marks at both ends leave empty parts, which show nothing."""
    assert blocks.quote("Ann") == {"block": "quote", "text": "Ann"}
    assert blocks.quote("Ann", [(0, 3)])["parts"] == [["", False], ["Ann", True], ["", False]]
