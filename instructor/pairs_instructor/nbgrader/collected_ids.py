"""What says which submission lies in a folder of nbgrader's: its id, and never the time of day.

A server's clock may be set back, so the later of two submissions may carry the earlier time. The
course service gives the submissions of somebody in the order in which they came.

Beside ``submitted/``, and not in it, a collect notes what it brought to whom. Where others can
reach that folder, somebody may give a file a second name in a folder of their own; the note then
says which of the two names is right.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Final

from pairs_course.atomic_write import atomic_write

#: The submission's id, which nbgrader carries from the collected folder through to feedback.
SECRET: Final = "submission_secret.txt"  # noqa: S105 - a file's name

#: In the cohort's folder: what was collected, by module and participant.
NOTES: Final = ".collected"


def submission_in(folder: Path) -> str:
    """Return the id of the submission that was collected into a folder, "" where there is none."""
    try:
        return (folder / SECRET).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def note(root: Path, student: str, module: str, folder: Path) -> None:
    """Note the digests of what was collected for somebody, in the place of any earlier note."""
    digests = {}
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            digests[path.name] = digest(file)
    place = _note(root, student, module)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    atomic_write(place, json.dumps(digests))


def noted(root: Path, student: str, module: str) -> Mapping[str, str]:
    """Return the digests of what was collected for somebody, by file; empty where none was."""
    try:
        return dict(json.loads(_note(root, student, module).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def digest(file: BytesIO | BufferedReader) -> str:
    """Return what a note keeps of a file, however large."""
    return hashlib.file_digest(file, "sha256").hexdigest()


def _note(root: Path, student: str, module: str) -> Path:
    return root / NOTES / module / f"{student}.json"
