"""Another cohort: what it would be is looked at first; who makes it becomes its facilitator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from pairs_course.people.names import isolate
from pairs_course.people.one_person import Missing
from pairs_course.people.roster import AtLine, Roster, RosterError, RosterRow, roster_in
from pairs_course.service.pages.cohort.at_cohort import AtCohort, Here, sent_at
from pairs_course.service.pages.cohort.people import (
    Cards,
    at_lines,
    cards_file,
    cards_of,
    list_of,
    problems_at,
)
from pairs_course.store import BadCohortName, BadCohortTitle, CohortExists, Person, RosterConflict

router: Final = APIRouter()
PART: Final = "new-cohort"
Sent = Annotated[AtCohort, Depends(sent_at(PART))]


@dataclass(frozen=True)
class NewCohort:
    """What a new cohort would be, as it will be kept; ``people`` are rows of a table.

    ``notes`` are to be looked at, and ``read`` says how the list was read.
    """

    name: str
    title: str
    source: str
    text: str
    people: Sequence[tuple[str, str, str, str]]
    notes: Sequence[str]
    read: Sequence[str]


@dataclass(frozen=True)
class Made:
    """A cohort that was made, and the passwords of those who are new."""

    name: str
    title: str
    cards: Cards | None


@router.get("/new-cohort")
async def show(here: Here) -> Response:
    """The form for another cohort, or what it would be."""
    return here.html(PART, shown=here.outcome.shown)


@router.get("/new-cohort/cards")
async def save_cards(here: Here) -> Response:
    """The cards to print of those who are new."""
    shown = here.outcome.shown
    made = shown if isinstance(shown, Made) else Made(here.cohort, here.title, None)
    return cards_file(made.cards, made.name)


@router.post("/new-cohort/look")
async def look(here: Sent) -> Response:
    """Say what a new cohort would be, or every problem in what was sent. Nothing is made."""
    missing = [name for name in ("name", "title") if not here.text(name)]
    if missing:
        return here.refused(*((name, "Fill this in.") for name in missing))
    try:
        source, given = await list_of(here)
    except Missing as wrong:
        return here.refused((wrong.field, str(wrong)))
    name, title, problems = here.text("name"), here.text("title"), []
    roster = Roster(source, ())
    try:
        roster = _with_facilitator(roster_in(given.text, source), here.person)
    except (RosterError, RosterConflict) as wrong:
        problems += problems_at(wrong.found)
    check_new = here.store.people.check_new
    try:
        title = await here.course.run(check_new, name, roster, title=title)
    except (BadCohortName, CohortExists) as wrong:
        problems.append(("name", str(wrong)))
    except BadCohortTitle as wrong:
        problems.append(("title", str(wrong)))
    except RosterConflict as wrong:
        problems += problems_at(wrong.found)
    if problems:
        return here.refused(*problems)
    people = [(row.name, row.username, row.role, row.pair or "") for row in roster.rows]
    read = [*given.understood, *roster.understood]
    shown = NewCohort(name, title, source, given.text, people, at_lines(roster.notes), read)
    return here.preview("Look at what would be made. Nothing is made yet.", shown=shown)


@router.post("/new-cohort/add")
async def add(here: Sent) -> Response:
    """Make the cohort that was looked at."""
    name, title, store = here.text("name"), here.text("title"), here.store
    source = here.text("source")
    try:
        roster = _with_facilitator(roster_in(here.values.get("text", ""), source), here.person)
        passwords = await here.course.run(
            store.people.add_cohort, name, roster, title=title, by=here.person.username
        )
    except (RosterError, RosterConflict) as wrong:
        return here.refused(*problems_at(wrong.found))
    except (BadCohortName, BadCohortTitle, CohortExists) as wrong:
        return here.refused(("", str(wrong)))
    cards = await here.course.run(cards_of, store, name, passwords)
    words = f"The cohort “{isolate(title)}” is there, with a desk of its own."
    return here.done(words, shown=Made(name, title, cards))


def _with_facilitator(roster: Roster, me: Person) -> Roster:
    """Return the roster with the one who makes the cohort, below its last line."""
    for row in roster.rows:
        if row.username == me.username:
            if row.role != "facilitator":
                what = f'expected the role "facilitator" for you, got "{row.role}"'
                raise RosterConflict(roster, [AtLine(row.line, what)])
            return roster
    said = f"You ({isolate(me.name)}) are not in this list, and become its facilitator."
    return replace(
        roster,
        rows=(*roster.rows, RosterRow(0, me.username, me.name, me.role, None)),
        understood=(*roster.understood, said),
    )
