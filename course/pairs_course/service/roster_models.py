"""What the routes about a cohort's roster take and give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Literal

from pydantic import Field

from pairs_course.people.list_reader import MAX_TEXT
from pairs_course.people.roster import AtLine
from pairs_course.people.roster_diff import Change, Kind, Member, sentence
from pairs_course.service.strict_model import Strict
from pairs_course.store import Role

Text = Annotated[str, Field(max_length=MAX_TEXT)]
Source = Annotated[str, Field(min_length=1, max_length=100)]
Part = Literal["name", "title", "roster"]
Name = Annotated[str, Field(min_length=1, max_length=64)]


class OwnCohort(Strict):
    """One cohort of the caller."""

    name: str
    title: str
    role: Role


class OwnCohorts(Strict):
    """The cohorts of the caller, the oldest membership first."""

    cohorts: list[OwnCohort]


class PersonOut(Strict):
    """One person of a cohort; ``left`` is when they were taken off its roster, if they were."""

    username: str
    name: str
    role: Role
    pair: str | None
    left: str | None

    @classmethod
    def all(cls, found: Sequence[Member]) -> list[PersonOut]:
        """Describe them all."""
        return [cls.model_validate(asdict(one)) for one in found]


class RosterOut(Strict):
    """Who is in a cohort, and who was."""

    title: str
    people: list[PersonOut]


class RosterIn(Strict):
    """A roster as a text with commas, semicolons or tabs; ``source`` names it in messages."""

    source: Source
    text: Text


class ApplyIn(RosterIn):
    """A roster to be done as its preview said, which had this ``digest``."""

    digest: Annotated[str, Field(min_length=64, max_length=64)]


class CohortIn(RosterIn):
    """A new cohort: its name for addresses and folders, its title for people, and its roster."""

    name: Annotated[str, Field(max_length=100)]
    title: Annotated[str, Field(max_length=1_000)]


class UsernameIn(Strict):
    """Somebody of the cohort."""

    username: Name


class AtLineOut(Strict):
    """Something about one line of a roster, 0 for all of it."""

    line: int
    what: str

    @classmethod
    def all(cls, found: list[AtLine]) -> list[AtLineOut]:
        """Describe them all."""
        return [cls(line=one.line, what=one.what) for one in found]


class ChangeOut(Strict):
    """One thing that changes, for programs and in words."""

    kind: Kind
    who: list[str]
    words: str

    @classmethod
    def all(cls, found: list[Change]) -> list[ChangeOut]:
        """Describe them all."""
        return [cls(kind=c.kind, who=list(c.who), words=sentence(c)) for c in found]


class PreviewOut(Strict):
    """What a roster would change, or what has to be corrected in it first.

    ``digest`` is empty when there are problems. ``notes`` keep nobody from going on; ``understood``
    says what was read in another way than it was written.
    """

    problems: list[AtLineOut]
    notes: list[AtLineOut]
    understood: list[str]
    changes: list[ChangeOut]
    digest: str


class CohortProblemOut(AtLineOut):
    """What has to be corrected before a cohort can be made, and in which part of what was sent."""

    part: Part

    @classmethod
    def of(cls, part: Part, found: list[AtLine]) -> list[CohortProblemOut]:
        """Describe what is wrong in one part."""
        return [cls(part=part, line=one.line, what=one.what) for one in found]


class CohortPreviewOut(Strict):
    """What a new cohort would be, or what has to be corrected first.

    ``notes`` and ``understood`` are as in a preview of a roster. ``title`` and ``people`` are as
    they will be kept.
    """

    problems: list[CohortProblemOut]
    notes: list[AtLineOut]
    understood: list[str]
    title: str
    people: list[PersonOut]


class CardOut(Strict):
    """A new password, which is told this once."""

    name: str
    username: str
    password: str


class CardsOut(Strict):
    """New passwords, and a page of cards to print with them; the page is empty without any."""

    cards: list[CardOut]
    page: str


class AppliedOut(CardsOut):
    """What was changed."""

    changes: list[ChangeOut]


class CohortAddedOut(CardsOut):
    """A cohort that was made."""

    name: str
    role: Literal["facilitator"]
    people: list[PersonOut]
