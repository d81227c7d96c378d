"""Disclosure control for pooled figures: how fine one may be beside what its cohorts published.

Whoever reads a page knows each cohort's own word, and from it how many people are counted there at
least and at most. The limits between what a pooled figure can say are chosen from these alone, so
that choosing them tells nothing. Each thing that it can say leaves :data:`ROOM`: whatever it says,
what nobody knows of each person stays open, even for two pairs that tell each other their answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pairs_course.figures.published import Roles, Step, Word

MIN_COHORTS: Final = 5
STEP_PAIRS: Final = 50
#: Groups that are shown are of at least so many pairs.
GROUP_PAIRS: Final = 10
ROLE_PEOPLE: Final = 25
#: Two pairs who tell each other their answers are four people; and one more whose answer is open.
ROOM: Final = 5
EVERYTHING: Final[Step] = {"low": 0, "high": 100}
_TENTHS: Final = 10

TOO_FEW_COHORTS: Final = (
    "Not shown. Too few cohorts have a figure of their own here. It needs at least five."
)
TOO_CLOSE: Final = (
    "Not shown. Beside the cohorts' own figures, this one could show what one person said."
)


@dataclass(frozen=True)
class Counts:
    """One cohort at one figure: its full pairs, and how many of each role are counted.

    What the cohort published means that at least ``least`` and at most ``most`` people are.
    """

    pairs: int
    leaders: int
    professionals: int
    least: int
    most: int


@dataclass(frozen=True)
class Disclosed:
    """What a pooled figure says: a word, or a step with or without roles, or why nothing.

    ``people`` is how many it is about, in tens, where it is a step.
    """

    word: Word | None = None
    step: Step | None = None
    roles: Roles | None = None
    people: int | None = None
    why: str | None = None


@dataclass(frozen=True)
class _Part:
    """Counts from ``first`` to ``last``, and what they are called; joined ones have no word."""

    first: int
    last: int
    low: int = 0
    high: int = 100
    word: Word | None = None

    @property
    def step(self) -> Step:
        return {"low": self.low, "high": self.high}


def shown(cohorts: Sequence[Counts]) -> Disclosed:
    """Return what a pooled figure of these cohorts says."""
    if len(cohorts) < MIN_COHORTS:
        return Disclosed(why=TOO_FEW_COHORTS)
    pairs = sum(c.pairs for c in cohorts)
    counted = sum(c.leaders + c.professionals for c in cohorts)
    least, most = sum(c.least for c in cohorts), sum(c.most for c in cohorts)
    if pairs < STEP_PAIRS:
        word = _part(_joined(_words(2 * pairs), least, most, 0), counted).word
        return Disclosed(word=word, why=None if word else TOO_CLOSE)
    steps = _joined(_steps(2 * pairs), least, most, 2 * GROUP_PAIRS)
    if len(steps) == 1 and steps[0].step == EVERYTHING:
        return Disclosed(why=TOO_CLOSE)
    people = 2 * pairs // 10 * 10
    roles = _roles(cohorts, pairs, least, most)
    if roles is None:
        return Disclosed(step=_part(steps, counted).step, people=people)
    low = roles["patient_leader"]["low"] + roles["professional"]["low"]
    high = roles["patient_leader"]["high"] + roles["professional"]["high"]
    both: Step = {"low": low // 20 * 10, "high": -(-high // 20) * 10}
    return Disclosed(step=both, roles=roles, people=people)


def possible(word: Word, people: int) -> tuple[int, int]:
    """Return the smallest and the largest count of so many people (2 or more) with that word."""
    part = next(part for part in _words(people) if part.word == word)
    return part.first, part.last


def within(ranges: Sequence[tuple[int, int]], people: int) -> list[tuple[int, int]]:
    """Narrow what is possible for each option of a choice, where everybody named one of them."""
    least, most = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    return [
        (max(low, people - (most - high)), min(high, people - (least - low)))
        for low, high in ranges
    ]


def _roles(cohorts: Sequence[Counts], pairs: int, least: int, most: int) -> Roles | None:
    """Return a step for each role, or None where they would leave too little room together.

    One role's count can be at most the other's away from what the cohorts' words say of both. Where
    the two steps come near that, they are not shown; twice the room, so that this says little.
    """
    if pairs < ROLE_PEOPLE:
        return None
    low = sum(max(0, c.least - c.pairs) for c in cohorts)
    high = sum(min(c.pairs, c.most) for c in cohorts)
    steps = _joined(_steps(pairs), low, high, GROUP_PAIRS)
    leader = _part(steps, sum(c.leaders for c in cohorts))
    professional = _part(steps, sum(c.professionals for c in cohorts))
    near = 2 * ROOM
    at_least = max(leader.first, low + ROOM) + max(professional.first, low + ROOM)
    at_most = min(leader.last, high - ROOM) + min(professional.last, high - ROOM)
    if len(steps) == 1 or at_least > most - near or at_most < least + near:
        return None
    return {"patient_leader": leader.step, "professional": professional.step}


def _words(people: int) -> list[_Part]:
    """Return the counts of each word; the limits are those of ``publishing.word_for``."""
    half, many = -(-4 * people // 10), 6 * people // 10 + 1
    return [
        _Part(0, half - 1, word="few"),
        _Part(half, many - 1, word="about half"),
        _Part(many, people, word="many"),
    ]


def _steps(people: int) -> list[_Part]:
    """Return the counts of each step of ten per cent; 100 belongs to the last."""
    limits = [-(-n * people // _TENTHS) for n in range(_TENTHS)] + [people + 1]
    return [
        _Part(limits[n], limits[n + 1] - 1, 100 // _TENTHS * n, 100 // _TENTHS * (n + 1))
        for n in range(_TENTHS)
    ]


def _joined(parts: list[_Part], least: int, most: int, group: int) -> list[_Part]:
    """Return the parts that are possible, the ones at both ends joined to their neighbours.

    They are joined until each end leaves room, and has ``group`` people on its side at least where
    that is possible. A count beyond what is possible (of somebody who left since) is at the end.
    """
    people = parts[-1].last
    joined = [part for part in parts if part.first <= most and part.last >= least]
    while len(joined) > 1 and joined[0].last < max(least + ROOM, group):
        joined[:2] = [_join(*joined[:2])]
    while len(joined) > 1 and joined[-1].first > min(most - ROOM, people - group):
        joined[-2:] = [_join(*joined[-2:])]
    joined[0] = replace(joined[0], first=0)
    joined[-1] = replace(joined[-1], last=people)
    return joined


def _join(left: _Part, right: _Part) -> _Part:
    return _Part(left.first, right.last, left.low, right.high)


def _part(parts: Sequence[_Part], count: int) -> _Part:
    return next(part for part in parts if part.first <= count <= part.last)
