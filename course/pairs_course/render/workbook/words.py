"""A workbook's own instructions: sentences of at most fifteen words, in every format."""

from __future__ import annotations

from typing import Any, Final

from pairs_course.programme.course_words import TalkGuide, TalkVersion
from pairs_course.render.workbook.sheets import Kind

#: The version of the talk for those who work on paper.
PAPER: Final = "paper"

TITLES: Final[dict[Kind, str]] = {
    "yours": "Yours",
    "partner": "For your partner",
    "facilitator": "For your facilitator",
}
#: The margin note on each printed page.
RUNNING: Final[dict[str, str]] = {
    "yours": "Sheet 1, yours: never handed in",
    "partner": "Sheet 2, for your partner: in the envelope",
    "together": "Sheet 2, for you two: written together",
    "later": "Sheet 2, for your partner: keep this one closed",
    "facilitator": "Sheet 3, for your facilitator: this is handed in",
}
#: The title of the part of sheet 2 that the partner opens later than the rest.
LATER: Final = "Keep closed until {until}"
UNTIL_THE_END: Final = "the end"
SHORT: Final[dict[Kind, str]] = {
    "yours": "You keep these. You never hand them in.",
    "partner": "These go in an envelope. You two swap envelopes when you meet.",
    "facilitator": "This is handed in, if you want to. Only this sheet is typed in.",
}
TOLD: Final[dict[Kind, tuple[str, ...]]] = {
    "yours": (
        "These sheets are yours. Nobody else needs to see them.",
        "A question has the same number on every sheet and on the screen.",
        "The first part of a number is the module. A sheet may leave out a number.",
    ),
    "partner": (
        "Fill in this sheet alone. Put it in an envelope, and close the envelope.",
        "Your partner opens it when you meet. You open theirs then.",
        "Nothing is anonymous inside a pair. “Prefer not to say” is always fine.",
    ),
    "facilitator": (
        "You choose what goes on this sheet. You can leave out any answer.",
        "Copy here what your facilitator may read. Do not write names of other people.",
        "If someone may come to serious harm, your facilitator has to tell somebody.",
    ),
}
#: Shown at a question about an earlier plan.
WRITTEN: Final = "Have that plan beside you: it is {number} in “{title}”."
#: The boxes to tick about the pair conversation, and how the two talked.
TALKED: Final = ("Yes, we talked.", "No, we did not talk.", "I went on without the reveal.")
WORDS: Final[dict[str, Any]] = {
    "same": "It asks the same questions as the screen, in the same order.",
    "print": "To print, use the menu of your browser. You can also save a PDF.",
    "empty": "This module has no questions for the envelope.",
    "together": (
        "You write this together when you meet.",
        "Both of you write the same words, each on your own sheet.",
        "It stands when both of you say yes to it.",
    ),
    "later": (
        "Fill in this sheet alone. Close it by itself, in an envelope of its own.",
        "Keep it closed until {until}. Then your partner opens it, and you open theirs.",
        "You answer these questions at more than one time.",
        "If you saw your partner's answers before, they could change yours.",
    ),
    "talked": TALKED,
    "done": "One tick is enough. Then you have completed this module. Nobody asks you why.",
    "day": "If you talked, add the day, and how.",
}
#: The screen's sentence about saving, and what paper says instead.
SAVED: Final = "Each answer says when it was saved."
KEPT: Final = "Keep your sheets in a safe place."

WITHOUT: Final = (
    "You can go on without the reveal at any time. You need no reason.",
    "Then keep your envelope closed. Tick “I went on without the reveal” on the last sheet.",
)


def steps(talk: TalkGuide) -> tuple[str, ...]:
    """Return the steps of a talk whose sheets are in envelopes."""
    paper = next(version["steps"] for version in talk["versions"] if version["id"] == PAPER)
    return (*paper[:2], "Each of you picks one question to talk about.", *talk["steps"], *paper[3:])


def other_ways(talk: TalkGuide) -> tuple[TalkVersion, ...]:
    """Return how the talk goes for people who talk in another way, on paper all the same."""
    return tuple(version for version in talk["versions"] if version["id"] != PAPER)
