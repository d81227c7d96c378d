"""What the store gives back: plain frozen records, free of any database session."""

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
    """One person in one cohort; ``partner`` is the username of the other one of their pair.

    ``pair`` is the label of the pair and ``pair_number`` its number, which never changes.
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
    """One cohort, with the number of its people and pairs."""

    name: str
    title: str
    demo: bool
    people: int
    pairs: int


@dataclass(frozen=True)
class Refusal:
    """One event that was not taken, and why, without what somebody wrote."""

    id: str
    reason: str


@dataclass(frozen=True)
class Receipt:
    """What became of a batch: ids taken (now or before), refusals, submissions made by it.

    ``pair`` is the number of the author's pair, None without one.
    """

    accepted: list[str]
    refused: list[Refusal]
    submissions: list[str]
    pair: int | None


@dataclass(frozen=True)
class PairEvents:
    """Both partners' events of some modules, in the one order in which the service took them.

    ``pair`` is the pair's number, None for somebody without one. Of the partner's there is only
    what has the audience ``partner``, and it is for ``sharing.view`` alone: never give it to a
    person.
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
    """Where somebody's pair stands in the meeting of one module.

    ``pair`` is the pair's number, ``people`` the names of the other pair. ``theirs`` holds the
    other pair's events with their authors, in the service's order, and is for ``meeting.view``
    alone: never give it to a person.
    """

    pair: int
    place: MeetingPlace | None
    people: list[str]
    theirs: list[tuple[str, Event]]


@dataclass(frozen=True)
class PairAtMeeting:
    """One pair in the meeting of one module, for its facilitator.

    ``other`` is the label of the pair it meets. ``at`` is None for a pair that has not asked; with
    ``at`` and without ``other`` it waits.
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

    ``digest`` is over names and contents, so that packing the same files again changes nothing.
    ``archive`` is empty in lists. ``opens`` is when participants may have it (ISO 8601 in UTC),
    None for at once.
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
    """What one person sent of one module; ``feedback`` maps notebooks to the time of feedback."""

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
    """Feedback on one notebook of a submission, as nbgrader made it (an HTML page)."""

    submission: str
    notebook: str
    html: str
    at: str


@dataclass(frozen=True)
class PairNote:
    """A pair of a cohort and the note to it on one module; without one, ``text`` is empty.

    ``at`` is when the note was written (ISO 8601 in UTC), ``by`` the name of who wrote it, None
    when that account is gone. ``ended`` says that the two are no pair any more.
    """

    pair: str
    people: list[str]
    ended: bool
    text: str
    at: str | None
    by: str | None


@dataclass(frozen=True)
class NoteFor:
    """The note to the pair that somebody was in when they sent ``submission``."""

    submission: str
    username: str
    text: str


@dataclass(frozen=True)
class FeedbackAt:
    """The feedback on one submission: when that was sent, and when the feedback came.

    ``read`` is the ``at`` of what its reader saw last, None while they have seen nothing.
    """

    submission: str
    sent: str
    at: str
    read: str | None


@dataclass(frozen=True)
class ModuleState:
    """Where one person is in one module; ``feedback`` is that on the newest submission with some.

    ``released`` says that it is open to them now, ``opens`` when it will be, if a date is set.
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
