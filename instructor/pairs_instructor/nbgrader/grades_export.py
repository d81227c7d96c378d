"""nbgrader's export of grades, run in this process and safe for spreadsheets.

nbgrader's exporter does not quote names, so a comma in a name would shift the columns after it.
Hence it gets students whose names are already CSV cells.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

from pairs_course import safe_csv


def export(folder: Path, cohort: str) -> str | None:
    """Return the grades in a cohort's course folder as CSV, None without a gradebook."""
    database = folder / "gradebook.db"
    if not database.is_file():
        return None
    with (
        TemporaryDirectory(prefix="pairs-grades-") as place,
        Gradebook(f"sqlite:///{database}", cohort) as gradebook,
    ):
        made = Path(place, "grades.csv")
        plugin = CsvExportPlugin()
        plugin.to = str(made)
        plugin.export(_Quoted(gradebook))
        return safe_csv.MARK + made.read_text()  # in nbgrader's encoding, the default


@dataclass(frozen=True)
class _Student:
    """A student whose names are CSV cells."""

    id: str
    last_name: str
    first_name: str
    email: str


class _Quoted:
    """The part of a gradebook that the exporter uses, with such students."""

    def __init__(self, gradebook: Gradebook) -> None:
        self._gradebook = gradebook
        self.assignments = gradebook.assignments
        self.students = [
            _Student(s.id, _cell(s.last_name), _cell(s.first_name), _cell(s.email))
            for s in gradebook.students
        ]

    def find_submission(self, assignment: str, student: str) -> Any:
        """Return a submission; raises nbgrader's MissingEntry."""
        return self._gradebook.find_submission(assignment, student)


def _cell(text: str | None) -> str:
    """Return text as one CSV cell."""
    made = io.StringIO()
    csv.writer(made, lineterminator="").writerow([safe_csv.cell(text or "")])
    # A row of one empty cell would be written as two quotes.
    return made.getvalue() if text else ""
