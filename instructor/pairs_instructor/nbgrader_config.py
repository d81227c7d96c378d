"""nbgrader's settings for a cohort: folders, our exchange, grading and feedback page.

A cohort's course folder has a file of this name that calls :func:`configure`, so nbgrader's
commands work there; the facilitator's home has one too, for formgrader.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import CheckCellMetadata, Execute, GetGrades
from nbgrader.server_extensions.formgrader import handlers

from pairs_course import course_time
from pairs_instructor.nbgrader import exchange, feedback, grading, submissions
from pairs_instructor.nbgrader.exchange_base import CourseExchange

SOURCE: Final = "modules"
TEMPLATES: Final = Path(__file__).parent / "templates"


def configure(c: Any, root: Path, cohort: str) -> None:
    """Set up nbgrader for one cohort.

    Args:
        c: the traitlets configuration object.
        root: the cohort's course folder. Formgrader needs a path inside the Jupyter server's root,
            so a link is not resolved.
        cohort: the cohort's name, which nbgrader calls a course.
    """
    root = Path(os.path.abspath(root))  # noqa: PTH100 - resolve() would follow the link
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.course_id = cohort
    c.CourseDirectory.source_directory = SOURCE
    c.CourseDirectory.ignore = [*CourseDirectory.ignore.default(), submissions.ASIDE]
    _exchange(c)
    safe_grading(c)
    own_pages(c)


def _exchange(c: Any) -> None:
    c.ExchangeFactory.exchange = CourseExchange
    c.ExchangeFactory.release_assignment = exchange.ReleaseAssignment
    c.ExchangeFactory.fetch_assignment = exchange.FetchAssignment
    c.ExchangeFactory.submit = exchange.Submit
    c.ExchangeFactory.list = exchange.List
    c.ExchangeFactory.collect = exchange.Collect
    c.ExchangeFactory.release_feedback = exchange.ReleaseFeedback
    c.ExchangeFactory.fetch_feedback = exchange.FetchFeedback
    timezone = course_time.name()
    c.Exchange.timezone = timezone
    c.NbGraderAPI.timezone = timezone


def safe_grading(c: Any) -> None:
    """Set up autograding to run only released cells, in this process.

    nbgrader checks cell metadata once per released notebook, with its other checks of submissions.
    No later step changes it, so the second check is dropped.
    """
    c.Autograde.exporter_class = grading.ReleasedNotebookExporter
    stock = Autograde.autograde_preprocessors.default()
    c.Autograde.autograde_preprocessors = [
        grading.RunReleasedCells if step is Execute else step
        for step in stock
        if step is not CheckCellMetadata
    ]


def own_pages(c: Any) -> None:
    """Set up our feedback page, and formgrader's pages without a network."""
    c.GenerateFeedback.exporter_class = feedback.FeedbackExporter
    c.GenerateFeedback.preprocessors = [GetGrades]
    c.FormgradeExtension.debug = False
    # Our templates come first, so that nothing is loaded from another host.
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES / "formgrader"), handlers.template_path]
