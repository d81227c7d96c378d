"""Makes nbgrader grade without ever running anything a participant sent.

Three parts plug into nbgrader through its settings (see :mod:`.nbgrader_config`):

- :func:`look_over` goes through ``submitted/`` before nbgrader: it moves links, folders and
  unexpected files aside, and makes nbgrader grade each submission on the released notebooks.
- :class:`ReleasedNotebookExporter` reads the released notebook whenever nbgrader asks for a
  submitted one. A submitted notebook is never opened, whoever put it there.
- :class:`RunReleasedCells` runs those cells in this process, with a separate namespace and folder
  for each submission that contain only its checked answers.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatch
from glob import glob
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import default

from pairs_course.programme import compiled
from pairs_instructor.nbgrader import (
    collected_ids,
    gradebook_engines,
    inprocess_executor,
    submissions,
)

DEMO: Final = (
    "**Demo data.** This cohort is for trying out the course, and many of its answers are invented."
)
NEXT_STEP: Final = (
    "Ask the participant to press “Send to your facilitator” again. Then collect and autograde."
)
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._-]*")


class GradingError(Exception):
    """A submission cannot be graded; the message says what was expected and the next step."""


def look_over(converter: Any) -> None:
    """Prepare the folders that nbgrader's Autograde is about to grade.

    Every folder is graded on the released notebooks: a missing notebook is added, as collecting
    does, and extra ones do not count. A folder whose name cannot be a participant's is left out,
    because nbgrader would stop at some, and create a participant for others.
    """
    coursedir, log = converter.coursedir, converter.log
    module = coursedir.assignment_id
    release = Path(coursedir.format_path(coursedir.release_directory, ".", module))
    notebooks = sorted(release.glob("*.ipynb"))
    notebooks = [n for n in notebooks if fnmatch(n.stem, coursedir.notebook_id)]
    found = dict(converter.assignments)
    pattern = _submitted(coursedir, coursedir.student_id, module)
    for place in sorted(glob(pattern)):  # noqa: PTH207 - must give the same text as nbgrader's glob
        folder = Path(place)
        if not _NAME.fullmatch(folder.parent.name):
            log.error("%r: expected the folder of a participant. It was not graded.", place)
            found.pop(place, None)
            continue
        if notebooks:
            found[place] = [str(folder / notebook.name) for notebook in notebooks]
        try:
            submissions.set_aside(folder, _noted(coursedir, folder.parent.name, module))
            submissions.complete(folder, notebooks)
        except OSError as error:
            log.error("%s: cannot be prepared for grading: %s", folder, error)
    converter.assignments = found


class ReleasedNotebookExporter(NotebookExporter):
    """Gives nbgrader's autograde the released notebook instead of the submitted one.

    The released notebook, in the course's ``release/`` folder, provides cells, metadata and kernel
    name. nbgrader then checks it against the gradebook. As nothing comes from the submission, the
    result is always the same, so this runs once for each notebook and command. nbgrader creates a
    new exporter for each command, after listing the submissions and before opening any.
    """

    def __init__(self, **kw: Any) -> None:
        super().__init__(**kw)  # type: ignore[no-untyped-call]  # nbconvert has no types here
        gradebook_engines.share()
        self._checked: dict[Path, tuple[Any, dict[str, Any]]] = {}
        look_over(self.parent)

    @default("optimistic_validation")
    def _validate_what_is_written(self) -> bool:
        """Validate a notebook once after all steps, not after each."""
        return True

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Convert a notebook that nbgrader names; raises GradingError if it was not released."""
        about = (resources or {})["nbgrader"]
        converter: Any = self.parent
        folder = Path(_submitted(converter.coursedir, about["student"], about["assignment"]))
        if Path(filename).parent != folder:
            return self._convert(filename, resources, **kw)
        _refuse(folder, _noted(converter.coursedir, about["student"], about["assignment"]))
        path = released_notebook(converter.coursedir, about["assignment"], about["notebook"])
        if path not in self._checked:
            self._checked[path] = self._convert(str(path), resources, **kw)
        output, checked = self._checked[path]
        return output, {**copy.deepcopy(checked), **(resources or {})}

    def _convert(self, filename: str, resources: Any, **kw: Any) -> tuple[Any, dict[str, Any]]:
        output, resources = super().from_filename(filename, resources=resources, **kw)
        return output, resources


class RunReleasedCells(NbGraderPreprocessor):
    """Replaces nbgrader's Execute: runs the cells in this process, without a kernel."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Run the cells on the checked answers, and put notices for the facilitator on top."""
        about = resources["nbgrader"]
        coursedir = self.parent.parent.coursedir
        folder = Path(_submitted(coursedir, about["student"], about["assignment"]))
        noted = _noted(coursedir, about["student"], about["assignment"])
        checked = submissions.read(folder, about["assignment"], compiled.load(), noted)
        if checked.usable:
            with TemporaryDirectory(prefix="pairs-grading-") as place:
                answers = json.dumps(checked.data, ensure_ascii=False)
                Path(place, submissions.FILE).write_text(answers, encoding="utf-8")
                inprocess_executor.run_cells(nb, Path(place))
        else:
            for cell in nb.cells:
                if is_grade(cell) and cell.cell_type == "code":
                    cell.outputs = [
                        inprocess_executor.error_output("SubmissionError", checked.reasons[0])
                    ]
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


def _submitted(coursedir: CourseDirectory, student: str, module: str) -> str:
    return str(coursedir.format_path(coursedir.submitted_directory, student, module))


def _noted(coursedir: CourseDirectory, student: str, module: str) -> Mapping[str, str]:
    return collected_ids.noted(Path(coursedir.root), student, module)


def _refuse(folder: Path, noted: Mapping[str, str]) -> None:
    """Raise GradingError if nbgrader copied something unsafe; it then removes its copies."""
    if submissions.is_link(folder):
        raise GradingError(
            f"{folder}: expected a folder with a submission, got a link. "
            "Replace it with the folder itself and autograde again."
        )
    if folder.is_dir() and (names := submissions.strangers(folder, noted)):
        raise GradingError(
            f"{folder}: expected only the files of a submission, also got {names!r}, which could "
            "not be moved. Remove them and autograde again."
        )


def _add_notices(nb: NotebookNode, checked: submissions.Checked, aside: Sequence[str]) -> None:
    reasons = list(checked.reasons)
    if aside:
        where = f"the folder “{submissions.ASIDE}” of this submission"
        reasons.append(f"Unexpected files, moved unread to {where}: {', '.join(aside)}.")
    if reasons:
        title = "This submission has a problem" if checked.usable else "Nothing could be read"
        listed = "\n".join(f"- {reason}" for reason in reasons)
        _put_on_top(nb, "problem", f"**{title}.**\n\n{listed}\n\n{NEXT_STEP}")
    if checked.data["demo"]:
        _put_on_top(nb, "demo", DEMO)


def _put_on_top(nb: NotebookNode, kind: str, text: str) -> None:
    about = inprocess_executor.node(pairs=inprocess_executor.node(notice=kind))
    top = inprocess_executor.node(
        cell_type="markdown", id=f"notice-{kind}", metadata=about, source=text
    )
    nb.cells.insert(0, top)


def notices(nb: NotebookNode) -> list[str]:
    """Return the kinds of notices that grading added: "demo", "problem"."""
    kinds = (cell.metadata.get("pairs", {}).get("notice") for cell in nb.cells)
    return [kind for kind in kinds if kind]
