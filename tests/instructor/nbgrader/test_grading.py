"""Grading runs what was released, in this process, and nothing that anybody sent."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from pairs_instructor.nbgrader import grading, submissions

from ..courses import MODULE, READ, SHOW, Course, cell, notebook, submission

MakeCourse = Callable[..., Course]

# nbgrader's own queries make SQLAlchemy warn.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")


def output_text(made: nbformat.NotebookNode) -> str:
    """Return all that a notebook shows, as one text."""
    return str([c.get("outputs", c.source) for c in made.cells])


def test_a_complete_module_scores_one_and_an_incomplete_one_zero(course: MakeCourse) -> None:
    """The completion test gives the score, by nbgrader's own rules."""
    made = course()
    made.submit("ann", submission(complete=True))
    made.submit("bob", submission(complete=False))

    made.autograde()

    assert made.scores() == {"ann": 1.0, "bob": 0.0}
    failed = next(c for c in made.graded("bob").cells if c.id == "finished").outputs
    sentence = "The module is not complete."
    assert [(o.ename, o.evalue) for o in failed] == [("AssertionError", sentence)]
    assert failed[0].traceback[-1] == f"AssertionError: {sentence}"
    assert "File" not in "".join(failed[0].traceback)


def test_cells_that_somebody_sent_do_not_run(course: MakeCourse, tmp_path: Path) -> None:
    """Inserted, changed and re-tagged cells are not even read: they write no file."""
    made = course()
    traces = [tmp_path / f"ran-{n}" for n in range(3)]
    hostile = notebook(f"open({str(traces[0])!r}, 'w')", SHOW)
    hostile.cells.insert(0, new_code_cell(f"open({str(traces[1])!r}, 'w')"))
    hostile.cells.append(cell(f"open({str(traces[2])!r}, 'w')", "finished", grade=True, points=99))
    made.submit("ann", submission(complete=False), hostile)

    made.autograde()

    assert [t for t in traces if t.exists()] == []
    assert made.scores() == {"ann": 0.0}
    released = nbformat.read(made.root / "release" / MODULE / f"{MODULE}.ipynb", as_version=4)
    assert [c.source for c in made.graded("ann").cells] == [c.source for c in released.cells]


def test_another_kernel_name_changes_nothing(course: MakeCourse) -> None:
    """The kernel is that of the release, and none is started."""
    made = course()
    flipped = notebook()
    flipped.metadata.kernelspec = {"name": "bash", "display_name": "Bash", "language": "bash"}
    made.submit("ann", submission(), flipped)

    made.autograde()

    assert made.graded("ann").metadata.kernelspec.name == "python3"
    assert made.scores() == {"ann": 1.0}


@pytest.mark.parametrize("name", ["submission.py", "json.py", "pathlib.py"])
def test_a_module_that_somebody_sent_is_not_imported(
    course: MakeCourse, tmp_path: Path, name: str
) -> None:
    """The cells run in a folder that holds the answers and nothing else."""
    made = course("import importlib, sys\nsys.modules.pop('submission', None)", READ, SHOW)
    folder = made.submit("ann")
    (folder / name).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")

    made.autograde()

    assert not (tmp_path / "ran").exists()
    assert (folder / submissions.ASIDE / name).is_file()
    assert f"“{name}”" in made.graded("ann").cells[0].source


BROKEN: dict[str, tuple[object, str]] = {
    "cut-off": (b"{not json", "expected JSON in UTF-8, got something else"),
    "not-utf-8": (b"\xff\xfe", "expected JSON in UTF-8, got something else"),
    "too-deep": (b"[" * 100_000, "expected JSON in UTF-8, got something else"),
    "not-a-number": (b'{"version": NaN}', "expected JSON in UTF-8, got something else"),
    "a-list": (b"[1]", "expected a JSON object, got a list"),
    "keys": (b'{"version": 1}', "expected the keys answers, complete"),
    "other-module": (submission(module="01-setting-out"), "expected version 1 of the module 05"),
    "complete": (submission(complete="yes"), "expected complete as a bool, got a str"),
    "answers": (submission(answers=[]), "expected answers as a dict, got a list"),
    "too-large": (b" " * (submissions.MAX_BYTES + 1), "answers, submission.json, is missing"),
}


def test_a_broken_submission_scores_zero_and_says_why(course: MakeCourse) -> None:
    """What cannot be read is marked with the reason; the others of the batch are graded."""
    made = course()
    for student, (sent, _) in BROKEN.items():
        made.submit(student, sent)
    made.submit("fine")

    made.autograde()

    assert made.scores() == {**dict.fromkeys(BROKEN, 0.0), "fine": 1.0}
    said = {student: made.graded(student).cells[0].source for student in BROKEN}
    missing = {s: text for s, text in said.items() if BROKEN[s][1] not in text}
    assert missing == {}


def test_unknown_and_wrong_answers_are_left_out_with_a_reason(course: MakeCourse) -> None:
    """What the programme does not know, or must not reach a facilitator, is not shown."""
    made = course()
    answers = {"D1": 4, "D2": 9, "D3": "<script>", "nobody-asked": 1, "airtime-05": 1, "`<b>`": 2}
    made.submit("ann", submission(answers=answers, joint={"D4": {"text": "x"}}))

    made.autograde()

    graded = made.graded("ann")
    assert [o.data["text/plain"] for o in graded.cells[2].outputs] == ["{'D1': 4}"]
    assert graded.cells[0].source.splitlines()[2:-2] == [
        "- D2: expected 1 to 5, “unsure” or “pass”, got 9. It was left out.",
        "- D3: expected 1 to 5, “unsure” or “pass”, got a str. It was left out.",
        "- “nobody-asked” was left out: no such question here.",
        "- “airtime-05” was left out: no such question here.",
        "- “??b??” was left out: no such question here.",
        "- “D4” was left out: no such question here.",
    ]
    assert made.scores() == {"ann": 1.0}


