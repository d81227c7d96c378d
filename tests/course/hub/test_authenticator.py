"""Who is let in: people on a roster, with their own password, as long as they are on it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tornado.web import HTTPError

from pairs_course.hub.authenticator import GONE, WRONG, RosterAuthenticator
from pairs_course.people import roster_of
from pairs_course.store import Store

ROWS = [("ann", "Ann", "patient-leader", "one"), ("bob", "Bob", "professional", "one")]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with one pair in the cohort "spring"."""
    with Store.in_folder(tmp_path) as store:
        yield store


@pytest.fixture
def passwords(store: Store) -> dict[str, str]:
    """The passwords of that pair."""
    return store.people.add_cohort("spring", roster_of(ROWS))


@pytest.fixture
def door(tmp_path: Path, passwords: dict[str, str]) -> Iterator[RosterAuthenticator]:
    """The authenticator over the same state."""
    del passwords
    door = RosterAuthenticator(state=str(tmp_path))
    yield door
    door.close()


def _try(door: RosterAuthenticator, name: str, password: str) -> Any:
    data = {"username": name, "password": password}
    return asyncio.run(door.authenticate(SimpleNamespace(), data))


def _refused(door: RosterAuthenticator, name: str, password: str) -> tuple[int, str]:
    with pytest.raises(HTTPError) as refused:
        _try(door, name, password)
    return refused.value.status_code, str(refused.value.log_message)


def test_the_right_password_lets_in(door: RosterAuthenticator, passwords: dict[str, str]) -> None:
    """However the name is written; the groups are the cohorts of that person."""
    let_in = _try(door, "Ann", passwords["ann"].upper())

    assert let_in == {"name": "ann", "groups": ["cohort-spring"]}
    assert asyncio.run(door.check_allowed("ann", let_in)) is True


def test_wrong_passwords_and_strangers_hear_the_same(
    door: RosterAuthenticator, passwords: dict[str, str]
) -> None:
    """Nobody learns from the answer which names there are, and one's password is no other's."""
    wrong = _refused(door, "ann", passwords["bob"])
    stranger = _refused(door, "eve", passwords["bob"])

    assert wrong == stranger == (403, WRONG)


def test_the_door_follows_a_roster_that_changes(
    door: RosterAuthenticator, store: Store, passwords: dict[str, str]
) -> None:
    """Who was added signs in at once; who left is out, though their password is still right."""
    new = [ROWS[0], ("eve", "Eve", "professional", "one")]

    done = store.rosters.apply("spring", roster_of(new))
    let_in = _try(door, "eve", done.passwords["eve"])
    left = _try(door, "bob", passwords["bob"])

    assert let_in == {"name": "eve", "groups": ["cohort-spring"]}
    assert asyncio.run(door.refresh_user(SimpleNamespace(name="bob"))) is False
    with pytest.raises(HTTPError) as refused:
        asyncio.run(door.check_allowed("bob", left))
    assert (refused.value.status_code, refused.value.log_message) == (403, GONE)


def test_many_wrong_tries_slow_down(door: RosterAuthenticator, passwords: dict[str, str]) -> None:
    """Then even the right password has to wait, and the answer says how long."""
    for _ in range(20):
        _, text = _refused(door, "ann", "wrong-wrong-wrong")
        if text != WRONG:
            break

    status, text = _refused(door, "ann", passwords["ann"])

    assert (status, "Wait" in text, "second" in text) == (403, True, True)


def test_off_the_roster_is_out(door: RosterAuthenticator, store: Store) -> None:
    """The next look ends the sign-in of somebody whose cohort is gone."""
    ann = SimpleNamespace(name="ann")
    before = asyncio.run(door.refresh_user(ann))
    store.people.remove_cohort("spring")

    after = asyncio.run(door.refresh_user(ann))
    with pytest.raises(HTTPError) as refused:
        asyncio.run(door.check_allowed("ann"))

    assert (before, after) == ({"name": "ann", "groups": ["cohort-spring"]}, False)
    assert (refused.value.status_code, refused.value.log_message) == (403, GONE)
