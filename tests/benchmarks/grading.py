"""``grading-*``: ``nbgrader autograde``, ours against stock, on the same submissions.

Each run is the whole command in a fresh copy of a cohort's folder, with a real module. Stock is
nbgrader's own configuration: its exporter, and a kernel for each submission.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from functools import cache
from pathlib import Path

from pairs_course.programme import loader
from pairs_course.programme.notebooks import modules_folder
from pairs_instructor.nbgrader_config import SOURCE

from ..instructor.gradebook import Rows, rows
from .bench import Bench
from .figures import Figure, paired, rounds

MODULE = "05-debate-and-dialogue"
MANY, FEW = 40, 4
HUGE = 400
_EQUAL = "every row of both gradebooks was compared, in every run, and equal"
_STOCK = """
c = get_config()
c.CourseDirectory.root = {root!r}
c.CourseDirectory.course_id = "bench"
c.CourseDirectory.source_directory = {source!r}
"""
_OURS = """
from pairs_instructor.nbgrader_config import configure
configure(get_config(), {root!r}, "bench")
"""
# The command, and afterwards the most memory that this program held, in kB.
_PROGRAM = """
import re, sys
from nbgrader.apps.nbgraderapp import main
sys.argv[0] = "nbgrader"
try:
    main()
finally:
    with open("/proc/self/status") as status, open("peak", "w") as peak:
        peak.write(re.search(r"VmHWM:\\s*(\\d+)", status.read())[1])
"""


class Cohorts:
    """Makes folders with a released module and submissions, and grades them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        loader.compile_to(folder / "programme.json")
        paths = [sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)]
        self.environment = {
            **os.environ,
            "PATH": os.pathsep.join(paths),
            "HOME": str(folder),
            "PAIRS_PROGRAMME": str(folder / "programme.json"),
        }
        self.released = folder / "released"
        self.released.mkdir()
        (self.released / SOURCE).symlink_to(modules_folder())
        _configure(self.released, _OURS)
        self._nbgrader(self.released, "generate_assignment")

    def grade(self, people: int, settings: str, *options: str) -> tuple[float, float, Rows]:
        """Grade so many submissions; return the seconds, the peak in MB, and the gradebook."""
        root = self.folder / "cohort"
        shutil.copytree(self.released, root, symlinks=True)
        try:
            _configure(root, settings)
            for number in range(people):
                _submit(root, number)
            started = time.perf_counter()
            self._nbgrader(root, "autograde", *options)
            seconds = time.perf_counter() - started
            peak = int((root / "peak").read_text(encoding="ascii")) / 1024
            return seconds, peak, rows(root / "gradebook.db")
        finally:
            shutil.rmtree(root)

    def _nbgrader(self, root: Path, step: str, *options: str) -> None:
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, step, MODULE, *options],
            cwd=root,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"nbgrader {step}: {done.stderr.strip()[-2000:]}")


def marginal(bench: Bench) -> list[Figure]:
    """What one more submission takes: what many take beyond few, by each."""
    found, (many, few) = _beside_stock(bench), _sizes(bench)
    sides = ("ours", "theirs")
    each = {
        side: [
            (longer - shorter) / (many - few)
            for longer, shorter in zip(found[side, many], found[side, few], strict=True)
        ]
        for side in sides
    }
    what = f"each further submission of one nbgrader autograde, from {FEW} to {MANY} of them"
    pairs = paired(each["ours"], each["theirs"])
    return [Figure("grading-marginal", what, "s", pairs, {"rows": _EQUAL})]


def whole(bench: Bench) -> list[Figure]:
    """What the whole command takes, its start too."""
    found, (many, _) = _beside_stock(bench), _sizes(bench)
    what = f"nbgrader autograde of {MANY} submissions, against stock nbgrader"
    pairs = paired(found["ours", many], found["theirs", many])
    return [Figure("grading-whole", what, "s", pairs, {"rows": _EQUAL})]


def floor(bench: Bench) -> list[Figure]:
    """What the whole command takes, against nbgrader's own steps with nothing executed."""
    cohorts, (many, _) = _cohorts(bench), _sizes(bench)
    found = rounds(
        bench.pairs,
        {
            "ours": lambda: cohorts.grade(many, _OURS)[0],
            "theirs": lambda: cohorts.grade(many, _STOCK, "--no-execute")[0],
        },
    )
    what = f"nbgrader autograde of {MANY} submissions, against stock nbgrader with --no-execute"
    return [Figure("grading-floor", what, "s", paired(found["ours"], found["theirs"]))]


def memory(bench: Bench) -> list[Figure]:
    """The most memory that the command held for ten times as many submissions."""
    cohorts, (many, _), huge = _cohorts(bench), _sizes(bench), bench.size(HUGE, 4)
    found = rounds(
        bench.pairs,
        {
            "ours": lambda: cohorts.grade(huge, _OURS)[1],
            "theirs": lambda: cohorts.grade(many, _OURS)[1],
        },
    )
    what = f"most memory held by nbgrader autograde of {HUGE} submissions, against ours of {MANY}"
    more = {"counted": "peak of resident pages (VmHWM)"}
    return [Figure("grading-memory", what, "MB", paired(found["ours"], found["theirs"]), more)]


def _sizes(bench: Bench) -> tuple[int, int]:
    """Return how many submissions are many, and how many are few."""
    return bench.size((MANY, FEW), (2, 1))


@cache
def _cohorts(bench: Bench) -> Cohorts:
    return Cohorts(bench.folder / "grading")


@cache
def _beside_stock(bench: Bench) -> dict[tuple[str, int], list[float]]:
    """Return the seconds by side and number of submissions; two figures come from these runs.

    Raises:
        RuntimeError: the two gradebooks of a round differ.
    """
    cohorts = _cohorts(bench)
    settings = {"ours": _OURS, "theirs": _STOCK}
    sides = [(side, people) for people in _sizes(bench) for side in settings]
    found = rounds(
        bench.pairs,
        {f"{s} {n}": lambda s=s, n=n: cohorts.grade(n, settings[s]) for s, n in sides},
    )
    for people in _sizes(bench):
        for ours, theirs in zip(found[f"ours {people}"], found[f"theirs {people}"], strict=True):
            if ours[2] != theirs[2]:
                raise RuntimeError(f"{people} submissions: the two gradebooks differ")
    return {(s, n): [seconds for seconds, _, _ in found[f"{s} {n}"]] for s, n in sides}


def _configure(root: Path, settings: str) -> None:
    text = settings.format(root=str(root), source=SOURCE)
    (root / "nbgrader_config.py").write_text(text, encoding="utf-8")


def _submit(root: Path, number: int) -> None:
    """Fill a folder as collecting does: half of them are complete."""
    folder = root / "submitted" / f"person-{number:03}" / MODULE
    folder.mkdir(parents=True)
    shutil.copyfile(root / "release" / MODULE / f"{MODULE}.ipynb", folder / f"{MODULE}.ipynb")
    sent = {"version": 1, "module": MODULE, "complete": number % 2 == 0, "demo": False}
    text = json.dumps({**sent, "answers": {"D1": 1 + number % 5}, "joint": {}})
    (folder / "submission.json").write_text(text, encoding="utf-8")
    (folder / "timestamp.txt").write_text("2026-11-20 10:00:00.000000 UTC", encoding="ascii")
