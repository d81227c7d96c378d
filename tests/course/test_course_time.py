"""Days in words: moments as the course's time zone has them, days as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.course_time import ZONE, day, minute, short


@pytest.mark.parametrize(
    ("zone", "moment", "words"),
    [
        ("Europe/London", "2026-06-30T23:30:00.000+00:00", "1 July 2026"),
        ("America/New_York", "2026-07-01T03:30:00.000+00:00", "30 June 2026"),
    ],
)
def test_a_moment_is_on_the_day_that_it_is_where_the_course_runs(
    monkeypatch: pytest.MonkeyPatch, zone: str, moment: str, words: str
) -> None:
    """Around midnight that is another day than in UTC."""
    monkeypatch.setenv(ZONE, zone)

    assert day(moment) == words
    assert words.startswith(short(moment))


def test_a_minute_is_the_one_on_the_clocks_where_the_course_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The day and the time, in summer time too."""
    monkeypatch.setenv(ZONE, "Europe/London")

    assert minute("2026-06-30T23:30:00.000+00:00") == "1 July 2026 at 00:30"


@given(st.dates(), st.sampled_from(["Pacific/Auckland", "America/Los_Angeles", "UTC"]))
def test_a_day_stays_that_day_wherever_the_course_runs(date: object, zone: str) -> None:
    """The day on which a letter opens has no hour that could move it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(ZONE, zone)
        said = day(str(date))

    assert said.split()[0] == str(int(str(date)[8:]))
    assert said.split()[2] == str(int(str(date)[:4]))
