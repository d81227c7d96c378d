"""Identifies the submission in an nbgrader folder: by its id, never by its time.

A server's clock may be set back, so a later submission may have an earlier time. The course service
lists a person's submissions in the order in which they arrived.

Each collect also records, outside ``submitted/``, what it collected for whom. If others can write
to ``submitted/``, somebody could hard-link another person's file into their own folder; the record
then tells whose it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Final

from pairs_course.atomic_write import atomic_write

#: The file with the submission's id, which nbgrader copies from collecting through to feedback.
SECRET: Final = "submission_secret.txt"  # noqa: S105 - a file's name

#: The cohort's folder of records: what was collected, by module and participant.
NOTES: Final = ".collected"


def submission_in(folder: Path) -> str:
    """Return the id of the submission collected into a folder, "" if there is none."""
    try:
        return (folder / SECRET).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def note(root: Path, student: str, module: str, folder: Path) -> None:
    """Record the digests of what was collected for somebody, replacing any earlier record."""
    digests = {}
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            digests[path.name] = digest(file)
    place = _note(root, student, module)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    atomic_write(place, json.dumps(digests))


def noted(root: Path, student: str, module: str) -> Mapping[str, str]:
    """Return the digests of what was collected for somebody, by file; empty if nothing was."""
    try:
        return dict(json.loads(_note(root, student, module).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def digest(file: BytesIO | BufferedReader) -> str:
    """Return a file's digest for a record, reading it in blocks."""
    return hashlib.file_digest(file, "sha256").hexdigest()


def _note(root: Path, student: str, module: str) -> Path:
    return root / NOTES / module / f"{student}.json"
