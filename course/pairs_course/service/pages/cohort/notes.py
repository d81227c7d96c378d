"""Notes to pairs: one a module, which both of the two read with the feedback.

A note to one person alone is nbgrader's, and written where work is marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from pairs_course.course_time import day
from pairs_course.people.names import isolate
from pairs_course.programme.content import Module
from pairs_course.service.pages.cohort.at_cohort import AtCohort, Here, sent_at
from pairs_course.size_limits import MAX_NOTE
from pairs_course.store import NoteChanged, PairNote, Submission

router: Final = APIRouter()
PART: Final = "notes"
Sent = Annotated[AtCohort, Depends(sent_at("notes?module={module}&pair={pair}"))]


@router.get("/notes")
async def show(here: Here, module: str = "", pair: str = "") -> Response:
    """The choice of module and pair, the note to that pair, and who has one."""
    course, store = here.course, here.store
    if module:
        chosen = course.module(module)
    else:
        sent = await course.run(store.submissions.list, here.cohort)
        chosen = worth_looking_at(course.content.modules, sent)
    notes = await course.run(store.notes.list, here.cohort, chosen.id)
    return here.html(
        PART,
        module=chosen,
        modules=[(one.id, f"{one.number} {one.title}") for one in course.content.modules],
        pairs=[("", "Choose a pair"), *((one.pair, named(one)) for one in notes)],
        note=next((one for one in notes if one.pair == pair), None),
        chosen=pair,
        rows=[(named(one), _written(one)) for one in notes],
        written=sum(1 for one in notes if one.at),
        named_pair=named,
        people=people,
        draft=f"{here.person.username}/{here.cohort}/note/{chosen.id}/{quote(pair, safe='')}",
    )


@router.post("/notes/write")
async def write(here: Sent) -> Response:
    """Write the note to a pair; an empty text removes it, and newer words are never lost unseen."""
    course, text = here.course, here.values.get("text", "").replace("\r\n", "\n")
    module = course.module(here.text("module"))
    if len(text) > MAX_NOTE:
        limit = f"Write at most {MAX_NOTE} characters. This note has {len(text)}."
        return here.refused(("text", limit))
    put, pair = here.store.notes.put, here.text("pair")
    read = here.text("read") or None
    try:
        kept = await course.run(put, here.person.username, here.cohort, module.id, pair, text, read)
    except NoteChanged as why:
        notes = await course.run(here.store.notes.list, here.cohort, module.id)
        newer = next(one for one in notes if one.pair == pair)
        return here.refused(("text", str(why)), shown=newer, read=newer.at or "")
    if not kept.text:
        return here.done(f"There is no note to {named(kept)} now on “{module.title}”.")
    saved = f"The note to {named(kept)} on “{module.title}” is saved."
    return here.done(f"{saved} They have it once you give feedback back.")


def worth_looking_at(modules: Sequence[Module], sent: Sequence[Submission]) -> Module:
    """Return the module of the newest submission without feedback, or else the first."""
    waiting = [one.module for one in sent if not one.feedback]
    return next((one for one in modules if waiting and one.id == waiting[-1]), modules[0])


def named(note: PairNote) -> str:
    """Name a pair and its people."""
    return f"{note.pair}: {people(note)}{' (no pair any more)' if note.ended else ''}"


def people(note: PairNote) -> str:
    """Name the people of a pair; nobody, once both are erased."""
    return " and ".join(map(isolate, note.people)) or "nobody"


def _written(note: PairNote) -> str:
    if not note.at:
        return "No note"
    return f"{day(note.at)}, {isolate(note.by) if note.by else 'unknown'}"
