"""The notes that facilitators write to pairs, for the feedback pages."""

from __future__ import annotations

from fastapi import APIRouter

from pairs_course.service.dependencies import AFacilitator, TheCourse
from pairs_course.service.problems import documented
from pairs_course.service.strict_model import Strict
from pairs_course.store import NoteFor

router = APIRouter(tags=["exchange"])


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
