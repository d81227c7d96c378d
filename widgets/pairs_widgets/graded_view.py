"""What a module's cells show while nbgrader runs them: submitted answers as escaped HTML.

nbgrader sets ``NBGRADER_EXECUTION``. The answers are in ``submission.json`` in the current folder;
it holds only what the participant chose to send. Nothing is written to standard error, which
nbgrader would take for a failed test.
"""

from __future__ import annotations

import json
import os
from html import escape
from pathlib import Path
from typing import Any

from pairs_course.programme import compiled
from pairs_course.render import answers_html

SUBMISSION = "submission.json"


class Static:
    """Something with HTML to show, and nothing else."""

    def __init__(self, html: str) -> None:
        self._html = html

    def __repr__(self) -> str:
        return "Answers of this submission (shown as HTML)"

    def _repr_html_(self) -> str:
        return self._html


def grading() -> bool:
    """Say whether nbgrader is running this notebook."""
    return bool(os.environ.get("NBGRADER_EXECUTION"))


def submitted_set(set_id: str) -> Static:
    """Return the submitted answers to a question set."""
    question_set = compiled.load().question_set(set_id)
    submission = read_submission()
    if submission is None:
        return Static(f"<p>{escape(question_set.title)}: nothing was submitted.</p>")
    answers = submission["answers"]
    if question_set.module != submission["module"]:
        answers = {}  # shown again: only texts that are written together come with this module too
    html = answers_html.render_set(question_set, answers, submission["joint"], only="facilitator")
    return Static(html or f"<p>{escape(question_set.title)}: these answers stay with the pair.</p>")


def submitted_conversation(module_id: str) -> Static:
    """Return the one sentence of the pair conversation, and that the rest of it stays with them."""
    loaded = compiled.load()
    sentence = submitted_set(loaded.module(module_id).sentence_item)._repr_html_()
    return Static(f"{sentence}<p>All else of the pair conversation stays with the pair.</p>")


def submitted_module(module_id: str) -> Static:
    """Return one sentence: whether the module is complete."""
    submission = read_submission()
    if submission is None:
        return Static("<p>Nothing was submitted.</p>")
    title = escape(compiled.load().module(module_id).title)
    said = "complete" if submission["complete"] else "not complete yet"
    demo = "<p><strong>This is demo data.</strong></p>" if submission.get("demo") else ""
    return Static(f"{demo}<p>{title}: {said}.</p>")


def check_completed(module_id: str) -> None:
    """Hold the completion test of a module.

    Raises:
        AssertionError: while grading, if nothing was submitted, or the module is not complete, or
            the submission is of another module. In a live notebook, and when an author validates
            a notebook without a submission, nothing happens.
    """
    mode = os.environ.get("NBGRADER_EXECUTION")
    submission = read_submission()
    if submission is None:
        if mode == "autograde":
            raise AssertionError("Nothing was submitted for this module yet.")
        return
    if submission["module"] != module_id:
        raise AssertionError(f"Expected a submission of {module_id}, got another module's.")
    if not submission["complete"]:
        raise AssertionError("This module is not complete yet: the pair conversation is to come.")


def read_submission() -> dict[str, Any] | None:
    """Return the submission in the current folder, or None; a damaged one counts as none."""
    try:
        data = json.loads(Path(SUBMISSION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    shapes = {"module": str, "complete": bool, "answers": dict, "joint": dict}
    if not isinstance(data, dict):
        return None
    return data if all(isinstance(data.get(k), v) for k, v in shapes.items()) else None
