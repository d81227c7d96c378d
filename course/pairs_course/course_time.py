"""Times and dates in the course's time zone, ``COURSE_TIMEZONE``."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

#: The environment variable for the zone, for example Europe/London.
ZONE: Final = "COURSE_TIMEZONE"


def name() -> str:
    """Return the name of the course's time zone, UTC by default."""
    return os.environ.get(ZONE) or "UTC"


def zone() -> tzinfo:
    """Return the course's time zone.

    Raises:
        ZoneInfoNotFoundError: this machine has no zone of that name.
    """
    return UTC if name() == "UTC" else ZoneInfo(name())


def now() -> datetime:
    """Return the current time in the course's time zone."""
    return datetime.now(zone())


def today() -> date:
    """Return today's date in the course's time zone."""
    return now().date()


def moment(at: datetime) -> str:
    """Format a time as in events and tables: ISO 8601 in UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def beginning(of: date) -> datetime:
    """Return the start of a day in the course's time zone."""
    return datetime.combine(of, time(), zone())


def date_of(at: str) -> date:
    """Return the date of a time (ISO 8601) in the course's time zone.

    A plain date such as 2026-05-03 stays as it is.
    """
    when = datetime.fromisoformat(at)
    return (when.astimezone(zone()) if when.tzinfo else when).date()


def day(at: str) -> str:
    """Format a time (ISO 8601) as a date in the course's time zone: 3 May 2026."""
    when = date_of(at)
    return f"{when.day} {when:%B %Y}"


def short(at: str) -> str:
    """Format the same date for a narrow column: 3 May."""
    when = date_of(at)
    return f"{when.day} {when:%b}"


def minute(at: str) -> str:
    """Format a time (ISO 8601) in the course's time zone: 3 May 2026 at 14:03."""
    when = datetime.fromisoformat(at).astimezone(zone())
    return f"{when.day} {when:%B %Y} at {when:%H:%M}"
