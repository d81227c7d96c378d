"""Who takes part: a list sent as a whole or a person at a time, looked at first; and passwords.

A new password is on the page that follows, and in the cards to print there, for as long as what
the form came to is kept (:mod:`.outcomes`). After that nobody can look it up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from pairs_course.course_time import day
from pairs_course.hub.settings import for_people
from pairs_course.people.list_reader import MAX_TEXT, ListText
from pairs_course.people.names import isolate
from pairs_course.people.one_person import WHO, Action, Missing, edited, free_label
from pairs_course.people.roster import PAIR_ROLES, ROLES, AtLine, RosterError, roster_in, text_of
from pairs_course.people.roster_diff import Member, as_text, sentence, staying_words
from pairs_course.render import password_cards
from pairs_course.service.pages.cohort.at_cohort import AtCohort, Here, sent_at
from pairs_course.service.pages.pages import file
from pairs_course.service.problems import ApiProblem
from pairs_course.store import (
    InAnotherCohort,
    NotInCohort,
    RosterChanged,
    RosterConflict,
    Store,
)

router: Final = APIRouter()
PART: Final = "people"
Sent = Annotated[AtCohort, Depends(sent_at(PART))]

PASTED: Final = "What you pasted"
ONE: Final = "the list"


@dataclass(frozen=True)
class Seen:
    """What a list would change; ``notes`` are to be looked at, and ``read`` says how it was read.

    ``moved`` if somebody leaves and somebody comes, who may be one and the same.
    """

    source: str
    text: str
    digest: str
    changes: Sequence[str]
    notes: Sequence[str]
    read: Sequence[str]
    moved: bool


@dataclass(frozen=True)
class Cards:
    """New passwords, as rows of a name, a sign-in name and a password, and the cards to print."""

    rows: Sequence[tuple[str, str, str]]
    page: str


@router.get("/people")
async def show(here: Here) -> Response:
    """Who is here and who left, and the ways to change that."""
    people = await here.course.run(here.store.rosters.people, here.cohort)
    present = [person for person in people if person.left is None]
    return here.html(
        PART,
        present=[_row(p) for p in sorted(present, key=_beside_partner)],
        gone=[(*_row(person), day(person.left)) for person in people if person.left],
        everybody=[("", "Choose"), *((p.username, _called(p)) for p in present)],
        halves=[[("", "Choose"), *_half(present, role)] for role in PAIR_ROLES],
        roles=[(role, role) for role in ROLES],
        label=free_label(present),
        shown=here.outcome.shown,
    )


@router.get("/people/list")
async def save_list(here: Here) -> Response:
    """The list of today, to be changed in a spreadsheet and sent back."""
    people = await here.course.run(here.store.rosters.people, here.cohort)
    text = as_text([person for person in people if person.left is None])
    return file(text, f"{here.cohort}.csv", "text/csv")


@router.get("/people/cards")
async def save_cards(here: Here) -> Response:
    """The cards to print of the passwords that were made just now."""
    shown = here.outcome.shown
    return cards_file(shown if isinstance(shown, Cards) else None, here.cohort)


@router.post("/people/look")
async def look(here: Sent) -> Response:
    """Say what a whole list would change. Nothing changes yet."""
    try:
        source, given = await list_of(here)
    except Missing as missing:
        return here.refused((missing.field, str(missing)))
    return await _look(here, source, given.text, given.understood)


@router.post("/people/one/{action}")
async def look_at_one(here: Sent, action: Action) -> Response:
    """Say what a change of one person, or of one pair, would change. Nothing changes yet."""
    if action == "take-off" and here.text("who") == here.person.username:
        problem = "You cannot take yourself off. Another facilitator can."
        return here.refused(("who", problem))
    people = await here.course.run(here.store.rosters.people, here.cohort)
    try:
        wanted = edited([one for one in people if one.left is None], action, here.values)
    except Missing as missing:
        return here.refused((missing.field, str(missing)))
    return await _look(here, ONE, as_text(wanted))


@router.post("/people/apply")
async def apply(here: Sent) -> Response:
    """Do what was seen, all of it or nothing.

    Who is in no cohort any more is out at once: their server stops, and no route lets them in.
    """
    course, source, text = here.course, here.text("source"), here.values.get("text", "")
    try:
        roster = roster_in(text, source, alone=True)
        done = await course.run(
            here.store.rosters.apply,
            here.cohort,
            roster,
            digest=here.text("digest"),
            by=here.person.username,
        )
    except RosterChanged as changed:
        return await _look(here, source, text, changed=str(changed))
    except (RosterError, RosterConflict) as wrong:
        return here.refused(*problems_at(wrong.found, whole=source == ONE))
    for pair in done.pairs:
        await course.bell.ring(pair)
    for username in done.gone:
        course.servers.end(username)
    cards = await course.run(cards_of, here.store, here.cohort, done.passwords)
    words = f"Done, in cohort {here.named}:" if done.changes else "Nothing changed."
    return here.done(words, [sentence(change) for change in done.changes], cards)


@router.post("/people/password")
async def renew(here: Sent) -> Response:
    """Give somebody a new password; the one before ends, and all that it opened.

    The person reads on Home who gave it to them and when.
    """
    username = here.text("who")
    if not username:
        return here.refused(("who", WHO))
    try:
        password = await here.course.run(
            here.store.people.renew_for, here.cohort, username, here.person.username
        )
    except (InAnotherCohort, NotInCohort) as why:
        return here.refused(("who", str(why)))
    cards = await here.course.run(cards_of, here.store, here.cohort, {username: password})
    words = "The new password is made. The old one no longer works. Their Home says it was you."
    return here.done(words, shown=cards)


async def list_of(here: AtCohort) -> tuple[str, ListText]:
    """Return the name and the text of the list that was sent: a file, or else pasted cells."""
    file, pasted = here.files.get("file"), here.values.get("pasted", "")
    if file is not None and file.filename:
        name = file.filename[:100]
        try:
            return name, text_of(await file.read(), name)
        except RosterError as wrong:
            words = " ".join(f"{one.what}." for one in wrong.found)
            raise Missing("file", words) from None
    if not pasted.strip():
        raise Missing("file", "Choose a file, or paste the cells below.")
    if len(pasted) > MAX_TEXT:
        words = f"Paste at most {MAX_TEXT} characters, got {len(pasted)}. Nothing was changed."
        raise Missing("pasted", words)
    return PASTED, ListText(pasted)


def cards_of(store: Store, cohort: str, passwords: Mapping[str, str]) -> Cards | None:
    """Return the new passwords with their cards, None where nobody got one."""
    if not passwords:
        return None
    place, members = store.people.cohort(cohort), store.people.members(cohort)
    return Cards(
        [
            (one.name, one.username, passwords[one.username])
            for one in members
            if one.username in passwords
        ],
        password_cards.page(place, members, passwords, for_people()),
    )


def cards_file(cards: Cards | None, cohort: str) -> Response:
    """Return the cards as a file; raises ApiProblem (404) where they are not known any more."""
    if cards is None:
        message = (
            "These cards cannot be shown any more: a password is told once. Go to “People and "
            "pairs” and make a new password for whoever needs one."
        )
        raise ApiProblem(404, "no-cards", message)
    return file(cards.page, f"cards-{cohort}.html", "text/html")


async def _look(
    here: AtCohort, source: str, text: str, read: Sequence[str] = (), *, changed: str = ""
) -> Response:
    """Lead to what a list would change; ``changed`` says why it is another thing than before."""
    whole = source == ONE
    try:
        roster = roster_in(text, source, alone=True)
        preview = here.store.rosters.preview
        seen = await here.course.run(preview, here.cohort, roster, here.person.username)
    except (RosterError, RosterConflict) as wrong:
        return here.refused(*problems_at(wrong.found, whole=whole))
    kinds = {change.kind for change in seen.changes}
    shown = Seen(
        source,
        text,
        seen.digest,
        [sentence(change) for change in seen.changes],
        at_lines(roster.notes, whole=whole),
        [*read, *roster.understood, *staying_words(seen.stay, here.person.username)],
        moved={"leaves", "joins"} <= kinds,
    )
    if changed:
        return here.refused(("", changed), shown=shown)
    if not seen.changes:
        return here.preview("Nothing would change: this is who is here already.", shown=shown)
    return here.preview("Look at what would change. Nothing has changed yet.", shown=shown)


def at_lines(found: Sequence[AtLine], *, whole: bool = False) -> list[str]:
    """Say each thing at its line; a list that nobody typed has no lines to speak of."""
    return [
        f"{one.what}." if whole or not one.line else f"Line {one.line}: {one.what}."
        for one in found
    ]


def problems_at(found: Sequence[AtLine], *, whole: bool = False) -> list[tuple[str, str]]:
    """Return what is wrong in a list as the problems of its form."""
    return [("", words) for words in at_lines(found, whole=whole)]


def _row(person: Member) -> tuple[str, str, str, str]:
    return person.name, person.username, person.role, person.pair or ""


def _beside_partner(person: Member) -> tuple[bool, tuple[int, str], str]:
    return person.role not in PAIR_ROLES, _order(person.pair), person.role


def _half(people: Sequence[Member], role: str) -> list[tuple[str, str]]:
    """Return who can be one of the two of a pair, with the words for a choice."""
    return [
        (one.username, f"{isolate(one.name)}, pair {one.pair}")
        for one in people
        if one.role == role
    ]


def _called(person: Member) -> str:
    return f"{isolate(person.name)} ({person.username})"


def _order(pair: str | None) -> tuple[int, str]:
    label = pair or ""
    return (int(label) if label.isdecimal() else 10**9, label)
