"""What a participant's kernel asks about meeting another pair: are we matched, and we are ready."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import APIRouter

from pairs_course.pairs import matching
from pairs_course.programme.items import OTHER_PAIR
from pairs_course.service.dependencies import AMember, ServiceContext, TheCourse
from pairs_course.service.models import MeetingOut, ReadyIn
from pairs_course.service.polling import Since, Wait, answer_when_new, version_of
from pairs_course.service.problems import ApiProblem, documented
from pairs_course.store import Meeting, Person

router = APIRouter(tags=["kernel"])


@router.get("/meeting/{module}", responses=documented(401, 403, 404, 429))
async def meeting_view(
    module: str, course: TheCourse, me: AMember, since: Since = "", wait: Wait = 0
) -> MeetingOut:
    """Give where the caller's pair stands: at once if it is not ``since``, else when it changes.

    After ``wait`` seconds the same view is given again.
    """
    check(course, module)
    pair = (await _find(course, me, module)).pair

    async def look() -> MeetingOut:
        return _seen(await _find(course, me, module), module, course)

    return await answer_when_new(course, pair, me.username, look, since, wait)


@router.post("/meeting/{module}", responses=documented(401, 403, 404, 429))
async def ask_to_meet(module: str, body: ReadyIn, course: TheCourse, me: AMember) -> MeetingOut:
    """Say for the caller's pair that it is ready, or that it waits no more.

    Saying the same again is harmless. A match stays, whatever is said.
    """
    check(course, module)
    changed = await course.run(course.store.meetings.ask, me.username, module, body.ready)
    await ring(course, changed)
    return _seen(await _find(course, me, module), module, course)


def check(course: ServiceContext, module_id: str) -> None:
    """Raise ApiProblem (404) for an unknown module, and for one in which pairs do not meet."""
    module = course.module(module_id)
    known = [module.id for module in course.content.meetings()]
    if module.id not in known:
        message = f"Pairs do not meet in {module.id}. Expected one of {', '.join(known) or 'none'}."
        raise ApiProblem(404, "no-meeting", message)


async def ring(course: ServiceContext, pairs: Iterable[int]) -> None:
    """Wake whoever waits for one of these pairs."""
    for pair in pairs:
        await course.bell.ring(pair)


async def tell_other_pair(
    course: ServiceContext, pair: int, events: Iterable[Mapping[str, Any]]
) -> None:
    """Wake the pair that this one meets, if some of these events may be for it."""
    spoken = [event.get("module") for event in events if OTHER_PAIR in _audience(event)]
    for module in course.content.meetings():
        if module.id in spoken:
            other = await course.run(course.store.meetings.other, pair, module.id)
            await ring(course, [] if other is None else [other])


def _audience(event: Mapping[str, Any]) -> list[Any]:
    claimed = event.get("audience")
    return claimed if isinstance(claimed, list) else []


async def _find(course: ServiceContext, me: Person, module: str) -> Meeting:
    return await course.run(course.store.meetings.of, me.username, module)


def _seen(found: Meeting, module: str, course: ServiceContext) -> MeetingOut:
    view = matching.view(found.place, found.people, found.theirs, module, course.content)
    return MeetingOut(version=version_of(view), view=view)
