"""What a participant's kernel and server ask: sending events, the pair's view, who am I."""

from __future__ import annotations

from fastapi import APIRouter

from pairs_course.answers import partner_view
from pairs_course.service.dependencies import AMember, ServiceContext, TheCourse
from pairs_course.service.models import (
    Acknowledged,
    EventsIn,
    Healthy,
    Me,
    PairOut,
    Partner,
    RefusalOut,
    SentModule,
)
from pairs_course.service.participant_matching_api import tell_other_pair
from pairs_course.service.polling import Since, Wait, answer_when_new, version_of
from pairs_course.service.problems import ApiProblem, documented

router = APIRouter(tags=["kernel"])


@router.get("/health", responses=documented())
async def health() -> Healthy:
    """Say that the service answers."""
    return Healthy(ok=True)


@router.post("/events", responses=documented(401, 403, 429))
async def take_events(batch: EventsIn, course: TheCourse, me: AMember) -> Acknowledged:
    """Take events of the caller. What is acknowledged is on disk; sending it again is harmless."""
    add = course.store.events.add
    receipt = await course.run(add, me.username, batch.events, course.content)
    if receipt.pair is not None:
        await course.bell.ring(receipt.pair)
        await tell_other_pair(course, receipt.pair, batch.events)
    refused = [RefusalOut(id=r.id, reason=r.reason) for r in receipt.refused]
    return Acknowledged(accepted=receipt.accepted, refused=refused)


@router.get("/me", responses=documented(401, 403, 429))
async def me(person: AMember) -> Me:
    """Say who the caller is in the course."""
    partner = Partner(name=person.partner_name) if person.partner_name else None
    return Me(
        username=person.username,
        name=person.name,
        role=person.role,
        cohort=person.cohort,
        pair=person.pair,
        pair_number=person.pair_number,
        partner=partner,
        demo=person.demo,
    )


@router.get("/submissions/{module}", responses=documented(401, 403, 404, 429))
async def sent(module: str, course: TheCourse, me: AMember) -> SentModule:
    """Say when the caller sent a module, and whether feedback on it can be read."""
    modules = [course.module(module).id]
    (state,) = await course.run(course.store.submissions.states, me.username, modules)
    return SentModule(sent=state.sent, feedback=state.feedback is not None)


@router.get("/pair/{module}", responses=documented(401, 403, 404, 429))
async def pair_view(
    module: str, course: TheCourse, me: AMember, since: Since = "", wait: Wait = 0
) -> PairOut:
    """Give the caller's view of the pair: at once if it is not ``since``, else when it changes.

    After ``wait`` seconds the same view is given again.
    """
    course.module(module)
    if me.pair_number is None:
        raise _no_pair(me.username)
    return await answer_when_new(
        course, me.pair_number, me.username, lambda: _look(course, me.username, module), since, wait
    )


async def _look(course: ServiceContext, username: str, module: str) -> PairOut:
    """Return what the caller may see of their pair now."""
    modules = course.content.modules_seen_from(module)
    both = await course.run(course.store.events.of_pair, username, *modules)
    if both.pair is None:
        raise _no_pair(username)
    view = partner_view.view(both.both, module, course.content, now=course.now())
    version = version_of({**view, "pair": both.pair})
    return PairOut(version=version, pair=both.pair, view=view)


def _no_pair(username: str) -> ApiProblem:
    message = f"{username} is in no pair, so there is nobody to share this module with."
    return ApiProblem(403, "not-in-a-pair", message)
