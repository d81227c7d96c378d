"""Private notes from a facilitator to one person, on the task cell of their submission.

They are nbgrader's own comments, so formgrader shows and edits the same ones. Notes to pairs are
in the course service instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nbgrader.api import (
    Comment,
    Gradebook,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)

from pairs_course.size_limits import MAX_NOTE

CELL: Final = "private-note"


class NoteError(ValueError):
    """A private note cannot be written; the message is for the facilitator."""


class NotGraded(NoteError):  # noqa: N818 - named after what was found
    """There is no graded submission to write on."""

    def __init__(self, student: str) -> None:
        super().__init__(
            f"What {student} sent is not marked yet, so you cannot write a private note. "
            "Collect and mark first; nothing was changed."
        )


class PrivateNoteChanged(NoteError):  # noqa: N818 - named after what was found
    """Somebody else has changed the note to ``text``."""

    def __init__(self, text: str) -> None:
        super().__init__(
            "Somebody changed this note after you opened it, so yours is not saved. Read the newer "
            "one, combine the two, and save again."
        )
        self.text = text


@dataclass(frozen=True)
class Private:
    """A person whose work is graded, and the private note to them; ``text`` may be empty.

    ``pair`` is their current pair, or :data:`.cohort_folder.LEFT`.
    """

    student: str
    name: str
    pair: str
    text: str


def read(folder: Path, module: str) -> list[Private]:
    """Return the private notes on a module for everybody whose work is graded, by sign-in name.

    ``folder`` is the cohort's course folder.
    """
    if not (folder / "gradebook.db").is_file():
        return []
    with _gradebook(folder) as gradebook:
        rows = (
            gradebook.db.query(Student, Comment)
            .join(SubmittedAssignment, SubmittedAssignment.student_id == Student.id)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Comment, Comment.notebook_id == SubmittedNotebook.id)
            .join(TaskCell, TaskCell.id == Comment.cell_id)
            .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
            .filter(TaskCell.name == CELL, Notebook.name == module)
            .order_by(Student.id)
        )
        return [
            Private(student.id, student.first_name or student.id, student.last_name or "", _text(c))
            for student, c in rows
        ]


def write(folder: Path, module: str, student: str, text: str, before: str) -> str:
    """Write the private note to somebody and return it; an empty text removes it.

    ``before`` is the note the facilitator was editing. Writing the same text again changes nothing.

    Raises:
        NotGraded: there is no graded submission of theirs.
        PrivateNoteChanged: the note is neither ``before`` nor ``text``.
        NoteError: it is too long.
    """
    words = text.replace("\r\n", "\n").strip()
    if len(words) > MAX_NOTE:
        raise NoteError(
            f"Expected a note of at most {MAX_NOTE} characters, got {len(words)}. Make it shorter; "
            "nothing was changed."
        )
    with _gradebook(folder) as gradebook:
        comment = _comment(gradebook, module, student)
        now = _text(comment)
        if now != words:
            if now != before.replace("\r\n", "\n").strip():
                raise PrivateNoteChanged(now)
            comment.manual_comment = words or None
            gradebook.db.commit()
    return words


@contextmanager
def _gradebook(folder: Path) -> Iterator[Gradebook]:
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", folder.name) as gradebook:
        yield gradebook


def _comment(gradebook: Gradebook, module: str, student: str) -> Comment:
    try:
        return gradebook.find_comment(CELL, module, module, student)
    except MissingEntry:
        raise NotGraded(student) from None


def _text(comment: Comment) -> str:
    return (comment.comment or "").strip()
