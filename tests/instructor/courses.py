"""A small course for nbgrader, with a module of its own and the settings of the product."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from pairs_instructor.nbgrader_config import configure

MODULE = "05-debate-and-dialogue"

READ = "import json, pathlib\nsent = json.loads(pathlib.Path('submission.json').read_text())"
SHOW = "sent['answers']"
TEST = "assert sent['complete'], 'The module is not complete.'"


def cell(source: str, name: str, **nbgrader: Any) -> NotebookNode:
    """Return a locked cell as the modules have them."""
    base = {"grade": False, "solution": False, "task": False, "locked": True, "schema_version": 3}
    made = new_markdown_cell if nbgrader.get("task") else new_code_cell
    metadata = {"nbgrader": {**base, "grade_id": name, **nbgrader}}
    return made(source, id=name, metadata={"editable": False, "deletable": False, **metadata})


def notebook(*sources: str) -> NotebookNode:
    """Return a module's notebook: code cells, a completion test and a task cell."""
    cells = [cell(source, f"part-{n}") for n, source in enumerate(sources or (READ, SHOW), 1)]
    cells.append(cell(TEST, "finished", grade=True, points=1))
    cells.append(cell("A private note", "private-note", task=True, points=0))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@dataclass(frozen=True)
class Course:
    """A course folder with one module, and nbgrader's own steps in this process."""

    root: Path

    @property
    def config(self) -> Any:
        """The settings of the product for this folder."""
        config = Config()
        configure(config, self.root, "demo")
        return config

    def run(self, step: type, **options: Any) -> None:
        """Run one of nbgrader's converters on the module."""
        config = self.config
        coursedir = CourseDirectory(config=config, assignment_id=MODULE)
        step(coursedir=coursedir, config=config, **options).start()

    def source(self, made: NotebookNode) -> None:
        """Write the module's source and generate the release."""
        path = self.root / "modules" / MODULE / f"{MODULE}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(made, path)
        self.run(GenerateAssignment, force=True)

    def source_as_it_is(self, path: Path) -> None:
        """Take a module's notebook from a file and generate the release."""
        self.source(nbformat.read(path, as_version=4))

    def released(self) -> NotebookNode:
        """Return the released notebook."""
        return nbformat.read(self.root / "release" / MODULE / f"{MODULE}.ipynb", as_version=4)

    def submit(self, student: str, sent: object = None, made: NotebookNode | None = None) -> Path:
        """Fill a submission by hand; ``sent`` is JSON data, or bytes as they are."""
        folder = self.root / "submitted" / student / MODULE
        folder.mkdir(parents=True)
        (folder / f"{MODULE}.ipynb").write_text(json.dumps(made or notebook()))
        raw = sent if isinstance(sent, bytes) else json.dumps(sent or submission()).encode()
        (folder / "submission.json").write_bytes(raw)
        return folder

    def autograde(self) -> None:
        """Autograde the module; raises nbgrader's error if a submission failed."""
        self.run(Autograde, force=True)

    def feedback(self) -> None:
        """Generate the feedback pages."""
        self.run(GenerateFeedback, force=True)

    def graded(self, student: str) -> NotebookNode:
        """Return an autograded notebook."""
        path = self.root / "autograded" / student / MODULE / f"{MODULE}.ipynb"
        return nbformat.read(path, as_version=4)

    def page(self, student: str) -> str:
        """Return a generated feedback page."""
        return (self.root / "feedback" / student / MODULE / f"{MODULE}.html").read_text()

    def scores(self) -> dict[str, float]:
        """Return the score of each participant who was graded."""
        with self.gradebook() as gradebook:
            return {s.student.id: s.score for s in gradebook.assignment_submissions(MODULE)}

    def comment(self, student: str, text: str) -> None:
        """Write on the task cell, as formgrader does."""
        with self.gradebook() as gradebook:
            cell = gradebook.find_comment("private-note", MODULE, MODULE, student)
            cell.manual_comment = text
            gradebook.db.commit()

    def gradebook(self) -> Gradebook:
        """Open the gradebook."""
        return Gradebook(f"sqlite:///{self.root}/gradebook.db", "demo")


def submission(**changes: Any) -> dict[str, Any]:
    """Return a good submission of the module with some of its parts changed."""
    sent = {"version": 1, "module": MODULE, "complete": True, "demo": False}
    return {**sent, "answers": {}, "joint": {}, **changes}
