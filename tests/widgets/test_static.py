"""While nbgrader runs a notebook its cells show submitted answers, escaped, and need no widget."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import pairs_widgets
from pairs_widgets.graded_view import Static, read_submission

MODULE = "05-debate-and-dialogue"
CALLS = (
    "questions",
    "joint",
    "meet",
    "plan",
    "moves",
    "airtime",
    "cards",
    "ledger",
    "hours",
    "ladder",
    "differences",
    "challenge",
)


def _submit(folder: Path, **more: Any) -> None:
    submission = {"version": 1, "module": MODULE, "complete": True, "answers": {}, "joint": {}}
    (folder / "submission.json").write_text(json.dumps(submission | more))


@pytest.fixture
def grading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A submission's folder while nbgrader grades it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    return tmp_path


def _html(static: object) -> str:
    assert isinstance(static, Static)
    return static._repr_html_()


def test_submitted_answers_are_shown_and_escaped(grading: Path) -> None:
    """What a participant wrote is text, whatever it looks like."""
    _submit(
        grading, answers={"D1": 4}, joint={"plan-05": {"if": "<script>x()</script>", "then": "y"}}
    )

    answers = _html(pairs_widgets.questions("dialogue"))
    shown = _html(pairs_widgets.plan("plan-05"))

    assert "4 of 5" in answers
    assert "&lt;script&gt;" in shown
    assert "<script" not in shown


def test_a_text_of_an_earlier_module_comes_with_the_one_in_which_it_went_on(grading: Path) -> None:
    """What was written together is there; a single person's answers of that module are not."""
    _submit(grading, answers={"N1": "words"}, joint={"agreement-rules": {"rules": "We ask."}})

    assert "We ask." in _html(pairs_widgets.joint("agreement"))
    assert "stay with the pair" in _html(pairs_widgets.questions("needs"))


def test_a_submission_of_something_else_shows_as_not_shared(grading: Path) -> None:
    """A value that the item does not allow is not shown."""
    _submit(grading, answers={"D1": {"html": "<b>"}})

    assert "<b>" not in _html(pairs_widgets.questions("dialogue"))


@pytest.mark.usefixtures("grading")
@pytest.mark.parametrize("call", CALLS)
def test_every_call_is_static_while_grading(call: str) -> None:
    """Each call that names a set gives a sentence when nothing was submitted."""
    html = _html(getattr(pairs_widgets, call)("dialogue"))

    assert html == "<p>How we talk when it matters: nothing was submitted.</p>"


def test_module_calls_are_static_while_grading(grading: Path) -> None:
    """The conversation stays with the pair; the module says whether it is complete."""
    _submit(grading, demo=True)

    assert "stays with the pair" in _html(pairs_widgets.conversation(MODULE))
    assert _html(pairs_widgets.send(MODULE)) == (
        "<p><strong>This is demo data.</strong></p><p>Debate and dialogue: complete.</p>"
    )


@pytest.mark.parametrize(
    ("submission", "problem"),
    [
        (None, "Nothing was submitted"),
        ({"complete": False}, "not complete yet"),
        ({"module": "01-setting-out"}, "got another module's"),
        ({"answers": []}, "Nothing was submitted"),
        ({"complete": "yes"}, "Nothing was submitted"),
    ],
)
def test_an_incomplete_module_fails_its_test(
    grading: Path, submission: dict[str, Any] | None, problem: str
) -> None:
    """The completion test asserts, with a sentence."""
    if submission is not None:
        _submit(grading, **submission)

    with pytest.raises(AssertionError, match=problem):
        pairs_widgets.completed(MODULE)


def test_a_complete_module_passes_in_silence(
    grading: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """nbgrader scores 0 for anything on standard error."""
    _submit(grading)

    pairs_widgets.completed(MODULE)
    pairs_widgets.questions("dialogue")

    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("grading")
@pytest.mark.parametrize("mode", [None, "validate"])
def test_the_completion_test_is_silent_elsewhere(
    monkeypatch: pytest.MonkeyPatch, mode: str | None
) -> None:
    """In a live notebook, and when an author validates one, nothing happens."""
    monkeypatch.delenv("NBGRADER_EXECUTION")
    if mode:
        monkeypatch.setenv("NBGRADER_EXECUTION", mode)

    pairs_widgets.completed(MODULE)

    assert read_submission() is None


def test_a_damaged_submission_counts_as_none(grading: Path) -> None:
    """A torn file never breaks the grading of the others."""
    (grading / "submission.json").write_bytes(b'{"module": "\xff')

    assert read_submission() is None


@pytest.mark.usefixtures("grading")
def test_grading_loads_no_widget_library() -> None:
    """Grading is quick: static cells need neither ipywidgets nor anywidget."""
    script = (
        "import sys\n"
        "from pairs_widgets import conversation, questions, send\n"
        "questions('dialogue')\n"
        "send('05-debate-and-dialogue')\n"
        "conversation('05-debate-and-dialogue')\n"
        "large = ('anywidget', 'ipywidgets', 'IPython', 'tornado')\n"
        "print([name for name in large if name in sys.modules])\n"
    )

    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert (told.stdout, told.stderr) == ("[]\n", "")
