"""Named examples of the reveal: each kind of item, each kind of reading, nothing to compare."""

from __future__ import annotations

from typing import Any

from pairs_course.answers.partner_view import Opened, View
from pairs_course.programme.compiled import load
from pairs_widgets.examples import Example
from pairs_widgets.reveal.reveal import opened
from pairs_widgets.state import page_state

Said = dict[str, tuple[Any, Any]]


def seen(mine: Said, theirs: Said, changed: tuple[str, ...] = ()) -> View:
    """Return the service's view when the given answers and guesses are open.

    ``changed`` names items that both answered with 5 after sealing.
    """

    def side(said: Said) -> dict[str, Opened]:
        return {
            item: {
                "answer": answer,
                "guess": guess,
                "later": {"answer": 5, "day": "2026-05-04"} if item in changed else None,
            }
            for item, (answer, guess) in said.items()
        }

    return {
        "phase": "open",
        "step": None,
        "alone": False,
        "picks": {"mine": None, "theirs": None},
        "opened": list(mine),
        "partner": side(theirs),
        "mine": side(mine),
        "joint": {},
        "points": {},
        "carried": {},
        "talked": False,
        "partner_talked": None,
        "compared": {},
    }


def _example(
    name: str, set_id: str, mine: Said, theirs: Said, changed: tuple[str, ...] = ()
) -> Example:
    question_set = load().question_set(set_id)
    state = page_state((question_set,), user="amira", partner="Ben", sharing="ok")
    cards = opened(question_set.items, seen(mine, theirs, changed))
    return Example("reveal", name, {**state, "opened": cards})


EXAMPLES = (
    _example(
        "five readings",
        "dialogue",
        {"D1": (2, 2), "D2": (5, 1), "D3": (4, 4), "D4": (1, 3), "D5": (5, 1)},
        {"D1": (2, 3), "D2": (4, 4), "D3": (1, 4), "D4": (3, 1), "D5": (3, 5)},
    ),
    _example(
        "nothing to compare",
        "dialogue",
        {"D1": ("unsure", 2), "D2": (3, None), "D3": ("pass", "pass")},
        {"D1": (2, 3), "D2": (3, None), "D3": ("pass", "unsure")},
    ),
    _example("changed after sealing", "dialogue", {"D1": (3, 3)}, {"D1": (3, 3)}, ("D1",)),
    _example(
        "choice, scale and text",
        "needs",
        {
            "N1": ("breaks", "plain-words"),
            "N3": (5, 5),
            "N5": ("I tire after an hour.\nThen <b>please</b> stop & call.", None),
        },
        {"N1": ("plain-words", "breaks"), "N3": (1, 4), "N5": ("", None)},
    ),
)
