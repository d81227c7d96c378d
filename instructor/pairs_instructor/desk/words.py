"""Words that more than one panel says in the same way."""

from __future__ import annotations

from datetime import date
from typing import Any

from pairs_course import course_time
from pairs_instructor.desk.panel import Problem


def day(at: str) -> str:
    """Put the day of a moment, in the course's time zone, in words: 3 May 2026.

    ``at`` is in ISO 8601, or as nbgrader writes it.
    """
    return course_time.day(at.replace(" UTC", "+00:00"))


def day_of(chosen: Any, field: str) -> date | None:
    """Read what a date field held; raises Problem for what is no day."""
    try:
        return date.fromisoformat(str(chosen)) if chosen else None
    except ValueError:
        raise Problem((field, "Choose a day, or leave it empty.")) from None
