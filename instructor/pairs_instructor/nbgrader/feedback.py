"""The feedback page for a participant: the notes, and what they sent.

nbgrader creates it through ``GenerateFeedback.exporter_class``. It is plain HTML without scripts,
code, prompts or scores, and loads nothing from other hosts. The note to the pair comes from the
course service, the private one from nbgrader's gradebook.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import is_grade, is_task
from traitlets import default

from pairs_course.programme import compiled
from pairs_course.service_line import ServiceError
from pairs_instructor.nbgrader.collected_ids import submission_in
from pairs_instructor.nbgrader.grading import notices
from pairs_instructor.service_client import CourseService

_PAGES: Final = Environment(
    loader=PackageLoader("pairs_instructor", "templates/feedback"),
    autoescape=select_autoescape(default=True),
    trim_blocks=True,
    lstrip_blocks=True,
)


class FeedbackExporter(Exporter):
    """Turns an autograded notebook, with the facilitator's comments, into the feedback page.

    In a server of the hub, the notes to pairs are fetched once, before the first page.

    Raises:
        NbGraderException: the notes could not be fetched, so no page is made.
    """

    def __init__(self, config: Any = None, **kw: Any) -> None:
        super().__init__(config, **kw)  # type: ignore[no-untyped-call]  # it ships no types
        self._notes = self._ask() if "COURSE_URL" in os.environ else {}

    def _ask(self) -> dict[tuple[str, str], str]:
        """Return the notes to pairs by person and submission."""
        converter: Any = self.parent
        coursedir = converter.coursedir
        try:
            service = CourseService.here(coursedir.course_id)
            found = service.get("assignments", coursedir.assignment_id, "notes")["notes"]
        except ServiceError as error:
            problem = (
                f"No feedback was made, because the notes to pairs are missing: {error.sentence}"
            )
        else:
            return {(note["username"], note["submission"]): note["text"] for note in found}
        converter.log.error(problem)
        raise NbGraderException(problem)

    def _note_to_pair(self, about: dict[str, Any]) -> str:
        """Return the note to the pair that the author was in when sending the graded submission."""
        if not self._notes:
            return ""
        converter: Any = self.parent
        coursedir = converter.coursedir
        step, student = coursedir.autograded_directory, about["student"]
        folder = Path(coursedir.format_path(step, student, about["assignment"]))
        return self._notes.get((student, submission_in(folder)), "")

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the page and nbconvert's resources."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        about = resources["nbgrader"]
        return page(nb, about["assignment"], self._note_to_pair(about)), resources


def page(nb: NotebookNode, module: str, to_pair: str = "") -> str:
    """Return the page for a notebook with comments, as added by nbgrader's GetGrades.

    ``to_pair`` is the note to the pair, empty without one.
    """
    said = notices(nb)
    return _PAGES.get_template("page.html.j2").render(
        title=_title(module),
        to_pair=to_pair,
        private=_private(nb),
        answers=_answers(nb),
        demo="demo" in said,
        problem="problem" in said,
    )


def _title(module: str) -> str:
    try:
        return compiled.load().module(module).title
    except KeyError:
        return module


def _private(nb: NotebookNode) -> list[str]:
    comments = (c.metadata.nbgrader.get("comment") for c in nb.cells if is_task(c))
    return [comment.strip() for comment in comments if comment and comment.strip()]


def _answers(nb: NotebookNode) -> list[Markup]:
    """Return the question cells' output, which ``render.answers_html`` has already escaped."""
    cells = (c for c in nb.cells if c.cell_type == "code" and not is_grade(c))
    shown = (output.get("data", {}).get("text/html") for c in cells for output in c.outputs)
    return [Markup(html) for html in shown if html]  # noqa: S704 - our own, escaped output
