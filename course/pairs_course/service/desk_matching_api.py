"""Which pair waits for another and which pairs meet, for facilitators, and matching two of them.

What a facilitator sees here no pair sees: names of pairs, and since when they wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter
from pydantic import StringConstraints

from pairs_course.programme.content import Module
from pairs_course.service.dependencies import AFacilitator, ServiceContext, TheCourse
from pairs_course.service.participant_matching_api import check, ring
from pairs_course.service.problems import documented
from pairs_course.service.strict_model import Strict
from pairs_course.store import PairAtMeeting

router = APIRouter(prefix="/desk/{cohort}/meetings", tags=["desk"])

Label = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class PairNames(Strict):
    """One pair and the names of its people."""

    pair: str
    people: list[str]


class WaitingOut(PairNames):
    """A pair that is ready to meet another one, and since when."""

    since: str


class MatchedOut(Strict):
    """Two pairs that meet, and when they were matched."""

    first: PairNames
    second: PairNames
    at: str


class ModuleMeeting(Strict):
    """The meeting of one module: who waits (the longest first), who meets, who can be matched."""

    module: str
    title: str
    waiting: list[WaitingOut]
    matched: list[MatchedOut]
    free: list[PairNames]


class MeetingsOut(Strict):
    """The meetings of the programme, in its order."""

    meetings: list[ModuleMeeting]


class TwoPairs(Strict):
    """Two pairs to be matched, by their labels."""

    first: Label
    second: Label


@router.get("", responses=documented(401, 403, 404, 429))
async def meetings(cohort: str, course: TheCourse, _me: AFacilitator) -> MeetingsOut:
    """List who waits, who meets whom, and who can be matched, by module."""
    return await _meetings(course, cohort)


@router.post("/{module}", responses=documented(401, 403, 404, 409, 429))
async def match(
    cohort: str, module: str, body: TwoPairs, course: TheCourse, me: AFacilitator
) -> MeetingsOut:
    """Match two pairs, asked or not. A match stays; the same again changes nothing."""
    check(course, module)
    pairs = await course.run(course.store.meetings.of_cohort, cohort, module)
    if not any((pair.pair, pair.other) == (body.first, body.second) for pair in pairs):
        matching = course.store.meetings.match
        await ring(
            course,
            await course.run(matching, me.username, cohort, module, body.first, body.second),
        )
    return await _meetings(course, cohort)


async def _meetings(course: ServiceContext, cohort: str) -> MeetingsOut:
    of_cohort = course.store.meetings.of_cohort
    return MeetingsOut(
        meetings=[
            meeting_of(module, await course.run(of_cohort, cohort, module.id))
            for module in course.content.meetings()
        ]
    )


def meeting_of(module: Module, pairs: Sequence[PairAtMeeting]) -> ModuleMeeting:
    """Put together who waits, who is matched, and who can be.

    Args:
        module: the module in which they meet.
        pairs: every pair of the cohort, as the store gives them: who waits longest comes first.
    """
    by_label = {pair.pair: pair for pair in pairs}
    matched: dict[frozenset[str], MatchedOut] = {}
    for pair in pairs:
        if pair.other in by_label and pair.at:
            other = by_label[pair.other]
            match = MatchedOut(first=_names(pair), second=_names(other), at=pair.at)
            matched.setdefault(frozenset({pair.pair, pair.other}), match)
    return ModuleMeeting(
        module=module.id,
        title=module.title,
        waiting=[
            WaitingOut(pair=pair.pair, people=pair.people, since=pair.at)
            for pair in pairs
            if pair.at and pair.other is None
        ],
        matched=list(matched.values()),
        free=[_names(pair) for pair in pairs if pair.other is None],
    )


def _names(pair: PairAtMeeting) -> PairNames:
    return PairNames(pair=pair.pair, people=pair.people)
