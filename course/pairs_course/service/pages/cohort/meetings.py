"""Pairs that meet another pair: who waits, who meets whom, and matching two of them.

What a facilitator sees here no pair sees: names of pairs, and since when they wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from pairs_course.people.names import isolate
from pairs_course.programme.content import Module
from pairs_course.service.pages.cohort.at_cohort import AtCohort, Here, sent_at
from pairs_course.service.participant_matching_api import check, ring
from pairs_course.store import CannotMatch, PairAtMeeting

router: Final = APIRouter()
PART: Final = "meetings"
Sent = Annotated[AtCohort, Depends(sent_at(PART))]


@dataclass(frozen=True)
class Matched:
    """Two pairs that meet, by their names, and when they were matched."""

    first: str
    second: str
    at: str


@dataclass(frozen=True)
class Meeting:
    """The meeting of one module.

    Who waits comes with since when, the longest first; ``free`` are the labels of the pairs that
    can be matched, each with its words for a choice.
    """

    module: Module
    waiting: list[tuple[str, str]]
    matched: list[Matched]
    free: list[tuple[str, str]]


@router.get("/meetings")
async def show(here: Here) -> Response:
    """The meeting of each module, with a form where two pairs can be matched."""
    meetings = [
        meeting_of(module, await _pairs(here, module.id))
        for module in here.course.content.meetings()
    ]
    return here.html(PART, meetings=meetings)


@router.post("/meetings/{module}/look")
async def look(here: Sent, module: str) -> Response:
    """Say what would happen, before what cannot be undone. Nothing is matched yet."""
    check(here.course, module)
    first, second = here.text("first"), here.text("second")
    missing = [
        (name, f"Choose the {name} pair.")
        for name, chosen in (("first", first), ("second", second))
        if not chosen
    ]
    if missing:
        return here.refused(*missing)
    if first == second:
        return here.refused(("second", f"A pair meets another pair. You chose “{first}” twice."))
    pairs = await _pairs(here, module)
    title = here.course.module(module).title
    return here.preview(
        "Match these two pairs? Nothing is matched yet.",
        shown=ToMatch(module, title, first, second, named(pairs, first), named(pairs, second)),
    )


@dataclass(frozen=True)
class ToMatch:
    """Two pairs that somebody wants to match in a module: by their labels, and by their names."""

    module: str
    title: str
    first: str
    second: str
    first_named: str
    second_named: str


@router.post("/meetings/{module}/match")
async def match(here: Sent, module: str) -> Response:
    """Match two pairs, asked or not. A match stays; the same again changes nothing."""
    check(here.course, module)
    first, second = here.text("first"), here.text("second")
    pairs = await _pairs(here, module)
    if not any((pair.pair, pair.other) == (first, second) for pair in pairs):
        matching = here.store.meetings.match
        try:
            rung = await here.course.run(
                matching, here.person.username, here.cohort, module, first, second
            )
        except CannotMatch as why:
            return here.refused(("", str(why)))
        await ring(here.course, rung)
    names = f"{named(pairs, first)} meets {named(pairs, second)}"
    title = here.course.module(module).title
    return here.done(f"{names} in “{title}”. Both read it in the module.")


async def _pairs(here: AtCohort, module: str) -> Sequence[PairAtMeeting]:
    return await here.course.run(here.store.meetings.of_cohort, here.cohort, module)


def meeting_of(module: Module, pairs: Sequence[PairAtMeeting]) -> Meeting:
    """Put together who waits, who is matched, and who can be.

    Args:
        module: the module in which they meet.
        pairs: every pair of the cohort, as the store gives them: who waits longest comes first.
    """
    by_label = {pair.pair: pair for pair in pairs}
    matched: dict[frozenset[str], Matched] = {}
    for pair in pairs:
        if pair.other in by_label and pair.at:
            match = Matched(_names(pair), _names(by_label[pair.other]), pair.at)
            matched.setdefault(frozenset({pair.pair, pair.other}), match)
    return Meeting(
        module,
        [(_names(pair), pair.at) for pair in pairs if pair.at and pair.other is None],
        list(matched.values()),
        [
            (pair.pair, _names(pair) + (", waiting" if pair.at else ""))
            for pair in pairs
            if pair.other is None
        ],
    )


def named(pairs: Sequence[PairAtMeeting], label: str) -> str:
    """Name a pair of the cohort and its people; a label that none has stands alone."""
    return next((_names(pair) for pair in pairs if pair.pair == label), f"“{label}”")


def _names(pair: PairAtMeeting) -> str:
    return f"{pair.pair} ({' and '.join(map(isolate, pair.people))})"
