"""A cohort's progress as a table to download: one row a person, one column a module."""

from __future__ import annotations

from collections.abc import Sequence

from pairs_course import course_time, safe_csv
from pairs_course.programme.content import Module
from pairs_course.store.overview import NOT_STARTED, CohortAt, Progress


def csv_of(modules: Sequence[Module], cohort: CohortAt) -> str:
    """Return the table as CSV: states with the course's own days in ISO 8601, and no answers."""
    headings = ["Name", "Sign-in name", "Role", "Pair", "Pause"]
    rows = [[*headings, *(f"{module.number} {module.title}" for module in modules)]]
    for pair in cohort.pairs:
        for person in pair.people:
            states = [_words(person.modules.get(module.id, NOT_STARTED)) for module in modules]
            pause = "Taking a pause" if pair.paused else ""
            rows.append(
                [person.name, person.username, person.role, pair.pair or "", pause, *states]
            )
    return safe_csv.csv_text(rows)


def _words(progress: Progress) -> str:
    words = progress.state.capitalize()
    return f"{words} {course_time.date_of(progress.at).isoformat()}" if progress.at else words
