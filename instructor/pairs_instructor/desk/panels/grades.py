"""nbgrader's own export of grades, as a table to save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairs_instructor.desk.blocks import Block, download, form, notice, text
from pairs_instructor.desk.panel import Panel, Problem


class Grades(Panel):
    """A file for a spreadsheet. It holds names: keep it as safe as the course itself."""

    name = "grades"
    title = "Grades"
    about = "Take grades with you, as nbgrader exports them."

    def blocks(self) -> list[Block]:
        """Return the way to the file."""
        return [
            text("The file opens in a spreadsheet. It holds names, so keep it safe."),
            form(
                "grades",
                "Make the table of grades",
                says="This is the table that nbgrader itself makes. A module that was completed "
                "and marked has its point. The points say nothing about people or pairs. Nothing "
                "is sent.",
            ),
        ]

    def act(self, action: str, values: Mapping[str, Any]) -> list[Block]:  # noqa: ARG002 - as all panels have it
        """Make the table of grades from the cohort's gradebook."""
        if action != "grades":
            raise Problem(("", "This page is older than the course. Load it again."))
        from pairs_instructor.nbgrader import (
            grades_export,  # a second to load: only when somebody asks for it
        )

        made = grades_export.export(self.desk.folder, self.desk.cohort)
        if made is None:
            raise Problem(("", "There is no gradebook yet. Mark a module first, in “Modules”."))
        return [
            notice("done", "The table is made from what is marked now. Save it here:"),
            download("Save the grades", f"{self.desk.cohort}-grades.csv", made),
        ]
