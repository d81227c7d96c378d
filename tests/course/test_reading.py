"""Rule 3 of the programme, for every triple of answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.reading import TEXTS, reading

from .strategies import ratings


@pytest.mark.parametrize(
    ("own", "partner", "guess", "kind"),
    [
        (4, 5, 4, "agree-knew"),
        (4, 5, 1, "agree-unaware"),
        (5, 2, 4, "thought-agreed"),
        (5, 2, 3, "differ-knew"),
        (5, 1, 3, "differ-surprised"),
        ("unsure", 1, 3, "nothing"),
        (1, "pass", 3, "nothing"),
        (1, 1, None, "nothing"),
        ("fear", "fear", "fear", "agree-knew"),
        ("fear", "diary", "diary", "differ-knew"),
        ("fear", "diary", "energy", "differ-surprised"),
        ("fear", "diary", "fear", "thought-agreed"),
    ],
)
def test_each_reading(own, partner, guess, kind):
    """Same means at most one step apart, or the same option."""
    assert reading(own, partner, guess).kind == kind


@given(ratings(), ratings(), ratings())
def test_every_triple_has_one_reading_in_words(own, partner, guess):
    """No combination is without a reading, and a pass or "not sure" is never compared."""
    found = reading(own, partner, guess)

    assert found.text == TEXTS[found.kind]
    assert (found.kind == "nothing") == any(isinstance(v, str) for v in (own, partner, guess))


@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 5), st.integers(1, 5))
def test_agreeing_is_the_same_from_both_sides(mine, theirs, my_guess, their_guess):
    """Whether two people agree does not depend on who looks; whether they knew it does."""
    agree = {"agree-knew", "agree-unaware"}

    assert (reading(mine, theirs, my_guess).kind in agree) == (
        reading(theirs, mine, their_guess).kind in agree
    )
