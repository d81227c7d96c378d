"""The notes that facilitators write to pairs: for the desk, and for the feedback pages."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from pairs_course.service.dependencies import AFacilitator, TheCourse
from pairs_course.service.problems import documented
from pairs_course.service.strict_model import Strict
from pairs_course.size_limits import MAX_NOTE
from pairs_course.store import NoteFor, PairNote

router = APIRouter(tags=["desk"])


class PairNoteOut(Strict):
    """A pair, and the note to it; without one ``text`` is empty and ``at`` is null."""

    pair: str
    people: list[str]
    ended: bool
    text: str
    at: str | None
    by: str | None

    @classmethod
    def of(cls, note: PairNote) -> PairNoteOut:
        """Describe a pair's note."""
        return cls(
            pair=note.pair,
            people=note.people,
            ended=note.ended,
            text=note.text,
            at=note.at,
            by=note.by,
        )


class PairNotes(Strict):
    """The pairs of a cohort with their notes on one module, in the order of the roster."""

    notes: list[PairNoteOut]


class NoteIn(Strict):
    """A note to a pair; ``read`` is the ``at`` of the one that was read before writing."""

    pair: Annotated[str, Field(max_length=40)]
    text: Annotated[str, Field(max_length=MAX_NOTE)]
    read: Annotated[str | None, Field(max_length=40)]


class NoteForOut(Strict):
    """The note to the pair in which ``username`` sent this submission."""

    submission: str
    username: str
    text: str

    @classmethod
    def of(cls, note: NoteFor) -> NoteForOut:
        """Describe a note for one person."""
        return cls(submission=note.submission, username=note.username, text=note.text)


class NotesFor(Strict):
    """The notes to pairs by the submissions of one module; those without a note are left out."""

    notes: list[NoteForOut]


@router.get("/desk/{cohort}/notes/{module}", responses=documented(401, 403, 404, 429))
async def notes(cohort: str, module: str, course: TheCourse, _me: AFacilitator) -> PairNotes:
    """List the pairs of the cohort with their notes on a module."""
    course.module(module)
    found = await course.run(course.store.notes.list, cohort, module)
    return PairNotes(notes=[PairNoteOut.of(note) for note in found])


@router.put("/desk/{cohort}/notes/{module}", responses=documented(401, 403, 404, 409, 429))
async def write(
    cohort: str, module: str, body: NoteIn, course: TheCourse, me: AFacilitator
) -> PairNoteOut:
    """Write the note to a pair; an empty text removes it.

    409 with the code ``note-changed``: another facilitator wrote one after ``read``. Theirs stays.
    """
    course.module(module)
    put = course.store.notes.put
    note = await course.run(put, me.username, cohort, module, body.pair, body.text, body.read)
    return PairNoteOut.of(note)


@router.get(
    "/exchange/{cohort}/assignments/{module}/notes", responses=documented(401, 403, 404, 429)
)
async def notes_for_feedback(
    cohort: str, module: str, course: TheCourse, _me: AFacilitator
) -> NotesFor:
    """Give the notes to pairs by the submissions they are for, for the feedback pages."""
    course.module(module)
    found = await course.run(course.store.notes.of_submissions, cohort, module)
    return NotesFor(notes=[NoteForOut.of(note) for note in found])
