"""Passwords are three plain words that a person may type in any plain way."""

from __future__ import annotations

import re

import pytest

from pairs_course.passwords import hash_password, new_password, password_matches, wait_after


def test_a_password_is_three_plain_words() -> None:
    """It can be read out on the phone, and no two are the same."""
    made = [new_password() for _ in range(200)]

    assert all(re.fullmatch(r"[a-z]{2,9}-[a-z]{2,9}-[a-z]{2,9}", word) for word in made)
    assert len(set(made)) == len(made)


@pytest.mark.parametrize(
    "typed", ["river-lamp-seven", "River Lamp Seven", "  river lamp—seven ", "RIVER  - LAMP-seven"]
)
def test_a_password_may_be_typed_in_any_plain_way(typed: str) -> None:
    """Capitals, spaces and hyphens do not matter."""
    hashed = hash_password("river-lamp-seven")

    assert password_matches(hashed, typed)
    assert "river" not in hashed


@pytest.mark.parametrize("typed", ["", "river-lamp", "riverlampseven", "river-lamp-eight"])
def test_another_password_does_not_match(typed: str) -> None:
    """Only the same three words open an account."""
    assert not password_matches(hash_password("river-lamp-seven"), typed)


def test_waiting_begins_at_the_third_wrong_try_and_ends_at_a_minute() -> None:
    """A slip costs nothing, guessing is slow, and nobody is kept out for long."""
    waits = [wait_after(wrong) for wrong in (0, 1, 2, 3, 4, 5, 8, 9, 10_000)]

    assert waits == [0, 0, 0, 1, 2, 4, 32, 60, 60]
