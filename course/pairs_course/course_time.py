"""Moments and days in the time zone of the course, which ``COURSE_TIMEZONE`` names."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

#: The variable of the environment that names the zone, for example Europe/London.
ZONE: Final = "COURSE_TIMEZONE"


def name() -> str:
    """Return the name of the course's time zone; UTC where none is named."""
    return os.environ.get(ZONE) or "UTC"


def zone() -> tzinfo:
    """Return the course's time zone.

    Raises:
        ZoneInfoNotFoundError: this machine knows no zone of that name.
    """
    return UTC if name() == "UTC" else ZoneInfo(name())


def now() -> datetime:
    """Return the moment, in the course's time zone."""
    return datetime.now(zone())


def today() -> date:
    """Return the day that it is in the course's time zone."""
    return now().date()


def moment(at: datetime) -> str:
    """Write a moment as events and tables carry it: ISO 8601 in UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def beginning(of: date) -> datetime:
    """Return the moment at which a day begins in the course's time zone."""
    return datetime.combine(of, time(), zone())


def date_of(at: str) -> date:
    """Return the day of a moment (ISO 8601) in the course's time zone.

    What is a day already, as 2026-05-03, stays that day.
    """
    when = datetime.fromisoformat(at)
    return (when.astimezone(zone()) if when.tzinfo else when).date()


def day(at: str) -> str:
    """Put a moment (ISO 8601) in words as a day in the course's time zone: 3 May 2026."""
    when = date_of(at)
    return f"{when.day} {when:%B %Y}"


def short(at: str) -> str:
    """Put the same day in few letters, for a narrow column: 3 May."""
    when = date_of(at)
    return f"{when.day} {when:%b}"


def minute(at: str) -> str:
    """Put a moment (ISO 8601) in words in the course's time zone: 3 May 2026 at 14:03."""
    when = datetime.fromisoformat(at).astimezone(zone())
    return f"{when.day} {when:%B %Y} at {when:%H:%M}"
