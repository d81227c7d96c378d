"""``collect-growth``, ``feedback-growth``: 400 people against ten times the time for 40.

Linear is 1. Both cohorts are in one course with one real service; nbgrader's own classes do the
work in this process, so that starting a command, which costs the same for any cohort, does not
make a large one look good.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from pairs_course.hub.settings import programs_path
from pairs_course.programme import loader
from pairs_course.store import Store
from pairs_instructor import cohort_folder
from pairs_instructor.nbgrader.exchange import Collect, ReleaseFeedback
from pairs_instructor.nbgrader_config import configure

from ..instructor import large
from ..instructor.courses import MODULE
from ..instructor.serving import running
from .bench import Bench
from .figures import Figure, paired, rounds

#: Where a machine has it, a folder in memory: how our work grows is measured, and not how a disk
#: slows down on which thousands of files are made and removed again and again.
MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made in it is this program's own
LARGE, TIMES = 400, 10
COLLECT = "collecting the submissions of 400 people, against ten times that of 40"
FEEDBACK = "making and releasing the feedback of 400 people, against ten times that of 40"


@dataclass(frozen=True)
class Cohort:
    """A cohort that has sent a module, with a course folder of its own."""

    name: str
    root: Path

    def collect(self) -> None:
        """Collect everything, as if nothing had been collected yet."""
        self._run(Collect)

    def autograde(self) -> None:
        """Grade what was collected."""
        self._run(Autograde)

    def feedback(self) -> None:
        """Make the feedback pages and release them."""
        self._run(GenerateFeedback)
        self._run(ReleaseFeedback)

    def clear(self, step: str) -> None:
        """Forget what a step made."""
        shutil.rmtree(self.root / step, ignore_errors=True)

    def _run(self, step: Callable[..., object]) -> None:
        config = Config()
        configure(config, self.root, self.name)
        coursedir = CourseDirectory(config=config, assignment_id=MODULE)
        made = step(coursedir=coursedir, config=config)
        made.log.setLevel("ERROR")  # type: ignore[attr-defined]  # each of them is configurable
        made.start()  # type: ignore[attr-defined]


def collect(bench: Bench) -> list[Figure]:
    """Collect both cohorts in each round."""
    with _cohorts(bench) as both:
        found = rounds(bench.pairs, {c.name: _timed(c, "submitted", c.collect) for c in both})
    return [_figure("collect-growth", COLLECT, found)]


def feedback(bench: Bench) -> list[Figure]:
    """Grade both cohorts once; make and release their feedback in each round."""
    with _cohorts(bench) as both:
        for cohort in both:
            cohort.collect()
            cohort.autograde()
        found = rounds(bench.pairs, {c.name: _timed(c, "feedback", c.feedback) for c in both})
    return [_figure("feedback-growth", FEEDBACK, found)]


def _figure(name: str, what: str, found: dict[str, list[float]]) -> Figure:
    ten_times = [seconds * TIMES for seconds in found["small"]]
    more = {"counted": "the time that passed, the service's included, without starting a command"}
    return Figure(name, what, "s", paired(found["large"], ten_times), more)


def _timed(cohort: Cohort, made: str, work: Callable[[], None]) -> Callable[[], float]:
    def seconds() -> float:
        cohort.clear(made)
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    return seconds


@contextmanager
def _cohorts(bench: Bench) -> Iterator[list[Cohort]]:
    """Run the service for a large and a small cohort, both of which have sent the module."""
    place = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else bench.folder))
    people = bench.size(LARGE, 2 * TIMES)
    state, compiled = place / "state", place / "programme.json"
    loader.compile_to(compiled)
    environment = {
        "PAIRS_PROGRAMME": str(compiled),
        "PATH": programs_path(),
        "JUPYTERHUB_API_TOKEN": "token-of-fay",
    }
    with patch.dict(os.environ, environment), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's own queries make SQLAlchemy warn
        with Store.in_folder(state) as store:
            for name, count in (("large", people), ("small", people // TIMES)):
                enrolled = large.enrol(store, name, count)
                cohort_folder.create(store, state, name)
                cohort_folder.release(store, state, name, MODULE)
                large.send(store, enrolled)
        try:
            with running(state, compiled) as course, patch.dict(os.environ, COURSE_URL=course.url):
                yield [Cohort(n, cohort_folder.folder_of(state, n)) for n in ("large", "small")]
        finally:
            shutil.rmtree(place)
