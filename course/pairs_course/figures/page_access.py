"""Who may see which published page: a cohort's, the network's, a letter. Pure, no I/O."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pairs_course.figures.published import Letter
from pairs_course.people.roster import PAIR_ROLES

#: From so many pairs on, sponsors see the cohort's figures, and not only the letter.
SPONSOR_PAIRS: Final = 10

NO_WAVE_YET: Final = (
    "There are no figures yet. They are made once, on the day your facilitator closes the first "
    "round of answers."
)
HOW_TO_CLOSE: Final = "You close it at your desk, or set the day on which it closes by itself."
ONLY_A_LETTER: Final = (
    "You will get a letter from this cohort instead of figures. Cohorts of under 10 pairs show "
    "sponsors no figures. Figures from few people could show what one person said."
)
NOT_A_MEMBER: Final = (
    "This page is for the people of this cohort. You are signed in, but you are not on its list. "
    "If you should be, ask the facilitator."
)
#: A sponsor reads the same words before there is a letter and after one was held back.
NO_LETTER_FOR_SPONSOR: Final = "There is no letter for you to read now. Look here again later."
NO_LETTER_YET: Final = (
    "There is no letter yet. It is made on the day your facilitator closes a round of answers. "
    "You can read it 7 days before the sponsors can."
)
NOT_ON_A_ROSTER: Final = (
    "This page is for everybody who takes part in the course. You are signed in, but you are on "
    "no list. If you should be, ask your facilitator."
)
NO_NETWORK_YET: Final = (
    "There is nothing to show yet. Figures of all cohorts need at least five cohorts that have "
    "published their own. Cards and letters from pairs come with them."
)


@dataclass(frozen=True)
class PublishedView:
    """What one viewer gets: all that the cohort published, or the sentence that says why not."""

    allowed: bool
    shown: bool
    why: str


@dataclass(frozen=True)
class LetterView:
    """What one viewer gets: a letter, or None and the sentence that says why."""

    allowed: bool
    letter: Letter | None
    why: str


def published_view(role: str | None, pairs: int, published: bool) -> PublishedView:
    """Decide what a viewer of a cohort's page gets.

    Args:
        role: the viewer's role in this cohort; None for somebody on no roster of it.
        pairs: how many pairs its roster has; it is never shown.
        published: whether the cohort has published anything.
    """
    if role is None:
        return PublishedView(False, False, NOT_A_MEMBER)
    if role == "sponsor" and not shown_to_sponsors(pairs):
        return PublishedView(True, False, ONLY_A_LETTER)
    if not published:
        how = f" {HOW_TO_CLOSE}" if role == "facilitator" else ""
        return PublishedView(True, False, NO_WAVE_YET + how)
    return PublishedView(True, True, "")


def shown_to_sponsors(pairs: int) -> bool:
    """Say whether sponsors of a cohort with so many pairs see its figures."""
    return pairs >= SPONSOR_PAIRS


def letter_view(role: str | None, letters: Sequence[Letter], today: date) -> LetterView:
    """Decide which letter a viewer gets: the newest one that they may read.

    Args:
        role: the viewer's role in this cohort; None for somebody on no roster of it.
        letters: the cohort's letters, the newest first.
        today: the day where the course runs.
    """
    if role is None:
        return LetterView(False, None, NOT_A_MEMBER)
    if role == "sponsor":
        readable = (one for one in letters if is_open(one, today))
        letter = next(readable, None)
        return LetterView(True, letter, "" if letter else NO_LETTER_FOR_SPONSOR)
    how = f" {HOW_TO_CLOSE}" if role == "facilitator" else ""
    return (
        LetterView(True, letters[0], "") if letters else LetterView(True, None, NO_LETTER_YET + how)
    )


def is_open(letter: Letter, today: date) -> bool:
    """Say whether sponsors can read a letter: its day has come, and it is not held back."""
    return not letter["held"] and letter["opens"] <= today.isoformat()


def can_be_held(letter: Letter, today: date) -> bool:
    """Say whether a letter can still be held back."""
    return not letter["held"] and letter["opens"] > today.isoformat()


def may_hold(role: str | None) -> bool:
    """Say who may hold a letter back: the people of pairs, whose answers it is made from."""
    return role in PAIR_ROLES


def network_of(demo: Iterable[bool]) -> bool | None:
    """Return which network somebody sees: True for that of demo cohorts, False for the real one.

    Args:
        demo: for each cohort that they are in now, whether it is a demo.

    None is for somebody who is in none.
    """
    cohorts = list(demo)
    return all(cohorts) if cohorts else None
