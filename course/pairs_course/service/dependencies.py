"""What every route works with, and who may call it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, ParamSpec, TypeVar

from fastapi import Depends, Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import APIKeyHeader

from pairs_course import course_time
from pairs_course.people.roster import PAIR_ROLES
from pairs_course.programme.content import Content, Module
from pairs_course.service.limits import RateLimit
from pairs_course.service.notifier import Bell
from pairs_course.service.page_making import PageMaking
from pairs_course.service.problems import ApiProblem
from pairs_course.service.release_guard import Code
from pairs_course.service.spawner_client import NoServers, Servers
from pairs_course.service.token_auth import Caller, Identity
from pairs_course.store import Person, Store

P = ParamSpec("P")
T = TypeVar("T")

_TOKEN = re.compile(r"(?:token|bearer)\s+(\S+)", re.IGNORECASE)
_header = APIKeyHeader(
    name="Authorization",
    scheme_name="hub token",
    description="`token <JUPYTERHUB_API_TOKEN>`, with access to the service `course`",
    auto_error=False,
)


@dataclass(frozen=True)
class ServiceContext:
    """The parts of one running service; ``prefix`` begins and ends with a slash."""

    store: Store
    content: Content
    identity: Identity
    prefix: str
    servers: Servers = field(default_factory=NoServers)
    #: What releases may run.
    code: Code = field(default_factory=Code.installed)
    bell: Bell = field(default_factory=Bell)
    rate: RateLimit = field(default_factory=RateLimit)
    #: What makes the dashboards' pages.
    pages: PageMaking = field(default_factory=PageMaking)
    #: The moment, in the course's time zone.
    now: Callable[[], datetime] = course_time.now
    #: Which day it is where the course runs.
    today: Callable[[], date] = course_time.today

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do the store's work in a thread, so that nobody else waits for the disk."""
        return await run_in_threadpool(work, *args, **kwargs)

    def module(self, module_id: str) -> Module:
        """Return a module; raises ApiProblem (404)."""
        for module in self.content.modules:
            if module.id == module_id:
                return module
        known = ", ".join(module.id for module in self.content.modules)
        message = f"There is no module of that name. Expected one of {known}."
        raise ApiProblem(404, "unknown-module", message)


def course_of(request: Request) -> ServiceContext:
    """Return the course that this application serves."""
    course = request.app.state.course
    assert isinstance(course, ServiceContext)  # noqa: S101 - create_app put it there
    return course


TheCourse = Annotated[ServiceContext, Depends(course_of)]


async def caller(course: TheCourse, header: Annotated[str | None, Security(_header)]) -> Caller:
    """Recognise a caller by token; raises ApiProblem (401, 403, 429, 503)."""
    token = _TOKEN.fullmatch(header or "")
    if token is None:
        raise _unknown("Expected the header “Authorization: token …”, got none of that form.")
    found = await course.identity.identify(token.group(1))
    if found is None:
        raise _unknown("The hub does not know this token.")
    if not found.access:
        raise ApiProblem(
            403,
            "no-access",
            f"The token of {found.name} has no access to this service. Expected the scope "
            "access:services!service=course on the token and on a role of its owner.",
        )
    if found.kind == "user":  # a service of the hub asks for everybody at once
        course.rate.take(f"user {found.name}")
    return found


TheCaller = Annotated[Caller, Depends(caller)]


async def member(course: TheCourse, who: TheCaller) -> Person:
    """Return the person who calls, in their first cohort; raises ApiProblem (403)."""
    person = await course.run(course.store.people.find, who.name) if who.kind == "user" else None
    if person is None:
        raise not_a_member(who.name, "any cohort")
    return person


async def cohort_member(cohort: str, course: TheCourse, who: TheCaller) -> Person:
    """Return the person who calls, in the cohort of the address; raises ApiProblem (403, 404)."""
    await course.run(course.store.people.cohort, cohort)
    find = course.store.people.find
    person = await course.run(find, who.name, cohort) if who.kind == "user" else None
    if person is None:
        raise not_a_member(who.name, f"cohort “{cohort}”")
    return person


async def own_memberships(course: TheCourse, who: TheCaller) -> list[Person]:
    """Return the person who calls, in each of their cohorts; raises ApiProblem (403)."""
    if who.kind != "user":
        raise not_a_member(who.name, "any cohort")
    return await course.run(course.store.people.memberships, who.name)


OwnMemberships = Annotated[list[Person], Depends(own_memberships)]
AMember = Annotated[Person, Depends(member)]
ACohortMember = Annotated[Person, Depends(cohort_member)]


async def facilitator(person: ACohortMember) -> Person:
    """Return the facilitator who calls; raises ApiProblem (403)."""
    if person.role != "facilitator":
        raise ApiProblem(
            403,
            "not-a-facilitator",
            f"{person.username} is {person.role} in cohort “{person.cohort}”. "
            "Only its facilitators do this. Ask one of them.",
        )
    return person


async def in_a_pair(person: ACohortMember) -> Person:
    """Return the member of a pair who calls; raises ApiProblem (403)."""
    if person.role not in PAIR_ROLES:
        raise ApiProblem(
            403,
            "not-in-a-pair",
            f"{person.username} is {person.role} in cohort “{person.cohort}”. "
            "Only people in a pair send modules.",
        )
    return person


AFacilitator = Annotated[Person, Depends(facilitator)]
InAPair = Annotated[Person, Depends(in_a_pair)]


def not_a_member(name: str, where: str) -> ApiProblem:
    """Say that somebody is on no roster that would let them in."""
    message = f"{name} is not on the roster of {where}. Ask your facilitator to add you."
    return ApiProblem(403, "not-a-member", message)


def _unknown(what: str) -> ApiProblem:
    message = f"{what} Sign in to the hub again, or start your server again."
    return ApiProblem(401, "not-recognised", message, {"WWW-Authenticate": "token"})
