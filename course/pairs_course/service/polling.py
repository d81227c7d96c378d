"""Long polls: an answer at once when it is news to the caller, else as soon as it changes."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, Final, Protocol, TypeVar

from fastapi import Query

from pairs_course.service.dependencies import ServiceContext
from pairs_course.service.problems import ApiProblem

LONGEST_WAIT: Final = 60
MAX_WAITING: Final = 20  # requests of one person: a few tabs, and those whose page is gone

Since = Annotated[str, Query(max_length=64, description="the version the caller has")]
Wait = Annotated[float, Query(ge=0, le=LONGEST_WAIT, description="seconds")]


class Versioned(Protocol):
    """An answer with its version: equal versions are equal answers."""

    version: str


Answer = TypeVar("Answer", bound=Versioned)


def version_of(view: Mapping[str, Any]) -> str:
    """Return a digest of a view and of nothing else.

    A counter of events would tell one partner that the other is at work, which nobody learns here.
    """
    return hashlib.sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()[:16]


async def answer_when_new(
    course: ServiceContext,
    pair: int,
    who: str,
    look: Callable[[], Awaitable[Answer]],
    since: str,
    wait: float,
) -> Answer:
    """Return what ``look`` finds once its version is not ``since``, or after ``wait`` seconds.

    Raises ApiProblem (429) when too many requests of this person wait; those of the partner do not
    count.
    """
    bell = course.bell.of(pair)
    if bell.waiting[who] >= MAX_WAITING:
        raise ApiProblem(
            429,
            "too-many-waiting",
            f"Expected at most {MAX_WAITING} of your requests to wait at a time. Close some tabs.",
            {"Retry-After": "5"},
        )
    loop = asyncio.get_running_loop()
    end = loop.time() + wait
    while True:
        seen = bell.rung
        found = await look()
        left = end - loop.time()
        if found.version != since or left <= 0 or course.bell.closed:
            return found
        await course.bell.wait(bell, who, seen, left)
