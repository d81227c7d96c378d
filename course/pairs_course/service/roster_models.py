"""What the routes about a cohort's roster take and give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from pairs_course.people.roster_diff import Member
from pairs_course.service.strict_model import Strict
from pairs_course.store import Role


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