def test_links_and_folders_are_refused(course: MakeCourse, tmp_path: Path) -> None:
    """A link is never followed, and what it points to is copied nowhere."""
    made = course()
    secret = tmp_path / "secret.txt"
    secret.write_text("the facilitator's own file")
    folder = made.submit("ann")
    (folder / "submission.json").unlink()
    (folder / "submission.json").symlink_to(secret)
    (folder / "other.txt").symlink_to(secret)
    (folder / "data").mkdir()
    (folder / "data" / "x.txt").write_text("x")
    (folder / submissions.ASIDE).symlink_to(tmp_path)
    made.submit("bob")

    made.autograde()

    assert made.scores() == {"ann": 0.0, "bob": 1.0}
    copied = sorted(p.name for p in (made.root / "autograded" / "ann" / MODULE).rglob("*"))
    assert copied == [f"{MODULE}.ipynb"]
    aside = ["data", "not-set-aside", "other.txt", "submission.json"]
    assert sorted(p.name for p in (folder / submissions.ASIDE).iterdir()) == aside
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a course (1+1)", "secret.txt"]
    listed = ", ".join(f"“{name}”" for name in aside)
    assert listed in made.graded("ann").cells[0].source


def test_a_linked_folder_is_refused(course: MakeCourse, tmp_path: Path) -> None:
    """A link in place of a participant's folder fails that submission only."""
    made = course()
    made.submit("bob")
    elsewhere = tmp_path / "elsewhere"
    (made.root / "submitted" / "bob").rename(elsewhere)
    (made.root / "submitted" / "bob").symlink_to(elsewhere)
    made.submit("ann")

    with pytest.raises(Exception, match="see the the above traceback"):
        made.autograde()

    assert made.scores()["ann"] == 1.0
    assert not (made.root / "autograded" / "bob" / MODULE).exists()


def test_demo_data_is_marked(course: MakeCourse) -> None:
    """Nobody takes synthetic answers for real ones."""
    made = course()
    made.submit("ann", submission(demo=True))

    made.autograde()
    made.feedback()

    assert made.graded("ann").cells[0].source == grading.DEMO
    assert "<strong>Demo data.</strong>" in made.page("ann")


def test_each_submission_has_a_namespace_and_a_folder_of_its_own(course: MakeCourse) -> None:
    """Nothing of one submission is there for the next, nor stays afterwards."""
    leave = "import os, pathlib\nseen = globals().get('mark'), sorted(os.listdir())\nmark = 1\n"
    made = course(READ, leave + "pathlib.Path('left').write_text('x')\nseen")
    for student in ("ann", "bob"):
        made.submit(student)
    before = Path.cwd(), dict(os.environ)

    made.autograde()

    shown = [made.graded(s).cells[1].outputs[0].data["text/plain"] for s in ("ann", "bob")]
    assert shown == ["(None, ['submission.json'])"] * 2
    assert (Path.cwd(), dict(os.environ)) == before


def test_no_kernel_starts(course: MakeCourse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Grading starts no process at all."""
    made = course()
    made.submit("ann")
    made.submit("bob")
    started: list[object] = []
    monkeypatch.setattr("subprocess.Popen.__init__", lambda *a, **_: started.append(a))

    made.autograde()

    assert (started, made.scores()) == ([], {"ann": 1.0, "bob": 1.0})


def test_the_feedback_page_has_the_note_and_the_answers_only(course: MakeCourse) -> None:
    """No code, no scores, no scripts, nothing from another host; what was written is escaped."""
    show = "class S:\n    def _repr_html_(self): return '<dl><dt>Q</dt><dd>A &lt;b&gt;</dd></dl>'\n"
    made = course(READ, show + "S()")
    made.submit("ann", submission(complete=False))
    made.autograde()
    made.comment("ann", "Thank you both.\n<script>alert(1)</script>")

    made.feedback()

    page = made.page("ann")
    assert "Thank you both.\n&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<dl><dt>Q</dt><dd>A &lt;b&gt;</dd></dl>" in page
    assert "<title>Feedback: Debate and dialogue</title>" in page
    assert '<a href="../">Back to Home</a>' in page
    for never in ("<script", "http:", "https:", "import json", "AssertionError", "core", "0.0"):
        assert never not in page, never


def test_no_formgrader_page_asks_another_host(course: MakeCourse) -> None:
    """Hospital networks block such requests, so formgrader's notebook page makes none."""
    from nbconvert.exporters import HTMLExporter

    made = course()
    made.submit("ann")
    made.autograde()
    config = made.config
    config.HTMLExporter.template_name = "formgrade"  # as formgrader sets it
    about = {"base_url": "/user/facilitator", "notebook_id": MODULE, "index": 0, "total": 1}

    page, _ = HTMLExporter(config=config).from_filename(
        str(made.root / "autograded" / "ann" / MODULE / f"{MODULE}.ipynb"), resources=about
    )

    assert 'id="private-note-comment"' in page
    loaded = [part for part in page.split("<") if "://" in part]
    assert [p for p in loaded if "src=" in p or "href=" in p or "import" in p] == []


def test_no_released_notebook_is_said_plainly(course: MakeCourse) -> None:
    """Without the release nothing can be graded, and the next step is in the message."""
    made = course()
    made.submit("ann")
    (made.root / "release" / MODULE / f"{MODULE}.ipynb").unlink()
    from nbgrader.coursedir import CourseDirectory

    with pytest.raises(grading.GradingError, match="Run “nbgrader generate_assignment 05-debate"):
        grading.released_notebook(CourseDirectory(config=made.config), MODULE, MODULE)
    assert sys.modules.get("submission") is None
