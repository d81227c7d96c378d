"""Named examples of differences: a form, a half-open map, a whole one, no kernel, no hub."""

from __future__ import annotations

from typing import Any

from pairs_course.answers.partner_view import Opened, View
from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Audience, Item, Option
from pairs_widgets.differences.regions import difference_map
from pairs_widgets.examples import Example
from pairs_widgets.state import page_state, page_words

_CHOICES = (Option("see", "I see this"), Option("not-see", "I do not see this"))
_BOTH: tuple[Audience, ...] = ("partner", "facilitator")


def _thing(name: str, ask: str) -> Item:
    return Item(name, "choice", ask, options=_CHOICES, guess=True, audience=_BOTH)


DIFFERENCES = QuestionSet(
    id="differences",
    module="03-why-pairs",
    title="What do you see?",
    intro="You two see the same place from two sides.",
    sealed=True,
    shown="differences",
    items=(
        Item("differences-think", "text", "Think of one day at the place where you meet care."),
        _thing("V1", "How long people wait for an answer"),
        _thing("V2", "What the rules allow"),
        _thing("V3", "What a bad night costs"),
        _thing("V4", "Who is not in the room"),
        _thing("V5", "Where the money goes"),
        _thing("V6", "What people say on the way home"),
        Item("V7", "text", "One thing that I see and you may not", audience=_BOTH),
    ),
)
MINE: dict[str, Any] = {
    "V1": "see",
    "V2": "not-see",
    "V3": "see",
    "V4": "not-see",
    "V5": "unsure",
    "V6": "see",
    "V7": "How <b>tired</b> people are\nwhen they come.",
}
THEIRS: dict[str, Any] = {
    "V1": "see",
    "V2": "see",
    "V3": "not-see",
    "V4": "not-see",
    "V5": "see",
    "V6": None,
    "V7": "How often the rules change.",
}
_WHEN = "2026-11-03T14:03:00.000+00:00"


def seen(*opened: str, mine: dict[str, Any] = MINE) -> View:
    """Return the service's view when these items are open, and one's own answers these."""

    def side(said: dict[str, Any]) -> dict[str, Opened]:
        return {i: {"answer": said.get(i), "guess": None, "later": None} for i in opened}

    return {
        "step": None,
        "phase": "open" if opened else "sealed",
        "alone": False,
        "picks": {"mine": None, "theirs": None},
        "opened": list(opened),
        "partner": side(THEIRS),
        "mine": side(mine),
        "joint": {},
        "points": {},
        "carried": {},
        "talked": False,
        "partner_talked": None,
        "compared": {},
    }


def told(view: View, answers: dict[str, Any] = MINE) -> dict[str, Any]:
    """Return what of the state speaks of the map."""
    return {
        "view": view,
        "map": difference_map(DIFFERENCES.items, view),
        "answers": answers,
        "saved": {f"answer/{item}": _WHEN for item in answers},
    }


def _example(name: str, acks: str = "saved", **more: Any) -> Example:
    state = page_state((DIFFERENCES,), user="amira", partner="Ben", sharing="ok")
    return Example("differences", name, {**state, "set": page_words(DIFFERENCES), **more}, acks)


EXAMPLES = (
    _example("nothing answered", **told(seen(), {})),
    _example("answered and closed", **told(seen())),
    _example("two are open", **told(seen("V1", "V3"))),
    _example("all are open", **told(seen(*THEIRS))),
    _example("open, and nothing answered", **told(seen(*THEIRS, mine={}), {})),
    _example("without a hub", sharing="off", **{**told(seen()), "partner": ""}),
    _example("the kernel is gone", "silent", **told(seen(*THEIRS))),
    _example("every answer refused", "refused", **told(seen(), {})),
)
