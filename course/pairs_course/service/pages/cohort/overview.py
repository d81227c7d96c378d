"""The cohort at a glance: who waits for a call, and where each person is in each module."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from pairs_course.course_time import day, short
from pairs_course.people.names import told_apart
from pairs_course.programme.content import Module
from pairs_course.service.pages.cohort.at_cohort import Here
from pairs_course.store.overview import NOT_STARTED, CohortAt, PairAt, Progress, ReleasedAt
from pairs_course.store.support_requests import CallRequest

router: Final = APIRouter()

#: The states of a module for the eye, in a column of a few letters.
_SHORT: Final = {
    "not started": "-",
    "in progress": "Begun",
    "sent": "Sent",
    "feedback ready": "Feedback",
}


@dataclass(frozen=True)
class Cell:
    """Where one person is in one module: short for the eye, whole for a screen reader."""

    short: str
    whole: str


@dataclass(frozen=True)
class Row:
    """One person of a pair; which of the two takes a pause is not told."""

    name: str
    pair: str
    cells: list[Cell]


@router.get("")
async def show(here: Here) -> Response:
    """What waits for the facilitator, and pairs by modules; it shows no answers."""
    course, store = here.course, here.store
    modules = course.content.modules
    ids = [module.id for module in modules]
    found = await course.run(store.overview.of_cohort, here.cohort, ids)
    texts = await course.run(store.reviews.of_cohort, here.cohort, course.content)
    people = await course.run(store.rosters.people, here.cohort)
    calls = await course.run(store.care.calls, here.cohort)
    names = told_apart((one.username, one.name) for one in people)
    return here.html(
        "",
        calls=_calls(calls, names),
        sent=sent_counts(modules, found),
        to_read=sum(text.state == "waiting" for text in texts),
        modules=modules,
        rows=rows(modules, found),
        released=[(module, _released(found.released.get(module.id))) for module in modules],
    )


def sent_counts(modules: Sequence[Module], cohort: CohortAt) -> list[tuple[Module, int]]:
    """Return the modules that people sent and have no feedback on yet, and how many did."""
    people = [person for pair in cohort.pairs for person in pair.people]
    counts = [
        (module, sum(p.modules.get(module.id, NOT_STARTED).state == "sent" for p in people))
        for module in modules
    ]
    return [(module, count) for module, count in counts if count]


def rows(modules: Sequence[Module], cohort: CohortAt) -> list[Row]:
    """Return a row for each person, in the order of the roster; no two are called the same."""
    people = [person for pair in cohort.pairs for person in pair.people]
    names = told_apart((person.username, person.name) for person in people)
    return [
        Row(
            names[person.username],
            _pair(pair),
            [_cell(person.modules.get(module.id, NOT_STARTED)) for module in modules],
        )
        for pair in cohort.pairs
        for person in pair.people
    ]


def _calls(calls: Sequence[CallRequest], names: dict[str, str]) -> list[str]:
    return [
        f"{names.get(call.username, call.name)} asked for a call on {day(call.at)}."
        for call in calls
    ]


def _pair(pair: PairAt) -> str:
    words = pair.pair or "No pair now"
    return f"{words}, taking a pause" if pair.paused else words


def _cell(progress: Progress) -> Cell:
    whole, eye = progress.state.capitalize(), _SHORT[progress.state]
    if progress.at is None:
        return Cell(eye, whole)
    return Cell(f"{eye} {short(progress.at)}", f"{whole} on {day(progress.at)}")


def _released(at: ReleasedAt | None) -> str:
    if at is None:
        return "Not released"
    words = f"Released on {day(at.at)}"
    return f"{words}. Opens on {day(at.opens)}" if at.opens else words
