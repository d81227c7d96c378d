"""What is for another day says so on the same day: a word, and never a bar."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pairs_course import course_time
from pairs_course.answers import events
from pairs_course.answers.events import Event
from pairs_widgets.kernel import Course
from pairs_widgets.questions.questions import Questions

from .kernels import CONTENT, make_course

MODULE = "08-next-steps"
NOW = "Where the two of you are now"


def answer(course: Course, at: str, wave: str = "now", kind: str = "answer") -> None:
    item = "A1-then" if wave == "then" else "A1"
    to = ("partner",) if kind == "guess" else ("partner", "facilitator", "cohort")
    course.save(Event(events.new_id(), at, MODULE, item, wave, kind, 4, to))


def said(course: Course) -> str:
    """Return the title that the later questions name, "" where they say nothing."""
    return str(Questions("eight-then", course).state["same_day"])


@pytest.mark.parametrize(
    ("zone", "at", "title"),
    [
        ("Europe/London", "2026-06-02T23:30:00.000+00:00", NOW),  # 3 June there
        ("UTC", "2026-06-02T23:30:00.000+00:00", ""),
        ("Pacific/Auckland", "2026-06-03T11:59:00.000+00:00", NOW),
        ("Pacific/Auckland", "2026-06-03T12:01:00.000+00:00", ""),
    ],
)
def test_the_day_is_that_of_the_course(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str, at: str, title: str
) -> None:
    """On 3 June, by the course's calendar."""
    monkeypatch.setenv("COURSE_TIMEZONE", zone)
    monkeypatch.setattr(course_time, "today", lambda: date(2026, 6, 3))
    course = make_course(tmp_path)
    answer(course, at)

    assert said(course) == title


def test_only_answers_to_the_questions_before_count(tmp_path: Path) -> None:
    """Not a guess, not these answers themselves, and not an earlier one that was replaced."""
    course = make_course(tmp_path)
    assert said(course) == ""

    answer(course, events.now(), kind="guess")
    answer(course, events.now(), wave="then")
    answer(course, "2026-01-05T12:00:00.000+00:00")
    assert said(course) == ""

    answer(course, events.now())
    assert said(course) == NOW


def test_whatever_asks_for_another_day_has_the_word() -> None:
    """Each objective that asks for it, and each look back at the start beside a look at now."""
    asked = {
        objective.activity
        for module in CONTENT.modules
        for objective in module.objectives
        if re.search(r"another day|next day", objective.text, re.IGNORECASE)
    }
    waves = {(s.module, s.wave) for s in CONTENT.sets}
    beside = {s.id for s in CONTENT.sets if s.wave == "then" and (s.module, "now") in waves}

    has = {s.id for s in CONTENT.sets if s.another_day}

    assert has == asked | beside == {"eight-then"}
