"""The store's results: plain frozen records, independent of any database session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pairs_course.answers.events import Event
from pairs_course.answers.joint_text import Said, events_of
from pairs_course.figures.published import Summary
from pairs_course.pairs.matching import MeetingPlace

Role = Literal["patient-leader", "professional", "facilitator", "sponsor"]
Door = Literal["lab", "plain", "paper"]
State = Literal["not started", "in progress", "sent", "feedback ready"]


@dataclass(frozen=True)
class Person:
    """One person in one cohort; ``partner`` is their partner's username.

    ``pair`` is the pair's label and ``pair_number`` its number, which never changes.
    """

    username: str
    name: str
    role: Role
    cohort: str
    pair: str | None
    demo: bool
    partner: str | None
    partner_name: str | None
    pair_number: int | None = None


@dataclass(frozen=True)
class Cohort:
    """One cohort, with its number of people and pairs."""

    name: str
    title: str
    demo: bool
    people: int
    pairs: int


@dataclass(frozen=True)
class Refusal:
    """One refused event and the reason, without anybody's answers."""

    id: str
    reason: str


@dataclass(frozen=True)
class Receipt:
    """The result for a batch: accepted ids (now or earlier), refusals, and new submissions.

    ``pair`` is the number of the author's pair, None without one.
    """

    accepted: list[str]
    refused: list[Refusal]
    submissions: list[str]
    pair: int | None


@dataclass(frozen=True)
class PairEvents:
    """Both partners' events in some modules, in the order the service accepted them.

    ``pair`` is the pair's number, None without one. The partner's events are only those with the
    audience ``partner``, as input for ``partner_view.view`` only: never show them to a person.
    """

    pair: int | None
    both: list[Said]

    @property
    def mine(self) -> list[Event]:
        """This person's own events."""
        return events_of(self.both, "me")

    @property
    def theirs(self) -> list[Event]:
        """The partner's events."""
        return events_of(self.both, "partner")


@dataclass(frozen=True)
class Meeting:
    """The state of a pair in one module's meeting.

    ``pair`` is the pair's number, ``people`` the names of the other pair. ``theirs`` has the other
    pair's events with authors, in the service's order, as input for ``matching.view`` only: never
    show it to a person.
    """

    pair: int
    place: MeetingPlace | None
    people: list[str]
    theirs: list[tuple[str, Event]]


@dataclass(frozen=True)
class PairAtMeeting:
    """One pair in one module's meeting, for its facilitator.

    ``other`` is the label of the pair it meets. ``at`` is None for a pair that has not asked; with
    ``at`` but no ``other`` it is waiting.
    """

    pair: str
    people: list[str]
    other: str | None
    at: str | None


@dataclass(frozen=True, slots=True)
class Value:
    """One person's last answer to one item, for the figures of a cohort; ``pair`` is opaque."""

    pair: str
    username: str
    role: str
    item: str
    value: Any


@dataclass(frozen=True)
class Release:
    """A module as released to a cohort.

    ``digest`` covers names and contents, so repacking the same files does not change it.
    ``archive`` is empty in lists. ``opens`` is when participants get it (ISO 8601 in UTC), None
    for at once.
    """

    cohort: str
    module: str
    at: str
    digest: str
    notebooks: list[str]
    archive: bytes
    opens: str | None = None


@dataclass(frozen=True)
class Submission:
    """What one person sent for one module; ``feedback`` has the time of feedback by notebook."""

    id: str
    cohort: str
    module: str
    username: str
    at: str
    notebooks: list[str]
    payload: dict[str, Any]
    feedback: dict[str, str]


@dataclass(frozen=True)
class Feedback:
    """Feedback on one notebook of a submission: an HTML page by nbgrader."""

    submission: str
    notebook: str
    html: str
    at: str


@dataclass(frozen=True)
class PairNote:
    """A pair and the note to it on one module; without a note, ``text`` is empty.

    ``at`` is when the note was written (ISO 8601 in UTC), ``by`` its author's name, None if that
    account is gone. ``ended`` tells that the two are no longer a pair.
    """

    pair: str
    people: list[str]
    ended: bool
    text: str
    at: str | None
    by: str | None


@dataclass(frozen=True)
class NoteFor:
    """The note to the pair that the author of ``submission`` was in when sending."""

    submission: str
    username: str
    text: str


@dataclass(frozen=True)
class FeedbackAt:
    """The feedback on one submission: when that was sent, and when the feedback arrived.

    ``read`` is the ``at`` of the feedback its reader last saw, None if none yet.
    """

    submission: str
    sent: str
    at: str
    read: str | None


@dataclass(frozen=True)
class ModuleState:
    """One person's progress in one module; ``feedback`` is the newest they received.

    ``released`` tells that the module is open to them; ``opens`` is when it will be, if dated.
    """

    module: str
    state: State
    sent: str | None
    feedback: FeedbackAt | None
    released: bool
    opens: str | None = None


@dataclass(frozen=True)
class PublishedSummary:
    """A published summary of a cohort; ``version`` counts from 1."""

    cohort: str
    version: int
    wave: str
    closed: str
    summary: Summary
