"""Tampered submissions change no grade, run nothing, and change nothing outside their folder."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell

from ..courses import MODULE, Course, cell, notebook, submission
from ..gradebook import rows

MakeCourse = Callable[..., Course]
Tamper = Callable[[Path, Path], None]

# nbgrader's own queries make SQLAlchemy warn.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")

NAME = f"{MODULE}.ipynb"
SENT = "submission.json"


def cells(change: Callable[[Any, str], None]) -> Tamper:
    """Tamper with the notebook that was sent; ``change`` gets code that would leave a trace."""

    def tamper(folder: Path, trace: Path) -> None:
        made = notebook()
        change(made, f"open({str(trace)!r}, 'w')")
        (folder / NAME).write_text(json.dumps(made))

    return tamper


def flipped(**nbgrader: Any) -> Tamper:
    """Change nbgrader's metadata of every cell that has some."""

    def change(made: Any, code: str) -> None:
        for part in made.cells:
            part.metadata.nbgrader.update(nbgrader)
            part.source = code

    return cells(change)


def raw(text: str | bytes, name: str = NAME) -> Tamper:
    """Put other text in the place of a file that was sent, or beside it."""

    def tamper(folder: Path, trace: Path) -> None:
        data = text.encode() if isinstance(text, str) else text
        (folder / name).write_bytes(data.replace(b"TRACE", str(trace).encode()))

    return tamper


def smuggled(made: Any, code: str) -> None:
    made.cells.insert(0, new_code_cell(code))


def doubled(made: Any, code: str) -> None:
    made.cells.insert(0, cell(code, "finished", grade=True, points=1))


def another_kernel(made: Any, code: str) -> None:
    made.metadata.kernelspec = {"name": "bash", "display_name": "Bash", "language": "bash"}
    made.cells[0].source = code


def prefilled(made: Any, code: str) -> None:
    made.cells[2].source = code
    made.cells[2].outputs = [
        {"output_type": "execute_result", "data": {"text/plain": "1"}, "metadata": {}}
    ]


def huge(made: Any, code: str) -> None:
    made.cells[0].source = code + "\n#" + "x" * 20_000_000


def linked_notebook(folder: Path, trace: Path) -> None:
    target = trace.with_name("kept.ipynb")
    (folder / NAME).unlink()
    (folder / NAME).symlink_to(target)


def hard_linked_notebook(folder: Path, trace: Path) -> None:
    (folder / NAME).unlink()
    os.link(trace.with_name("kept.ipynb"), folder / NAME)


def linked_folder(folder: Path, trace: Path) -> None:
    (folder / "data").symlink_to(trace.parent)


def folder_for_a_file(folder: Path, trace: Path) -> None:
    (folder / NAME).unlink()
    (folder / NAME).mkdir()
    (folder / NAME / "x.py").write_text(f"open({str(trace)!r}, 'w')")


def no_notebook(folder: Path, trace: Path) -> None:  # noqa: ARG001 - as all tamperings
    (folder / NAME).unlink()


def other_person(name: str) -> Tamper:
    """Add a submission, complete, in a folder with a name that nobody has."""

    def tamper(folder: Path, trace: Path) -> None:  # noqa: ARG001 - as all tamperings
        other = folder.parents[1] / name / MODULE
        other.mkdir(parents=True)
        (other / NAME).write_text(json.dumps(notebook()))
        (other / SENT).write_text(json.dumps(submission()))

    return tamper


def long_links(folder: Path, trace: Path) -> None:
    """Fill the names that a moved file would get, so that moving it is hard."""
    (folder / "set-aside").mkdir()
    for place in (folder, folder / "set-aside"):
        (place / ("x" * 255)).symlink_to(trace.with_name("kept.ipynb"))


