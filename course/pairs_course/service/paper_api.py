"""Sheets of paper that a facilitator typed in: the person's own journal hears of them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from pairs_course.service.dependencies import AMember, TheCourse
from pairs_course.service.problems import documented
from pairs_course.service.strict_model import Strict

router = APIRouter(tags=["kernel"])


class TypedOut(Strict):
    """Events that were typed in for the caller and still count, as a journal holds them."""

    events: list[dict[str, Any]]


@router.get("/typed", responses=documented(401, 403, 429))
async def typed(course: TheCourse, me: AMember) -> TypedOut:
    """Give what a facilitator typed in for the caller from paper, for the caller's journal."""
    events = await course.run(course.store.paper.events, me.username)
    return TypedOut(events=[event.to_json() for event in events])
