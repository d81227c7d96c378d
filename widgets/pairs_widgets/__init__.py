"""The widgets of the course: what a module's notebook calls.

Each call returns a widget; while nbgrader grades (``NBGRADER_EXECUTION``) it returns a small static
object with the submitted answers instead, without loading a widget library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pairs_widgets import graded_view

if TYPE_CHECKING:
    from pairs_widgets.base import CourseWidget
    from pairs_widgets.graded_view import Static

# A folder and the call of the same name share one attribute of this package. Importing the (empty)
# folder packages first lets the calls below have it for good.
_FOLDERS = (
    "airtime",
    "cards",
    "challenge",
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
)
for _folder in _FOLDERS:
    import_module(f"{__name__}.{_folder}")

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


def questions(set_id: str) -> CourseWidget | Static:
    """Show a question set."""
    if graded_view.grading():
        return graded_view.submitted_set(set_id)
    from pairs_widgets.questions.questions import Questions

    return Questions(set_id)


def joint(set_id: str) -> CourseWidget | Static:
    """Show texts that the pair writes together."""
    if graded_view.grading():
        return graded_view.submitted_set(set_id)
    from pairs_widgets.joint.joint import Joint

    return Joint(set_id)


def meet(set_id: str) -> CourseWidget | Static:
    """Show how the pair finds another pair, and the sentence from each to the other."""
    if graded_view.grading():
        return graded_view.submitted_set(set_id)
    from pairs_widgets.meet.meet import Meet

    return Meet(set_id)


def plan(set_id: str) -> CourseWidget | Static:
    """Show an if-then plan that the pair writes together."""
    if graded_view.grading():
        return graded_view.submitted_set(set_id)
    from pairs_widgets.plan.plan import Plan

    return Plan(set_id)


def moves(set_id: str) -> CourseWidget | Static:
    """Show debate moves to be turned into dialogue moves."""
    if graded_view.grading():
        return graded_view.submitted_set(set_id)
    from pairs_widgets.moves.moves import Moves

    return Moves(set_id)


def airtime(set_id: str) -> CourseWidget | Static:
    """Show the airtime mirror."""
    if graded_view.grading():
        return graded_view.submitted_set(set_id)
    from pairs_widgets.airtime.airtime import Airtime

    return Airtime(set_id)


def cards(set_id: str) -> CourseWidget | Static:
    """Show cards that one person keeps."""
    if graded_view.grading():
        return graded_view.submitted_set(set_id)
    from pairs_widgets.cards.cards import Cards

    return Cards(set_id)


def ledger(set_id: str) -> CourseWidget | Static:
    """Show assumption cards, also those of an earlier module."""
    if graded_view.grading():
        return graded_view.submitted_set(set_id)
    from pairs_widgets.ledger.ledger import Ledger

    return Ledger(set_id)


def hours(set_id: str) -> CourseWidget | Static:
    """Show cards of hours, with a table of their sums."""
    if graded_view.grading():
        return graded_view.submitted_set(set_id)
    from pairs_widgets.hours.hours import Hours

    return Hours(set_id)


def ladder(set_id: str) -> CourseWidget | Static:
    """Show a ladder: where each decision is taken now."""
    if graded_view.grading():
        return graded_view.submitted_set(set_id)
    from pairs_widgets.ladder.ladder import Ladder

    return Ladder(set_id)


def differences(set_id: str) -> CourseWidget | Static:
    """Show what one of the two sees, and, once it is open, a map of it."""
    if graded_view.grading():
        return graded_view.submitted_set(set_id)
    from pairs_widgets.differences.differences import Differences

    return Differences(set_id)


def challenge(set_id: str) -> CourseWidget | Static:
    """Show the pair's aim and measure, with its points as a run chart."""
    if graded_view.grading():
        return graded_view.submitted_set(set_id)
    from pairs_widgets.challenge.challenge import Challenge

    return Challenge(set_id)


def conversation(module_id: str) -> CourseWidget | Static:
    """Show the pair conversation of a module, from sealing to what both see now."""
    if graded_view.grading():
        return graded_view.submitted_conversation(module_id)
    from pairs_widgets.conversation.conversation import Conversation

    return Conversation(module_id)


def send(module_id: str) -> CourseWidget | Static:
    """Show what goes to the facilitator, and send it."""
    if graded_view.grading():
        return graded_view.submitted_module(module_id)
    from pairs_widgets.send.send import Send

    return Send(module_id)


def completed(module_id: str) -> None:
    """Hold the locked completion test: silent in a live notebook, asserts while grading."""
    if graded_view.grading():
        graded_view.check_completed(module_id)
