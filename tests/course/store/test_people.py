"""Cohorts come and go as a whole; accounts have passwords."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from pairs_course.people.roster import roster_of
from pairs_course.store import (
    BadCohortName,
    Cohort,
    CohortExists,
    Person,
    RosterConflict,
    Store,
    StoreError,
    UnknownCohort,
    UnknownPerson,
    WrongPassword,
)
from pairs_course.store.database import Database

from ..cohort import ANN, BEN, FAY, roster

OTHERS = [("eve", "Eve", "patient-leader", "1"), ("gus", "Gus", "professional", "1")]


def test_a_cohort_is_made_from_a_roster(tmp_path: Path) -> None:
    """Everybody gets a password that works, and is there with their pair."""
    with Store.in_folder(tmp_path) as store:
        passwords = store.people.add_cohort("north", roster(), title="North", demo=True)

        assert list(passwords) == ["ann", "ben", "cat", "dan", "fay", "sam"]
        for username, password in passwords.items():
            store.people.check_password(username, password)
        assert store.people.cohorts() == [Cohort("north", "North", True, 6, 2)]
        assert store.people.members("north")[:2] == [
            Person(ANN, "Ann Alder", "patient-leader", "north", "1", True, BEN, "Ben Birch", 1),
            Person(BEN, "Ben Birch", "professional", "north", "1", True, ANN, "Ann Alder", 1),
        ]
        assert store.people.find(FAY) == Person(
            FAY, "Fay Fern", "facilitator", "north", None, True, None, None
        )


def test_a_facilitator_of_two_cohorts_keeps_one_account(store: Store) -> None:
    """A second roster adds a membership, and no new password."""
    rows = [*OTHERS, (FAY, "Fay Fern", "facilitator", "")]

    passwords = store.people.add_cohort("south", roster_of(rows))

    assert sorted(passwords) == ["eve", "gus"]
    assert [p.cohort for p in store.people.memberships(FAY)] == ["north", "south"]
    found = store.people.find(FAY, "south")
    assert found is not None
    assert (found.role, found.cohort, found.demo) == ("facilitator", "south", False)
    assert store.people.find(ANN, "south") is None


@pytest.mark.parametrize(
    ("name", "rows", "error", "says"),
    [
        ("north", OTHERS, CohortExists, "There is already a cohort “north”"),
        ("North", OTHERS, BadCohortName, "got “North”"),
        ("../north", OTHERS, BadCohortName, "got “../north”"),
        (
            "south",
            [*OTHERS, ("ann", "Ann Alder", "sponsor", "")],
            RosterConflict,
            'roster:4: username must be new for a member of a pair, got "ann"',
        ),
        (
            "south",
            [*OTHERS, ("fay", "Fay Forest", "facilitator", "")],
            RosterConflict,
            'roster:4: username "fay" belongs to Fay Fern',
        ),
    ],
)
def test_a_cohort_that_does_not_fit_changes_nothing(
    store: Store,
    name: str,
    rows: list[tuple[str, str, str, str]],
    error: type[StoreError],
    says: str,
) -> None:
    """It is all of a roster or nothing of it."""
    before = store.people.cohorts(), store.people.usernames()

    with pytest.raises(error) as refused:
        store.people.add_cohort(name, roster_of(rows))

    assert says in str(refused.value)
    assert (store.people.cohorts(), store.people.usernames()) == before


def test_removing_a_cohort_ends_the_accounts_that_were_only_there(store: Store) -> None:
    """Whoever is in another cohort stays."""
    store.people.add_cohort("south", roster_of([*OTHERS, (FAY, "Fay Fern", "facilitator", "")]))

    ended = store.people.remove_cohort("north")

    assert ended == ["ann", "ben", "cat", "dan", "sam"]
    assert store.people.usernames() == {"eve", "gus", FAY}
    with pytest.raises(UnknownCohort):
        store.people.remove_cohort("north")
    with pytest.raises(UnknownCohort):
        store.people.members("north")
    with pytest.raises(UnknownCohort):
        store.people.cohort("north")


@pytest.fixture
def clock() -> list[float]:
    return [1000.0]


@pytest.fixture
def slow(tmp_path: Path, clock: list[float]) -> Store:
    url = f"sqlite:///{tmp_path / 'slow.sqlite'}"
    return Store(url, clock=lambda: clock[0])


def test_a_new_password_ends_the_old_one(store: Store) -> None:
    """A facilitator can always help."""
    old = store.people.renew_password(ANN)

    new = store.people.renew_password(ANN)

    store.people.check_password(ANN, new)
    with pytest.raises(WrongPassword):
        store.people.check_password(ANN, old)


def test_wrong_tries_leave_nothing_behind(store: Store) -> None:
    """Nobody can keep another out: after any number of them the right password is right."""
    word = store.people.renew_password(ANN)
    for n in range(20):
        with pytest.raises(WrongPassword):
            store.people.check_password(ANN, f"guess {n}")

    store.people.check_password(ANN, word)


@pytest.mark.parametrize("name", [ANN, "nobody", "", "x" * 5000])
def test_every_name_is_the_same_work(
    store: Store, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """One hash is computed (all have the same settings), and nothing is written."""
    computed = 0
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, hashed: str, password: str) -> bool:
        nonlocal computed
        computed += 1
        return verify(self, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    monkeypatch.setattr(Database, "write", None)

    with pytest.raises(WrongPassword):
        store.people.check_password(name, "river-lamp-seven")

    assert computed == 1


def test_an_unknown_name_reads_like_a_wrong_password(store: Store) -> None:
    """Nobody learns who is on a roster by trying."""
    with pytest.raises(WrongPassword) as unknown:
        store.people.check_password("nobody", "river-lamp-seven")
    with pytest.raises(WrongPassword) as known:
        store.people.check_password(ANN, "river-lamp-seven")

    assert str(unknown.value) == str(known.value)


def test_what_a_person_chose_is_kept(store: Store) -> None:
    """A door is chosen once; keeping out of figures can be changed at any time."""
    assert (store.people.door(ANN), store.people.kept_out(ANN)) == (None, False)

    store.people.set_door(ANN, "plain")
    store.people.keep_out(ANN, True)

    assert (store.people.door(ANN), store.people.kept_out(ANN)) == ("plain", True)
    assert (store.people.door(BEN), store.people.kept_out(BEN)) == (None, False)
    store.people.keep_out(ANN, False)
    assert store.people.kept_out(ANN) is False


@pytest.mark.parametrize(
    "ask",
    [
        lambda people: people.renew_password("nobody"),
        lambda people: people.door("nobody"),
        lambda people: people.set_door("nobody", "lab"),
        lambda people: people.kept_out("nobody"),
        lambda people: people.keep_out("nobody", True),
    ],
)
def test_an_unknown_person_is_an_error(store: Store, ask: Callable[[object], object]) -> None:
    """Every question about a person says so when there is none."""
    with pytest.raises(UnknownPerson, match="no one with the username “nobody”"):
        ask(store.people)


def test_what_is_said_about_a_cohort_is_kept_with_it(store: Store) -> None:
    """Nothing at first; newer words take the place of older ones; it goes with the cohort."""
    assert store.people.about("north") == {}

    store.people.say_about("north", {"days": "Tuesdays", "pay": "Travel"})
    store.people.say_about("north", {"days": "Fridays"})

    assert store.people.about("north") == {"days": "Fridays"}
    with pytest.raises(UnknownCohort):
        store.people.say_about("south", {})
    store.people.remove_cohort("north")
    with pytest.raises(UnknownCohort):
        store.people.about("north")
