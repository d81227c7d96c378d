"""Figures: the last day of a wave, closing one, and what it says of it before and after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from pairs_course.figures.aggregation import TOO_FEW
from pairs_course.store import Store

from .visitor import Visitor

DAY = date(2027, 6, 21)


def test_the_last_day_is_set_changed_and_taken_away(store: Store, fay: Visitor) -> None:
    """It says before what will happen, and after what did; the same again changes nothing."""
    page = fay.open("waves")
    says = page.text
    assert "closes by itself at the end of that day. After that it cannot be undone." in says
    assert "wave “start” of cohort “North”" in says
    assert "no-day-start" not in page.forms()

    for _ in range(2):
        page = page.press("day-start", closes=DAY.isoformat())
        assert (
            page.said
            == "Wave “start” of cohort “North” closes by itself at the end of 21 June 2027."
        )
        assert store.waves.dated() == [("north", "start", DAY)]
        assert page.fields("day-start")["closes"] == "2027-06-21"

    page = page.press("no-day-start")
    assert page.said == "Wave “start” of cohort “North” has no last day now. It stays open."
    assert store.waves.dated() == []
    assert "no-day-start" not in page.forms()


@pytest.mark.parametrize(
    ("closes", "says"),
    [
        ("", "Choose the last day of this wave."),
        ("soon", "Choose the last day of this wave."),
        (None, "Choose the last day of this wave."),
        ("2027-05-11", "must be today or later, got 2027-05-11"),
    ],
)
def test_a_day_that_cannot_be_is_said_at_its_field(
    store: Store, fay: Visitor, closes: str | None, says: str
) -> None:
    """Nothing is changed; what was filled in is still there, and today is a day that can be."""
    page = fay.open("waves").press("day-start", closes=closes)

    ((field, words),) = page.problems
    assert (field, says in words) == ("day-start-closes", True)
    assert page.fields("day-start")["closes"] == (closes or "")
    assert page.fields("day-once")["closes"] == ""
    assert store.waves.dated() == []
    page.press("day-start", closes="2027-05-12")
    assert store.waves.dated() == [("north", "start", date(2027, 5, 12))]


def test_a_wave_is_closed_only_with_the_tick_and_once(store: Store, fay: Visitor) -> None:
    """Then it says what was published and what was withheld, now and whenever it is looked at."""
    before = fay.open("waves")
    refused = before.press("close-start")
    assert refused.problems == [
        ("close-start-sure", "Tick this to close the wave. It cannot be undone.")
    ]
    assert store.summaries.closed("north") == []
    assert "Yes, close wave “start” of cohort “North” now, on 12 May 2027" in refused.text

    said = [before.press("close-start", sure="yes").said for _ in range(2)]

    assert said[0] == said[1]
    assert "In cohort “North”: Wave “start” was closed on 12 May 2027." in said[0]
    assert "Published figures: 0. Withheld: 8. There is no letter." in said[0]
    assert store.summaries.closed("north") == ["start"]
    shown = fay.open("waves")
    assert "Published figures: 0. Withheld: 8." in shown.text
    assert TOO_FEW in shown.text
    assert "day-start" not in shown.forms()
    late = before.press("day-start", closes=DAY.isoformat())
    assert [field for field, _ in late.problems] == [""]
    assert store.waves.dated() == []


def test_an_open_wave_says_nothing_of_how_many_answered(
    fay: Visitor, does: Callable[..., str]
) -> None:
    """To the byte the same, whoever answers."""
    before = fay.open("waves").answer.content
    for who in ("ann", "ben", "cat"):
        does(who, "05-debate-and-dialogue", "answer", "D1", 5, "partner", "facilitator")

    after = fay.open("waves")

    assert after.answer.content == before
    assert "0 of 2 pairs have sent all of this. A figure needs 5 pairs" in after.text
    assert "there would most likely be no figures, and without figures no letter." in after.text


def test_only_waves_of_the_programme_have_days(store: Store, fay: Visitor) -> None:
    """An address that somebody made up is not found."""
    page = fay.open("waves")
    for what in ("day", "no-day", "close"):
        answer = fay.client.post(
            f"/services/course/cohort/north/waves/never/{what}",
            data=page.fields("day-start") | {"closes": "2027-06-21", "sure": "yes"},
            headers={"x-test-user": "fay"},
        )
        assert answer.status_code == 404
        assert "Wave “never” has no questions for cohort figures." in answer.text
    assert store.waves.dated() == []
