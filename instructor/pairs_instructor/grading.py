"""nbgrader's grading, so that nothing a participant sent is ever run.

Three parts go into nbgrader through its own settings (see :mod:`.nbgrader_config`):

- :class:`ReleasedNotebookExporter` reads the released notebook wherever nbgrader asks for a
  submitted one. The submitted file is not even opened, whoever put it into ``submitted/``.
- :class:`RunReleasedCells` runs those cells in this process, each submission in a namespace and a
  folder of its own that holds nothing but its checked answers.
- :func:`set_aside` takes links, folders and unexpected files out of nbgrader's way before it
  copies a submission's files.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade

from pairs_course import content
from pairs_instructor import running, submissions

DEMO: Final = (
    "**Demo data.** This cohort is for trying out the course, and many of its answers are made up."
)
NEXT_STEP: Final = (
    "Ask the participant to press “Send to your facilitator” again. Then collect and autograde."
)


class GradingError(Exception):
    """A submission cannot be graded; the message says what was expected and the next step."""


class ReleasedNotebookExporter(NotebookExporter):
    """Give nbgrader's autograde the released notebook in place of the submitted one.

    The released notebook is the one in the ``release/`` folder of the course. Its cells, metadata
    and kernel name count. nbgrader's own check against the gradebook still follows.
    """

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Convert a notebook that nbgrader names; raises GradingError if it was not released."""
        about = (resources or {})["nbgrader"]
        converter: Any = self.parent
        coursedir = converter.coursedir
        folder = _submitted(coursedir, about)
        if Path(filename).parent == folder:
            if folder.is_symlink() or folder.parent.is_symlink():
                raise GradingError(
                    f"{folder}: expected a folder with a submission, got a link. "
                    "Put the folder itself there and autograde again."
                )
            filename = str(released_notebook(coursedir, about["assignment"], about["notebook"]))
        output, resources = super().from_filename(filename, resources=resources, **kw)
        return output, resources


class RunReleasedCells(NbGraderPreprocessor):
    """Take the place of nbgrader's Execute: run the cells in this process, with no kernel."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Run the cells on the checked answers, and say on top what a facilitator must know."""
        about = resources["nbgrader"]
        folder = _submitted(self.parent.parent.coursedir, about)
        checked = submissions.read(folder, about["assignment"], content.load())
        if checked.usable:
            with TemporaryDirectory(prefix="pairs-grading-") as place:
                answers = json.dumps(checked.data, ensure_ascii=False)
                Path(place, submissions.FILE).write_text(answers, encoding="utf-8")
                running.run_cells(nb, Path(place))
        else:
            for cell in nb.cells:
                if is_grade(cell) and cell.cell_type == "code":
                    cell.outputs = [running.error_output("SubmissionError", checked.reasons[0])]
        _add_notices(nb, checked, submissions.aside(folder))
        return nb, resources


def released_notebook(coursedir: CourseDirectory, module: str, notebook: str) -> Path:
    """Return the path of a released notebook; raises GradingError if there is none."""
    folder = Path(coursedir.format_path(coursedir.release_directory, ".", module))
    path = folder / f"{notebook}.ipynb"
    if not path.is_file():
        raise GradingError(
            f"{path}: expected the released notebook, found nothing. "
            f"Run “nbgrader generate_assignment {module}” and try again."
        )
    return path


def set_aside(assignment: str, student: str, notebooks: Sequence[str]) -> None:  # noqa: ARG001
    """Take what does not belong out of a submission; called by nbgrader before each of them.

    nbgrader copies every file that lies in a submission's folder, and follows links. Its hook
    names the folder only through the paths of the notebooks in it.
    """
    for folder in {Path(notebook).parent for notebook in notebooks}:
        submissions.set_aside(folder)


def _submitted(coursedir: CourseDirectory, about: dict[str, Any]) -> Path:
    step = coursedir.submitted_directory
    return Path(coursedir.format_path(step, about["student"], about["assignment"]))


def _add_notices(nb: NotebookNode, checked: submissions.Checked, aside: Sequence[str]) -> None:
    reasons = list(checked.reasons)
    if aside:
        where = f"the folder “{submissions.ASIDE}” of this submission"
        reasons.append(f"Not expected, not read, and moved to {where}: {', '.join(aside)}.")
    if reasons:
        title = "This submission has a problem" if checked.usable else "Nothing could be read"
        listed = "\n".join(f"- {reason}" for reason in reasons)
        _put_on_top(nb, "problem", f"**{title}.**\n\n{listed}\n\n{NEXT_STEP}")
    if checked.data["demo"]:
        _put_on_top(nb, "demo", DEMO)


def _put_on_top(nb: NotebookNode, kind: str, text: str) -> None:
    about = running.node(pairs=running.node(notice=kind))
    top = running.node(cell_type="markdown", id=f"notice-{kind}", metadata=about, source=text)
    nb.cells.insert(0, top)


def notices(nb: NotebookNode) -> list[str]:
    """Return the kinds of notices that grading put on top: "demo", "problem"."""
    kinds = (cell.metadata.get("pairs", {}).get("notice") for cell in nb.cells)
    return [kind for kind in kinds if kind]
