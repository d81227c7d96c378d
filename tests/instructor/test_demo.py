"""The demo cohorts of ``make start``: made once, whole, and marked as demo data."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from pairs_course import content, programme
from pairs_course.hub.table import PUBLISHED
from pairs_course.journal import Journal
from pairs_course.people import roster_of
from pairs_course.store import Store
from pairs_instructor import demo
from pairs_instructor.demo import live, plans


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder with the demo cohort in it."""
    state = tmp_path_factory.mktemp("state")
    demo.make(state)
    return state


def test_six_pairs_a_facilitator_and_a_sponsor(state: Path) -> None:
    """Everybody is marked as demo, and each password in the private file is the right one."""
    with Store.in_folder(state) as store:
        people = store.people.members("demo")
        passwords = json.loads((state / "demo-passwords.json").read_text())
        for name, password in passwords.items():
            store.people.check_password(name, password)

    pairs = [f"pair{n}-{who}" for n in range(1, 7) for who in ("patient", "professional")]
    assert [person.username for person in people] == [*pairs, "facilitator", "sponsor"]
    assert list(passwords) == [*pairs, "facilitator", "sponsor"]
    assert all(person.demo for person in people)
    assert stat.S_IMODE((state / "demo-passwords.json").stat().st_mode) == 0o600


def test_pairs_two_to_six_have_answered(state: Path) -> None:
    """Each of the ten answered every question of the first set, in journal and store alike."""
    questions = programme.load().question_set(live.SET)
    with Store.in_folder(state) as store:
        stored = {
            person.username: store.events.of_pair(person.username, questions.module).mine
            for person in store.people.members("demo")
            if person.pair
        }

    assert [name for name, events in stored.items() if not events] == [
        "pair1-patient",
        "pair1-professional",
    ]
    for name, events in stored.items():
        journal = Journal(state / "homes" / name / ".pairs")
        assert [event.id for event in journal.events()] == [event.id for event in events]
        rated = [item.id for item in questions.items if item.kind != "text"]
        assert [event.item for event in events] in ([], rated)


def test_both_modules_are_released(state: Path) -> None:
    """As nbgrader generates them."""
    with Store.in_folder(state) as store:
        released = [release.module for release in store.releases.list("demo")]

    assert released == [module.id for module in content.load().modules]


def test_three_published_cohorts_are_beside_it(state: Path) -> None:
    """The facilitator and the sponsor are in them; two more make a network of five."""
    every = ["demo", "demo-north", "demo-south", "demo-west"]
    with Store.in_folder(state) as store:
        sizes = {cohort.name: cohort.pairs for cohort in store.people.cohorts() if cohort.demo}
        places = {who: store.people.memberships(who) for who in ("facilitator", "sponsor")}
        waves = {name: len(store.summaries.closed(name)) for name in sizes}
        released = [release.module for release in store.releases.list("demo-west")]

    assert sizes == {"demo": 6} | {name: pairs for name, _, pairs in plans.BESIDE}
    assert {who: [p.cohort for p in some] for who, some in places.items()} == dict.fromkeys(
        places, every
    )
    assert PUBLISHED in every
    assert waves == {"demo": 0} | dict.fromkeys(set(sizes) - {"demo"}, 4)
    assert PUBLISHED in every
    assert released == [module.id for module in content.load().modules]


def test_nobody_else_of_them_has_a_password(state: Path) -> None:
    """So the passwords that are shown are all that there are."""
    with Store.in_folder(state) as store:
        others = {p.username for name, _, _ in plans.BESIDE for p in store.people.members(name)}

    assert others & set(json.loads((state / "demo-passwords.json").read_text())) == {
        "facilitator",
        "sponsor",
    }


def test_the_second_time_changes_nothing(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords, answers and releases stay, and neither nbgrader nor a history is asked for."""
    with Store.in_folder(state) as store:
        before = (store.releases.list("demo"), store.people.members("demo"))
    monkeypatch.setattr("pairs_instructor.demo.filling.fill", None)
    passwords = json.loads((state / "demo-passwords.json").read_text())
    monkeypatch.setattr("pairs_instructor.cohorts.release", None)

    again = demo.make(state)

    with Store.in_folder(state) as store:
        assert (store.releases.list("demo"), store.people.members("demo")) == before
    assert again == passwords


def test_a_cohort_of_real_people_keeps_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A course that has a cohort of such a name starts all the same, and leaves it alone."""
    monkeypatch.setattr(live, "_course", lambda *_: None)
    with Store.in_folder(tmp_path) as store:
        store.people.add_cohort("demo-north", roster_of([("fern", "Fern", "facilitator", "")]))

    demo.make(tmp_path)

    with Store.in_folder(tmp_path) as store:
        assert [person.username for person in store.people.members("demo-north")] == ["fern"]
        assert len([cohort for cohort in store.people.cohorts() if cohort.demo]) == 5


def test_a_lost_password_file_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With new passwords, since the old ones cannot be read back; the answers stay."""
    monkeypatch.setattr(live, "_course", lambda *_: None)
    first = demo.make(tmp_path)
    (tmp_path / "demo-passwords.json").unlink()

    second = demo.make(tmp_path)

    assert set(first) == set(second)
    assert all(first[name] != second[name] for name in first)
    with Store.in_folder(tmp_path) as store:
        store.people.check_password("sponsor", second["sponsor"])