COMPLETE = json.dumps(submission(complete=True))
TAMPERED: dict[str, Tamper] = {
    "smuggled-cell": cells(smuggled),
    "unlocked": flipped(locked=False),
    "made-a-solution": flipped(solution=True),
    "no-grade": flipped(grade=False),
    "made-a-task": flipped(task=True),
    "grade-id-doubled": cells(doubled),
    "points-raised": flipped(points=99),
    "another-kernel": cells(another_kernel),
    "outputs-prefilled": cells(prefilled),
    "schema-too-old": flipped(schema_version=0),
    "schema-too-new": flipped(schema_version=99),
    "huge-notebook": cells(huge),
    "not-json": raw("{not json"),
    "second-notebook": raw(json.dumps(notebook()), "second.ipynb"),
    "no-notebook": no_notebook,
    "linked-notebook": linked_notebook,
    "hard-linked-notebook": hard_linked_notebook,
    "linked-folder": linked_folder,
    "folder-for-a-file": folder_for_a_file,
    "long-links": long_links,
    "name-with-newline": other_person("an\nn"),
    "name-of-dots": other_person("..."),
    "name-look-alike": other_person("\u0430nn"),
    "secret-of-another": raw("the-id-of-bobs-submission", "submission_secret.txt"),
    "conftest": raw("open('TRACE', 'w')", "conftest.py"),
    "sitecustomize": raw("open('TRACE', 'w')", "sitecustomize.py"),
    "own-course-module": raw("open('TRACE', 'w')", "pairs_course.py"),
    "own-json-module": raw("open('TRACE', 'w')", "json.py"),
    "no-moment": raw("2026-11-20 10:00:00 /etc/passwd", "timestamp.txt"),
    "nan": raw(COMPLETE.replace("{}", '{"D1": NaN}', 1), SENT),
    "infinity": raw(COMPLETE.replace("{}", '{"D1": 1e999}', 1), SENT),
    "deep-nesting": raw(COMPLETE.replace("{}", "[" * 50_000, 1), SENT),
    "keys-doubled": raw('{"complete": false, ' + COMPLETE[1:], SENT),
    "ten-megabytes": raw(COMPLETE.replace("{}", f'{{"D1": "{"x" * 10_000_000}"}}', 1), SENT),
}


def around(place: Path) -> dict[str, object]:
    """Return all that lies outside the course's folder, with what it holds."""
    return {
        str(path.relative_to(place)): path.read_bytes() if path.is_file() else None
        for path in sorted(place.rglob("*"))
    }


@pytest.mark.parametrize("name", TAMPERED)
def test_a_tampered_submission_changes_no_grade_and_runs_nothing(
    course: MakeCourse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Every row is that of the honest submission; bob, beside it, is graded as well."""
    monkeypatch.setattr(sys, "path", ["", *sys.path])  # as in a program given with "python -c"
    made = course()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.ipynb").write_text(json.dumps(notebook("1 / 0")))
    before = around(outside)
    folder = made.submit("ann", submission(complete=False))
    made.submit("bob", submission(complete=True))
    made.autograde()
    honest = rows(made.root / "gradebook.db")

    TAMPERED[name](folder, outside / "trace")
    made.autograde()

    assert rows(made.root / "gradebook.db") == honest
    assert made.scores() == {"ann": 0.0, "bob": 1.0}
    assert around(outside) == before


def test_a_link_to_a_folder_leaves_that_folder_as_it_is(course: MakeCourse, tmp_path: Path) -> None:
    """Nothing is moved in a folder that a link in submitted/ leads to."""
    made = course()
    elsewhere = tmp_path / "elsewhere"
    made.submit("eve").rename(elsewhere)
    (elsewhere / "diary.txt").write_text("private")
    (made.root / "submitted" / "eve" / MODULE).symlink_to(elsewhere)
    before = around(elsewhere)
    made.submit("bob")

    with pytest.raises(Exception, match="see the the above traceback"):
        made.autograde()

    assert around(elsewhere) == before
    assert not (made.root / "autograded" / "eve" / MODULE).exists()
    assert made.scores()["bob"] == 1.0
