"""The table of progress says the same days as Home and the desk."""

from __future__ import annotations

import csv
import io

import pytest

from pairs_course.course_time import ZONE, date_of
from pairs_course.service.pages import progress
from pairs_course.store.overview import CohortAt, PairAt, PersonAt, Progress

from ...strategies import PROGRAMME


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("Europe/London", "2026-06-02T23:30:00.000+00:00", "2026-06-03"),
        ("America/Los_Angeles", "2026-06-03T06:30:00.000+00:00", "2026-06-02"),
        ("Pacific/Auckland", "2026-06-02T13:30:00.000+00:00", "2026-06-03"),
    ],
)
def test_a_day_in_the_table_is_that_of_the_course(
    monkeypatch: pytest.MonkeyPatch, zone: str, at: str, day: str
) -> None:
    """Sent shortly after midnight, it is not put on the day before."""
    monkeypatch.setenv(ZONE, zone)
    module = PROGRAMME.modules[0]
    ann = PersonAt("ann", "Ann Ash", "patient-leader", {module.id: Progress("sent", at)})
    cohort = CohortAt([PairAt("1", False, [ann])], {})

    row = list(csv.reader(io.StringIO(progress.csv_of([module], cohort).lstrip("\ufeff"))))[1]

    assert row[-1] == f"Sent {day}"
    assert date_of(at).isoformat() == day
