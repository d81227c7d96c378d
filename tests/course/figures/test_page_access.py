"""Who may see which page: roles, sizes and days, and never a count in the answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.figures import page_access
from pairs_course.figures.page_access import (
    HOW_TO_CLOSE,
    NO_LETTER_FOR_SPONSOR,
    NO_LETTER_YET,
    NO_WAVE_YET,
    NOT_A_MEMBER,
    ONLY_A_LETTER,
    letter_view,
    network_of,
    published_view,
)
from pairs_course.people.roster import ROLES

from ..published_data import letter

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("role", "pairs", "published", "expected"),
    [
        (None, 60, True, (False, False, NOT_A_MEMBER)),
        (None, 6, False, (False, False, NOT_A_MEMBER)),
        ("sponsor", 9, True, (True, False, ONLY_A_LETTER)),
        ("sponsor", 9, False, (True, False, ONLY_A_LETTER)),
        ("sponsor", 10, True, (True, True, "")),
        ("sponsor", 10, False, (True, False, NO_WAVE_YET)),
        ("patient-leader", 6, True, (True, True, "")),
        ("professional", 6, False, (True, False, NO_WAVE_YET)),
        ("facilitator", 6, True, (True, True, "")),
        ("facilitator", 6, False, (True, False, f"{NO_WAVE_YET} {HOW_TO_CLOSE}")),
    ],
)
def test_who_sees_a_cohorts_page(
    role: str | None, pairs: int, published: bool, expected: Any
) -> None:
    """A stranger nothing, a sponsor of a small cohort a letter, members what is published."""
    view = published_view(role, pairs, published)

    assert (view.allowed, view.shown, view.why) == expected


@pytest.mark.parametrize("role", ["patient-leader", "professional", "facilitator"])
@pytest.mark.parametrize("held", [False, True])
def test_the_cohort_sees_the_newest_letter_at_once(role: str, held: bool) -> None:
    """Before it opens, and also when it is held back."""
    newest = letter("once", "2026-12-07", held=held)

    view = letter_view(role, [newest, letter()], TODAY)

    assert (view.allowed, view.letter, view.why) == (True, newest, "")


@given(
    st.lists(st.tuples(st.integers(-9, 9), st.booleans()), max_size=4),
    st.dates(date(2020, 1, 1), date(2100, 1, 1)),
)
def test_a_sponsor_sees_the_newest_letter_that_is_open_and_not_held(
    found: list[tuple[int, bool]], today: date
) -> None:
    """From its day on; in all other cases the same sentence, whatever there is."""
    letters = [
        letter(f"wave{n}", (today + timedelta(days)).isoformat(), held=held)
        for n, (days, held) in enumerate(found)
    ]

    view = letter_view("sponsor", letters, today)

    wanted = [
        one for one, (days, held) in zip(letters, found, strict=True) if days <= 0 and not held
    ]
    expected = (wanted[0], "") if wanted else (None, NO_LETTER_FOR_SPONSOR)
    assert (view.letter, view.why) == expected


def test_without_a_letter_there_is_a_sentence() -> None:
    """A stranger is refused; a facilitator reads how to close."""
    views = [letter_view(role, [], TODAY) for role in (None, "professional", "facilitator")]

    assert [(view.allowed, view.letter, view.why) for view in views] == [
        (False, None, NOT_A_MEMBER),
        (True, None, NO_LETTER_YET),
        (True, None, f"{NO_LETTER_YET} {HOW_TO_CLOSE}"),
    ]
    assert letter_view(None, [letter()], TODAY).letter is None


@given(st.integers(-9, 9), st.booleans())
def test_a_letter_is_open_or_can_be_held_or_is_held(days: int, held: bool) -> None:
    """Never two of the three: what a sponsor can read nobody can take away."""
    one = letter(opens=(TODAY + timedelta(days)).isoformat(), held=held)

    states = [page_access.is_open(one, TODAY), page_access.can_be_held(one, TODAY), one["held"]]

    assert sum(states) == 1


def test_only_the_people_of_pairs_may_hold_a_letter_back() -> None:
    """It is made from their answers."""
    roles = [role for role in (*ROLES, None) if page_access.may_hold(role)]

    assert roles == ["patient-leader", "professional"]


@given(st.lists(st.booleans()))
def test_whoever_is_in_a_real_cohort_sees_the_real_network(demo: list[bool]) -> None:
    """In demo cohorts alone: that of the demo; in none: nothing."""
    expected = None if not demo else all(demo)

    assert network_of(demo) is expected
