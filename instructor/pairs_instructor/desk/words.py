"""Words that more than one panel says in the same way."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pairs_course import course_time
from pairs_instructor.desk.panel import Problem


def day(at: str) -> str:
    """Put a day, or a moment's day in the course's time zone, in words: 3 May 2026.

    ``at`` is in ISO 8601, or a moment as nbgrader writes it.
    """
    if len(at) == len("2026-05-03"):
        when = date.fromisoformat(at)
        return f"{when.day} {when:%B %Y}"
    return course_time.day(at.replace(" UTC", "+00:00"))


def day_of(chosen: Any, field: str) -> date | None:
    """Read what a date field held; raises Problem for what is no day."""
    try:
        return date.fromisoformat(str(chosen)) if chosen else None
    except ValueError:
        raise Problem((field, "Choose a day, or leave it empty.")) from None


def moment(at: str) -> str:
    """Put a moment in ISO 8601 in words, in the course's time zone: 3 May 2026 at 14:03."""
    here = datetime.fromisoformat(at).astimezone(course_time.zone())
    return f"{course_time.day(at)} at {here:%H:%M}"
