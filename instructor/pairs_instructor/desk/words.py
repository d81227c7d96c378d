"""Words that more than one panel says in the same way."""

from __future__ import annotations

from datetime import datetime


def day(at: str) -> str:
    """Put a time or a date in words: 3 May 2026. It is in ISO 8601, or as nbgrader writes it."""
    when = datetime.fromisoformat(at.removesuffix(" UTC"))
    return f"{when.day} {when:%B %Y}"
