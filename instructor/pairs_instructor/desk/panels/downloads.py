"""Tables to save: the cohort's progress, and nbgrader's own export of grades."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pairs_instructor.desk.blocks import Block, download, form, heading, link, notice, text
from pairs_instructor.desk.panel import Panel, Problem


class Downloads(Panel):
    """Files for a spreadsheet. They hold names: keep them as safe as the course itself."""

    name = "downloads"
    title = "Downloads"
    about = "Take progress and grades with you, as tables."

    def blocks(self) -> list[Block]:
        """Return the way to each file."""
        progress = f"{self.desk.base}services/course/progress/{quote(self.desk.cohort, safe='')}"
        return [
            text("These files open in a spreadsheet. They hold names, so keep them safe."),
            heading("Progress"),
            text(
                "One row for each person, and one column for each module: not started, in "
                "progress, sent, or feedback ready, with the day. No answers are in it."
            ),
            link("Save the progress as a table", progress, button=True),
            form(
                "grades",
                "Make the table of grades",
                title="Grades, as nbgrader exports them",
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
