"""The long steps, done with nbgrader's own classes: ``python -m ...desk.steps FOLDER MODULE``.

:mod:`.jobs` starts this program; what to do is in the job it wrote. Each step may be repeated: what
is up to date is left as it is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from pairs_course.people.names import told_apart
from pairs_course.programme import compiled
from pairs_course.programme.content import Content
from pairs_instructor.desk import jobs
from pairs_instructor.desk.jobs import Entry, Job
from pairs_instructor.nbgrader import collected_ids, submissions
from pairs_instructor.nbgrader.collected_ids import submission_in
from pairs_instructor.nbgrader_config import configure

_ERROR: Final = re.compile(r"^ *[\w.]*(?:Error|Exception|Conflict)\w*: ?(.*)$", re.M)
_SAID: Final = re.compile(r"^\[(?:ERROR|CRITICAL|WARNING)\] (.+)$", re.M)


class StepError(Exception):
    """A step could not be done at all; the message is a sentence for the facilitator."""


class Work:
    """One job on one module of a cohort's folder, with nbgrader set up for it."""

    def __init__(self, folder: Path, job: Job) -> None:
        self.folder = folder
        self.job = job
        config = Config()
        configure(config, folder, folder.name)
        # The desk has asked already whether the new words are to take the place of the old ones.
        config.ExchangeReleaseAssignment.force = True
        if opens := job.options.get("opens"):
            config.ReleaseAssignment.opens = opens
        self.coursedir = CourseDirectory(config=config)
        self.api: Any = NbGraderAPI(coursedir=self.coursedir, config=config)
        self.content: Content = compiled.load()

    def keep(self) -> None:
        """Write down how far the job is."""
        jobs.write(self.folder, self.job)

    def stage(self, doing: str, total: int | None = None) -> None:
        """Begin a part of the job, of ``total`` submissions."""
        self.job.doing, self.job.done, self.job.total = doing, 0, total
        self.keep()

    def entry(self, who: str, good: bool, words: str) -> None:
        """Say what became of one submission."""
        self.job.entries.append(Entry(who, good, words))
        self.job.done += 1
        self.keep()

    def call(self, what: Callable[..., Any], *arguments: Any, **named: Any) -> None:
        """Do one thing of nbgrader's; raises StepError with its reason."""
        result = what(*arguments, **named)
        if not result["success"]:
            raise StepError(reason(result))

    def names(self) -> dict[str, str]:
        """Return how to call the gradebook's participants, by sign-in name."""
        with self.api.gradebook as gradebook:
            return told_apart((s.id, s.first_name or s.id) for s in gradebook.students)

    def collected(self, step: str, student: str) -> str:
        """Return the id of the submission that is in a step's folder of somebody, or ""."""
        return submission_in(Path(self.coursedir.format_path(step, student, self.job.module)))


def release(work: Work) -> str:
    """Make the module as participants get it, and release it."""
    module = work.job.module
    work.stage("Making the pages")
    work.call(work.api.generate_assignment, module)
    work.stage("Releasing")
    work.call(work.api.release_assignment, module)
    return "Everybody has it the next time they open it. Answers are kept."


def mark(work: Work) -> str:
    """Collect what was sent and mark each submission that is not marked yet."""
    api, module = work.api, work.job.module
    work.stage("Collecting")
    work.call(api.collect, module, update=True)
    students = sorted(api.get_submitted_students(module))
    marked = {
        student
        for student in api.get_autograded_students(module)
        if work.collected("submitted", student) == work.collected("autograded", student)
    }
    names = work.names()
    todo = [student for student in students if student not in marked]
    work.stage("Marking", len(todo))
    for student in todo:
        result = api.autograde(module, student, force=True, create=True)
        good, words = _judged(work, student, result)
        work.entry(names.get(student, student), good, words)
    if not students:
        return "Nobody has sent this module yet."
    same = len(students) - len(todo)
    kept = f" {_submissions(same)} had been marked before." if same else ""
    return f"{_submissions(len(todo))} marked now.{kept}"


def give_back(work: Work) -> str:
    """Make the feedback page of each marked submission and release it."""
    api, module = work.api, work.job.module
    students = sorted(api.get_autograded_students(module))
    names = work.names()
    work.stage("Making feedback", len(students))
    for student in students:
        result = api.generate_feedback(module, student, force=True)
        words = "Feedback is made" if result["success"] else reason(result)
        work.entry(names.get(student, student), result["success"], words)
    if not students:
        return "Nothing is marked yet, so there is no feedback to give. Collect and mark first."
    work.stage("Releasing feedback")
    work.call(api.release_feedback, module)
    return f"Feedback for {_submissions(len(students)).lower()} is on Home now."


STEPS: Final[dict[jobs.Step, Callable[[Work], str]]] = {
    "release": release,
    "mark": mark,
    "give-back": give_back,
}


def reason(result: dict[str, Any]) -> str:
    """Return the reason that nbgrader gave, in one line, without its traceback."""
    found = _ERROR.findall(result.get("error", ""))
    log = result.get("log", "")
    # What stopped one submission or module stands in the log; the error only points there.
    words = [*_SAID.findall(log)[-1:], *found[-1:], *_ERROR.findall(log)[-1:]]
    words = [word.strip() for word in words if word.strip()]
    return (
        words[-1] if words else "nbgrader gave no reason. Try again; doing it twice does no harm."
    )


def main(folder: Path, module: str) -> int:
    """Do the job that was written down for a module, and what comes then; return the status."""
    job = jobs.last(folder, module)
    if job is None:
        print(f"{folder}: no job for {module} was written down", file=sys.stderr)  # noqa: T201
        return 2
    status = _do(folder, job)
    for then in job.options.get("then", ()):
        following = Job(job.step, then["module"], job.by, options={"opens": then["opens"]})
        jobs.enter(folder, following)
        status = max(status, _do(folder, following))
    return status


def _do(folder: Path, job: Job) -> int:
    try:
        work = Work(folder, job)
        job.words = STEPS[job.step](work)
        job.end = "done"
    except StepError as failed:
        job.end, job.words = "failed", str(failed)
    except Exception as error:
        job.end = "failed"
        job.words = f"It stopped ({type(error).__name__}). Try again; doing it twice does no harm."
        raise
    finally:
        jobs.write(folder, job)
    return 0 if job.end == "done" else 1


def _judged(work: Work, student: str, result: dict[str, Any]) -> tuple[bool, str]:
    if not result["success"]:
        return False, reason(result)
    place = work.coursedir.format_path(work.coursedir.submitted_directory, student, work.job.module)
    noted = collected_ids.noted(Path(work.coursedir.root), student, work.job.module)
    checked = submissions.read(Path(place), work.job.module, work.content, noted)
    if checked.reasons:
        return False, " ".join(checked.reasons)
    aside = submissions.aside(Path(place))
    if aside:
        return False, f"Not expected, and set aside: {', '.join(aside)}."
    return True, "Complete" if checked.data["complete"] else "Not complete yet"


def _submissions(count: int) -> str:
    return "1 submission" if count == 1 else f"{count} submissions"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
