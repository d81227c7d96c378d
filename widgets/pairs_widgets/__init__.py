"""The widgets of the course: what a module's notebook calls.

Each call returns a widget; while nbgrader grades (``NBGRADER_EXECUTION``) it returns a small static
object with the submitted answers instead, without loading a widget library.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from pairs_widgets import graded_view

if TYPE_CHECKING:
    from pairs_widgets.base import CourseWidget
    from pairs_widgets.graded_view import Static

__all__ = [
    "airtime",
    "cards",
    "challenge",
    "completed",
    "conversation",
    "differences",
    "hours",
    "joint",
    "ladder",
    "ledger",
    "meet",
    "moves",
    "plan",
    "questions",
    "send",
]


def _widget(
    name: str, about: str, graded: Callable[[str], Static] = graded_view.submitted_set
) -> Callable[[str], CourseWidget | Static]:
    """Return the call that shows a widget: the class ``Name`` of ``name/name.py``.

    The folder and the call share one attribute of this package. Importing the folder's (empty)
    package first lets the call have it for good.
    """
    import_module(f"{__name__}.{name}")

    def show(shown: str) -> CourseWidget | Static:
        if graded_view.grading():
            return graded(shown)
        module = import_module(f"{__name__}.{name}.{name}")
        widget: CourseWidget = getattr(module, name.capitalize())(shown)
        return widget

    show.__name__, show.__doc__ = name, about
    return show


# These take the id of a question set.
questions = _widget("questions", "Show a question set.")
joint = _widget("joint", "Show texts that the pair writes together.")
meet = _widget("meet", "Show how the pair finds another, and the sentence from each to the other.")
plan = _widget("plan", "Show an if-then plan that the pair writes together.")
moves = _widget("moves", "Show debate moves to be turned into dialogue moves.")
airtime = _widget("airtime", "Show the airtime mirror.")
cards = _widget("cards", "Show cards that one person keeps.")
ledger = _widget("ledger", "Show assumption cards, also those of an earlier module.")
hours = _widget("hours", "Show cards of hours, with a table of their sums.")
ladder = _widget("ladder", "Show a ladder: where each decision is taken now.")
differences = _widget(
    "differences", "Show what one of the two sees, and, once it is open, a map of it."
)
challenge = _widget("challenge", "Show the pair's aim and measure, with its run chart.")
# These take the id of a module.
conversation = _widget(
    "conversation",
    "Show the pair conversation of a module, from sealing to what both see now.",
    graded_view.submitted_conversation,
)
send = _widget(
    "send", "Show what goes to the facilitator, and send it.", graded_view.submitted_module
)


def completed(module_id: str) -> None:
    """Hold the locked completion test: silent in a live notebook, asserts while grading."""
    if graded_view.grading():
        graded_view.check_completed(module_id)
