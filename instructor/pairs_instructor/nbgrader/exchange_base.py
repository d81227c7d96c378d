"""Base class of our nbgrader exchange: the service, and names from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from nbgrader.exchange import abc
from traitlets import Bool

from pairs_course.service_line import ServiceError
from pairs_instructor.nbgrader.module_zip import PackingError
from pairs_instructor.service_client import CourseService

ANY: Final = ("", "*", None)


class CourseExchange(abc.Exchange):
    """Base class of the seven actions. Every failure is an ExchangeError with a sentence."""

    path_includes_course = Bool(False, help="Not used: a server belongs to one cohort.").tag(
        config=True
    )

    def init_src(self) -> None:
        """Do nothing: there is no source folder, only the service."""

    def init_dest(self) -> None:
        """Do nothing: there is no destination folder, only the service."""

    def copy_files(self) -> None:
        """Do nothing: listing copies no files."""

    @property
    def cohort(self) -> str:
        """The cohort, which nbgrader calls a course."""
        if self.coursedir.course_id in ANY:
            self.fail("Expected a cohort, got none. Add --course=COHORT to the command.")
        return str(self.coursedir.course_id)

    @property
    def module(self) -> str:
        """The module, which nbgrader calls an assignment."""
        if self.coursedir.assignment_id in ANY:
            self.fail("Expected a module, got none. Add its name to the command.")
        return str(self.coursedir.assignment_id)

    @property
    def student(self) -> str | None:
        """The participant that the command is for, or None for all."""
        student = self.coursedir.student_id
        return None if student in ANY else str(student)

    @contextmanager
    def service(self) -> Iterator[CourseService]:
        """Yield the service, turning its errors into ExchangeErrors."""
        problem = ""
        try:
            yield CourseService.here(self.cohort)
        except ServiceError as error:
            problem = error.sentence
        except PackingError as error:
            problem = str(error)
        if problem:
            self.fail(problem)

    def submissions(self) -> list[dict[str, Any]]:
        """Return the submissions that we may see, oldest first."""
        module = self.coursedir.assignment_id
        query = {} if module in ANY else {"assignment": module}
        with self.service() as service:
            sent = service.get("submissions", **query)["submissions"]
        return [s for s in sent if self.student in (None, s["username"])]

    def home(self, module: str) -> Path:
        """Return a participant's own folder for a module."""
        return Path(self.assignment_dir, module).absolute()

    def folder(self, step: str, student: str, module: str) -> Path:
        """Return a folder in the course folder, for example submitted/STUDENT/MODULE."""
        return Path(self.coursedir.format_path(step, student, module))
