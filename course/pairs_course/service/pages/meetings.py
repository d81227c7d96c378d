"""Who waits for another pair, and who meets whom: for a facilitator, with a form to match two.

What a facilitator sees here no pair sees: names of pairs, and since when they wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pairs_course.content import Module
from pairs_course.days import day
from pairs_course.service.course import Course
from pairs_course.service.meeting_api import check, ring
from pairs_course.store import CannotMatch, PairAtMeeting, Person


@dataclass(frozen=True)
class Choice:
    """What was chosen in the form of one module, and why it could not be done."""

    module: str
    first: str = ""
    second: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Meeting:
    """The meeting of one module as a facilitator sees it; ``choice`` is set after a problem."""

    module: Module
    waiting: list[tuple[PairAtMeeting, str]]
    matched: list[tuple[PairAtMeeting, PairAtMeeting, str]]
    free: list[PairAtMeeting]
    choice: Choice


def meeting_of(module: Module, pairs: Sequence[PairAtMeeting], choice: Choice | None) -> Meeting:
    """Put together who waits (the longest first), who is matched, and who can be.

    Args:
        module: the module in which they meet.
        pairs: every pair of the cohort, as the store gives them.
        choice: what was chosen in a form that could not be done.
    """
    by_label = {pair.pair: pair for pair in pairs}
    matched: dict[frozenset[str], tuple[PairAtMeeting, PairAtMeeting, str]] = {}
    for pair in pairs:
        if pair.other in by_label and pair.at:
            both = frozenset({pair.pair, pair.other})
            matched.setdefault(both, (pair, by_label[pair.other], day(pair.at)))
    own = choice if choice and choice.module == module.id else Choice(module.id)
    return Meeting(
        module,
        [(pair, day(pair.at)) for pair in pairs if pair.at and pair.other is None],
        list(matched.values()),
        [pair for pair in pairs if pair.other is None],
        own,
    )


async def meetings(course: Course, cohort: str, choice: Choice | None = None) -> list[Meeting]:
    """Return the meeting of each module that has one."""
    return [
        meeting_of(
            module, await course.run(course.store.meetings.of_cohort, cohort, module.id), choice
        )
        for module in course.content.meetings()
    ]


async def match(course: Course, person: Person, choice: Choice) -> Choice | None:
    """Match the two chosen pairs; returns the choice with its problem if that cannot be."""
    check(course, choice.module)
    if not (choice.first and choice.second):
        missing = "Choose the first pair." if not choice.first else "Choose the second pair."
        return Choice(choice.module, choice.first, choice.second, missing)
    try:
        changed = await course.run(
            course.store.meetings.match,
            person.username,
            person.cohort,
            choice.module,
            choice.first,
            choice.second,
        )
    except CannotMatch as problem:
        return Choice(choice.module, choice.first, choice.second, str(problem))
    await ring(course, changed)
    return None
