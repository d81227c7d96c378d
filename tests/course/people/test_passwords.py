"""Passwords are three plain words that a person may type in any plain way."""

from __future__ import annotations

import re

import pytest
from argon2 import PasswordHasher

from pairs_course.people import passwords
from pairs_course.people.passwords import NOBODYS, hash_password, new_password, password_matches


@pytest.fixture(autouse=True)
def _strong(monkeypatch: pytest.MonkeyPatch, strong_hasher: PasswordHasher) -> None:
    """Hash as the course does."""
    monkeypatch.setattr(passwords, "_HASHER", strong_hasher)


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


def test_the_hash_of_nobody_is_as_much_work_as_any() -> None:
    """It has today's settings, and it was made from a password that nobody knows."""
    made = hash_password("river-lamp-seven")

    assert NOBODYS.split("$")[:4] == made.split("$")[:4]
    assert len(NOBODYS) == len(made)
    assert not password_matches(NOBODYS, "")


def test_of_a_very_long_password_only_the_beginning_is_read() -> None:
    """Whoever sends megabytes makes no work for the course, and is not let in."""
    assert not password_matches(hash_password("river-lamp-seven"), "ﷺ" * 5_000_000)
