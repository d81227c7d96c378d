"""What the routes take and give, as the OpenAPI document says it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from pairs_course.answers.conversation_steps import Phase
from pairs_course.pairs.matching import State
from pairs_course.service.limits import MAX_EVENTS, MAX_FEEDBACK_PAGES
from pairs_course.store import Release, Role, Submission


class Strict(BaseModel):
    """Nothing unknown comes in, and nothing unforeseen goes out."""

    model_config = ConfigDict(extra="forbid")


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


class Picks(Strict):
    """What each picked to talk about; the partner's only once both have."""

    mine: str | None
    theirs: str | None


class LaterOut(Strict):
    """An answer given after it was fixed, and its day."""

    answer: Any
    day: str


class OpenedOut(Strict):
    """What one of the two gave for an opened item, as it was fixed for good."""

    answer: Any
    guess: Any
    later: LaterOut | None


class SidesOut(Strict):
    """What both gave for the items of one set, by item."""

    mine: dict[str, OpenedOut]
    partner: dict[str, OpenedOut]


class ProposalOut(Strict):
    """A text that waits for the other to confirm it."""

    id: str
    by: Literal["me", "partner", "both"]
    value: dict[str, str]


class JointOut(Strict):
    """Where a joint item stands: what both agreed, what each suggests, what was put aside."""

    agreed: dict[str, str] | None
    open: list[ProposalOut]
    earlier: list[ProposalOut]


class PointOut(Strict):
    """One point of a measure: who added it, who changed it last, and whether it is taken out."""

    id: str
    day: str
    value: float
    by: Literal["me", "partner"]
    changed: Literal["me", "partner"] | None
    out: bool


class TalkOut(Strict):
    """On which day (ISO 8601) and how the partner said that the two talked."""

    when: str
    how: str


class ViewOut(Strict):
    """All that the caller may know about their pair in one module (``sharing.view``)."""

    phase: Phase
    step: str | None
    alone: bool
    picks: Picks
    opened: list[str]
    partner: dict[str, OpenedOut]
    mine: dict[str, OpenedOut]
    joint: dict[str, JointOut]
    points: dict[str, list[PointOut]]
    carried: dict[str, dict[str, str]]
    talked: bool
    partner_talked: TalkOut | None
    compared: dict[str, SidesOut]


class PairOut(Strict):
    """The view, and its version: equal versions are equal views of the same pair.

    ``pair`` is the pair's number: another one says that partners have changed.
    """

    version: str
    pair: int
    view: ViewOut


class ReadyIn(Strict):
    """Whether the caller's pair is ready to meet another one."""

    ready: StrictBool


class MeetingViewOut(Strict):
    """All that the caller's pair may know of the pair it meets (``meeting.view``)."""

    state: State
    people: list[str]
    sentence: dict[str, str] | None


class MeetingOut(Strict):
    """The view, and its version: equal versions are equal views."""

    version: str
    view: MeetingViewOut


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
