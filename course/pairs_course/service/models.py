"""What the routes take and give, as the OpenAPI document says it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field, StrictBool

from pairs_course.answers.partner_view import View
from pairs_course.pairs.matching import MeetingView
from pairs_course.service.limits import MAX_EVENTS
from pairs_course.service.strict_model import Strict
from pairs_course.size_limits import MAX_FEEDBACK_PAGES
from pairs_course.store import Release, Role, Submission


class Healthy(Strict):
    """The service answers."""

    ok: Literal[True]


class EventsIn(Strict):
    """A batch from a journal; each event is judged by itself."""

    events: list[dict[str, Any]] = Field(max_length=MAX_EVENTS)


class RefusalOut(Strict):
    """One event that was not taken, and why."""

    id: str
    reason: str


class Acknowledged(Strict):
    """What is on disk now (from this request or an earlier one), and what was refused for good."""

    accepted: list[str]
    refused: list[RefusalOut]


class Partner(Strict):
    """The other one of a pair."""

    name: str


class Me(Strict):
    """Who the caller is in the course."""

    username: str
    name: str
    role: Role
    cohort: str
    pair: str | None
    pair_number: int | None
    partner: Partner | None
    demo: bool


class PairOut(Strict):
    """The view, and its version: equal versions are equal views of the same pair.

    ``pair`` is the pair's number: another one says that partners have changed.
    """

    version: str
    pair: int
    view: View


class ReadyIn(Strict):
    """Whether the caller's pair is ready to meet another one."""

    ready: StrictBool


class MeetingOut(Strict):
    """The view, and its version: equal versions are equal views."""

    version: str
    view: MeetingView


class SentModule(Strict):
    """When the caller sent a module last, and whether there is feedback on it."""

    sent: str | None
    feedback: bool


class ReleaseOut(Strict):
    """A released module; ``digest`` is over the names and contents of its files.

    ``opens`` is from when on participants have it; null for at once.
    """

    module: str
    digest: str
    released: str
    notebooks: list[str]
    opens: str | None

    @classmethod
    def of(cls, release: Release) -> ReleaseOut:
        """Describe a release."""
        return cls(
            module=release.module,
            digest=release.digest,
            released=release.at,
            notebooks=release.notebooks,
            opens=release.opens,
        )


class Releases(Strict):
    """What is released to a cohort."""

    assignments: list[ReleaseOut]


class SubmissionOut(Strict):
    """A submission without its answers; ``timestamp`` is written as nbgrader reads it."""

    id: str
    cohort: str
    module: str
    username: str
    timestamp: str
    notebooks: list[str]
    feedback: dict[str, str]

    @classmethod
    def of(cls, submission: Submission) -> SubmissionOut:
        """Describe a submission."""
        return cls(
            id=submission.id,
            cohort=submission.cohort,
            module=submission.module,
            username=submission.username,
            timestamp=nbgrader_time(submission.at),
            notebooks=submission.notebooks,
            feedback=submission.feedback,
        )


class Submissions(Strict):
    """Submissions, oldest first."""

    submissions: list[SubmissionOut]


class SubmissionFile(Strict):
    """``submission.json``: what a facilitator gets of one module, and no more."""

    version: Literal[1]
    module: str
    complete: bool
    demo: bool
    answers: dict[str, Any]
    joint: dict[str, dict[str, str]]


class SubmissionFiles(Strict):
    """Several of them, in the order that was asked for."""

    files: list[SubmissionFile]


class FeedbackPage(Strict):
    """The feedback that nbgrader made on one notebook of a submission."""

    submission: str = Field(max_length=64)
    notebook: str = Field(max_length=80)
    html: str


class FeedbackIn(Strict):
    """Pages of feedback: all of them are kept, or none."""

    pages: list[FeedbackPage] = Field(max_length=MAX_FEEDBACK_PAGES)


def nbgrader_time(at: str) -> str:
    """Write a time in UTC as nbgrader writes timestamps."""
    return datetime.fromisoformat(at).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
