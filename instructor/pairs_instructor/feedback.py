"""The page a participant reads when feedback is released: the note, and what they sent.

nbgrader makes it through ``GenerateFeedback.exporter_class``. It is plain HTML without scripts,
code, prompts or scores, and asks nothing of any other host.
"""

from __future__ import annotations

from typing import Any, Final

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_task
from traitlets import default

from pairs_course import content
from pairs_instructor.grading import notices

_PAGES: Final = Environment(
    loader=PackageLoader("pairs_instructor", "templates/feedback"),
    autoescape=select_autoescape(default=True),
    trim_blocks=True,
    lstrip_blocks=True,
)


class FeedbackExporter(Exporter):
    """Turn an autograded notebook, with the facilitator's comments, into the feedback page."""

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the page and nbconvert's resources."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return page(nb, resources["nbgrader"]["assignment"]), resources


def page(nb: NotebookNode, module: str) -> str:
    """Return the page for a notebook to which nbgrader's GetGrades added the comments."""
    said = notices(nb)
    return _PAGES.get_template("page.html.j2").render(
        title=_title(module),
        notes=_notes(nb),
        answers=_answers(nb),
        demo="demo" in said,
        problem="problem" in said,
    )


def _title(module: str) -> str:
    try:
        return content.load().module(module).title
    except KeyError:
        return module


def _notes(nb: NotebookNode) -> list[str]:
    comments = (c.metadata.nbgrader.get("comment") for c in nb.cells if is_task(c))
    return [comment.strip() for comment in comments if comment and comment.strip()]


def _answers(nb: NotebookNode) -> list[Markup]:
    """Return what the question cells showed; it is escaped already, by pairs_course.forms."""
    cells = (c for c in nb.cells if c.cell_type == "code" and not is_grade(c))
    shown = (output.get("data", {}).get("text/html") for c in cells for output in c.outputs)
    return [Markup(html) for html in shown if html]  # noqa: S704 - made and escaped by us
