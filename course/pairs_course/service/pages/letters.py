"""What Home says of the letters to the sponsors of a cohort, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pairs_course.course_time import day
from pairs_course.figures import page_access
from pairs_course.figures.published import Letter, LetterPart


@dataclass(frozen=True)
class LetterState:
    """One letter: where it stands in words, and whether it can still be held back."""

    wave: str
    made: str
    words: str
    can_be_held: bool
    parts: list[LetterPart]


def shown(letters: Sequence[Letter], today: date) -> list[LetterState]:
    """Return the newest letter, and before them in time those that are not open yet.

    Args:
        letters: the letters of a cohort, the newest first.
        today: the day where the course runs.
    """
    return [
        LetterState(
            letter["wave"],
            day(letter["made"]),
            _words(letter, today),
            page_access.can_be_held(letter, today),
            letter["parts"],
        )
        for place, letter in enumerate(letters)
        if place == 0 or letter["opens"] > today.isoformat()
    ]


def _words(letter: Letter, today: date) -> str:
    if letter["held"]:
        return "It is held back. Sponsors cannot read it, now or later."
    if page_access.is_open(letter, today):
        return f"Sponsors can read it since {day(letter['opens'])}."
    return f"Sponsors can read it from {day(letter['opens'])} on, if nobody holds it back."
