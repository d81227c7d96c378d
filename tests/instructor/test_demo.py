"""The demo cohorts of ``make start``: made once, whole, and marked as demo data."""

from __future__ import annotations

import json
import stat
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pairs_course.answers.events import Event, new_id
from pairs_course.answers.journal import Journal
from pairs_course.hub.welcome import PUBLISHED
from pairs_course.people.roster import roster_of
from pairs_course.programme import compiled, loader
from pairs_course.programme.items import Item
from pairs_course.store import Store, wave_closing
from pairs_course.store.demo import Demo
from pairs_instructor import demo
from pairs_instructor.demo import live, plans, words

CONTENT = loader.load()
MODULES = [module.id for module in CONTENT.modules]
FIRST, CLOSING = MODULES[0], MODULES[-1]
#: Every two people of the demo who work together.
COUPLES = {f"pair{n}": (f"pair{n}-patient", f"pair{n}-professional") for n in range(1, 7)}
EVERYBODY = [who for couple in COUPLES.values() for who in couple]


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder with the demo cohort in it."""
    state = tmp_path_factory.mktemp("state")
    demo.make(state)
    return state


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder whose cohort is a fresh one."""
    state = tmp_path_factory.mktemp("fresh")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(live, "make_folder", lambda *_: None)
        patched.setattr(live.plans, "beside", lambda *_: [])
        demo.make(state, fresh=True)
    return state


def stored(state: Path, who: str, *modules: str) -> list[Event]:
    """Return what the store has of somebody."""
    with Store.in_folder(state) as store:
        return store.events.of_pair(who, *(modules or MODULES)).mine


def everything(state: Path) -> list[Any]:
    """Return all that a run could change."""
    with Store.in_folder(state) as store:
        return [
            store.releases.list("demo"),
            store.people.members("demo"),
            store.submissions.list("demo"),
            store.care.calls("demo"),
            [Journal(state / "homes" / who / ".pairs").events() for who in EVERYBODY],
            [store.events.of_pair(who, *MODULES) for who in EVERYBODY],
        ]


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


def test_in_a_fresh_cohort_pairs_two_to_six_have_answered_the_first_questions(
    fresh: Path,
) -> None:
    """Each of the ten every question of the set, and nothing else; nobody has sent anything."""
    questions = CONTENT.question_set("eight-start")
    rated = {item.id for item in questions.items if item.needs_answer}
    done = {who: stored(fresh, who) for who in EVERYBODY}
    with Store.in_folder(fresh) as store:
        sent, calls = store.submissions.list("demo"), store.care.calls("demo")

    assert [who for who in EVERYBODY if not done[who]] == [*COUPLES["pair1"]]
    for who in EVERYBODY[2:]:
        assert {(event.kind, event.item) for event in done[who]} == {("answer", i) for i in rated}
    assert (sent, calls) == ([], [])


def test_somebody_who_signs_in_as_the_facilitator_has_things_to_do(state: Path) -> None:
    """Three pairs have sent, one person waits for a call, and one card waits to be read."""
    with Store.in_folder(state) as store:
        sent: dict[str, list[str]] = {}
        for one in store.submissions.list("demo"):
            sent.setdefault(one.username, []).append(one.module)
            assert one.payload["complete"]
            assert one.payload["demo"]
        calls = [call.username for call in store.care.calls("demo")]
        waiting = [(text.pair, text.item) for text in store.reviews.of_cohort("demo", CONTENT)]
        [state_of_four] = [
            [person.modules[FIRST].state for person in pair.people]
            for pair in store.overview.of_cohort("demo", MODULES).pairs
            if pair.pair == "pair4"
        ]

    some = {"pair2": MODULES[:1], "pair3": MODULES[:2], "pair6": MODULES}
    assert sent == {who: modules for pair, modules in some.items() for who in COUPLES[pair]}
    assert calls == ["pair4-patient"]
    assert waiting == [("pair6", "network-card")]
    assert state_of_four == ["in progress", "in progress"]


def test_one_who_sealed_waits_for_a_partner_who_has_only_begun(state: Path) -> None:
    """So each step of a pair is somewhere: nothing, begun, sealed, both sealed, sent."""
    sealed = {who: any(e.kind == "seal" for e in stored(state, who, FIRST)) for who in EVERYBODY}

    assert [sealed[who] for who in COUPLES["pair4"]] == [True, True]
    assert [sealed[who] for who in COUPLES["pair5"]] == [True, False]
    assert stored(state, "pair5-professional")


def test_the_first_pair_begins_at_the_start(state: Path) -> None:
    """Nothing of theirs is anywhere, so that whoever tries the course begins as people do."""
    for who in COUPLES["pair1"]:
        assert stored(state, who) == []
        assert Journal(state / "homes" / who / ".pairs").events() == []


@pytest.mark.parametrize("kind", ["at work", "fresh"])
def test_a_journal_says_what_the_store_says(state: Path, fresh: Path, kind: str) -> None:
    """The same events in the same order, of the pair that they are in; a page is made of them."""
    folder = state if kind == "at work" else fresh
    for who in EVERYBODY[2:]:
        with Store.in_folder(folder) as store:
            given = store.events.of_pair(who, *MODULES)
        journal = Journal(folder / "homes" / who / ".pairs").events()
        assert [(event.id, event.said()) for event in journal] == [
            (event.id, event.said()) for event in given.mine
        ]
        assert {event.pair for event in journal} == {given.pair}
        assert stat.S_IMODE((folder / "homes" / who / ".pairs").stat().st_mode) == 0o700


def test_the_service_takes_a_journal_again_and_nothing_changes(state: Path) -> None:
    """As the first page that opens sends it: all of it is there already."""
    who = "pair6-patient"
    before = stored(state, who)
    journal = Journal(state / "homes" / who / ".pairs").events()
    with Store.in_folder(state) as store:
        sent = store.submissions.list("demo")
        receipt = store.events.add(who, journal, CONTENT)
        assert store.submissions.list("demo") == sent

    assert (receipt.accepted, receipt.refused) == ([event.id for event in journal], [])
    assert stored(state, who) == before


def test_all_of_it_is_over_and_came_after_the_modules(state: Path) -> None:
    """No answer of tomorrow, and none to a module that nobody had released."""
    done = [event.at for who in EVERYBODY for event in stored(state, who)]
    with Store.in_folder(state) as store:
        released = {release.at for release in store.releases.list("demo")}

    assert max(released) < min(done) <= max(done) < datetime.now(UTC).isoformat()


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2028, 2, 29), date(2031, 7, 14)])
def test_whatever_the_day_is_nothing_is_of_a_later_one(day: date) -> None:
    """Also what takes longest is done by then."""
    plan = plans.AtWork.until(day, live.FACILITATOR, live.SPONSOR, fresh=False)

    done = live.histories.history(plan, CONTENT)

    assert plan.begins.isoformat() <= done[0].event.at
    assert done[-1].event.at < day.isoformat()


def test_every_word_that_they_wrote_fits_a_question() -> None:
    """Each is one of the course's, what stands in it is allowed, and none is left over."""
    joint = {item.id: item for m in MODULES for _, item in CONTENT.joint_items(m)}
    alone = {
        item.id: item
        for one in CONTENT.sets
        for item in one.items
        if item.kind == "text" and item.audience
    }

    for who, texts in words.ALONE.items():
        assert who in EVERYBODY
        for item, text in texts.items():
            assert alone[item].value_error(text) is None, (who, item)
    for pair, agreed in words.TOGETHER.items():
        assert pair in COUPLES
        for item, boxes in agreed.items():
            assert error_of(joint[item], boxes) is None, (pair, item)
    assert set(words.TOGETHER["pair6"]) > {m.sentence_item for m in CONTENT.modules}


def error_of(item: Item, boxes: Any) -> str | None:
    return item.value_error({name: str(box) for name, box in boxes.items()})


def test_all_that_was_written_is_told(state: Path) -> None:
    """Nothing in the list of words is for a module that its people never came to."""
    for who, texts in words.ALONE.items():
        given = [(event.item, event.value) for event in stored(state, who)]
        assert [one for one in texts.items() if one not in given] == []
    with Store.in_folder(state) as store:
        for pair, agreed in words.TOGETHER.items():
            said = [store.events.agreed(COUPLES[pair][0], module) for module in MODULES]
            assert {item for some in said for item in some} == set(agreed)
        [counted] = [store.events.points("pair6-patient", MODULES[2], "points")]
    assert [point["value"] for point in counted] == list(words.POINTS["pair6"])


def test_the_first_wave_of_the_cohort_can_be_closed(state: Path) -> None:
    """Five pairs have answered, so there are figures for a cohort of six."""
    with Store.in_folder(state) as store:
        planned = wave_closing.plan(store, CONTENT, "demo", "start")

    assert any(figure["word"] for figure in planned.summary["items"])


def test_both_modules_are_released(state: Path) -> None:
    """As nbgrader generates them."""
    with Store.in_folder(state) as store:
        released = [release.module for release in store.releases.list("demo")]

    assert released == [module.id for module in compiled.load().modules]


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
    assert released == [module.id for module in compiled.load().modules]


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
    before = everything(state)
    monkeypatch.setattr("pairs_instructor.demo.seed_store.fill", None)
    monkeypatch.setattr("pairs_instructor.demo.histories.history", None)
    passwords = json.loads((state / "demo-passwords.json").read_text())
    monkeypatch.setattr("pairs_instructor.cohort_folder.release", None)

    again = demo.make(state)

    assert everything(state) == before
    assert again == passwords


@pytest.mark.usefixtures("few")
def test_a_fresh_cohort_stays_one(fresh: Path) -> None:
    """Also where the next start does not ask for one: what is there stays."""
    before = everything(fresh)

    demo.make(fresh)

    assert everything(fresh) == before


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out nbgrader and the cohorts beside."""
    monkeypatch.setattr(live, "make_folder", lambda *_: None)
    monkeypatch.setattr(live.plans, "beside", lambda *_: [])


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("where", ["begin", "events", "journal"])
def test_an_interrupted_start_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Before the events, after them, or in the middle of a journal: nothing is half or twice."""
    add_events, append, lines = Demo.add_events, Journal.append, iter(range(40))

    def interrupted(*given: Any) -> Any:
        if where != "begin":
            add_events(*given)
        raise KeyboardInterrupt

    def torn(*given: Any) -> bool:
        if next(lines, None) is None:
            raise KeyboardInterrupt
        return append(*given)

    with monkeypatch.context() as patched:
        if where == "journal":
            patched.setattr(Journal, "append", torn)
        else:
            patched.setattr(Demo, "add_events", interrupted)
        with pytest.raises(KeyboardInterrupt):
            demo.make(tmp_path)
    demo.make(tmp_path)

    with Store.in_folder(tmp_path) as store:
        assert len(store.care.calls("demo")) == 1
        assert len(store.submissions.list("demo")) == 2 * (1 + 2 + 8)
    for who in EVERYBODY[2:]:
        journal = Journal(tmp_path / "homes" / who / ".pairs").events()
        assert [event.id for event in journal] == [event.id for event in stored(tmp_path, who)]
    assert [path.name for path in (tmp_path / "homes").glob("*/.pairs*") if path.suffix] == []


@pytest.mark.usefixtures("few")
def test_people_who_are_not_those_of_the_demo_get_nothing(tmp_path: Path) -> None:
    """Other people were put into the demo cohort: nothing is made up for them."""
    rows = [("fern", "Fern", "facilitator", ""), ("ann", "Ann", "patient-leader", "1"),
            ("ben", "Ben", "professional", "1")]  # fmt: skip
    with Store.in_folder(tmp_path) as store:
        store.people.add_cohort("demo", roster_of(rows), demo=True)

    demo.make(tmp_path)

    with Store.in_folder(tmp_path) as store:
        assert store.events.of_pair("ann", *MODULES).both == []
        assert store.care.calls("demo") == []


@pytest.mark.usefixtures("few")
def test_who_has_a_journal_of_their_own_goes_on_with_it(tmp_path: Path) -> None:
    """A store that was made anew puts nothing beside it, neither for them nor for their partner."""
    mine = Journal(tmp_path / "homes" / "pair2-patient" / ".pairs")
    question = CONTENT.question_set("eight-start").item("A1")
    at = "2026-05-01T10:00:00.000+00:00"
    event = Event(new_id(), at, FIRST, "A1", "start", "answer", 2, question.audience)
    mine.append(event)

    demo.make(tmp_path)

    assert mine.events() == [event]
    assert [stored(tmp_path, who) for who in COUPLES["pair2"]] == [[], []]
    assert stored(tmp_path, "pair3-patient")


def test_a_cohort_of_real_people_keeps_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A course that has a cohort of such a name starts all the same, and leaves it alone."""
    monkeypatch.setattr(live, "make_folder", lambda *_: None)
    with Store.in_folder(tmp_path) as store:
        store.people.add_cohort("demo-north", roster_of([("fern", "Fern", "facilitator", "")]))

    demo.make(tmp_path)

    with Store.in_folder(tmp_path) as store:
        assert [person.username for person in store.people.members("demo-north")] == ["fern"]
        assert len([cohort for cohort in store.people.cohorts() if cohort.demo]) == 5


def test_a_lost_password_file_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With new passwords, since the old ones cannot be read back; the answers stay."""
    monkeypatch.setattr(live, "make_folder", lambda *_: None)
    first = demo.make(tmp_path)
    (tmp_path / "demo-passwords.json").unlink()

    second = demo.make(tmp_path)

    assert set(first) == set(second)
    assert all(first[name] != second[name] for name in first)
    with Store.in_folder(tmp_path) as store:
        store.people.check_password("sponsor", second["sponsor"])


def test_real_people_in_a_cohort_called_demo_keep_their_passwords(tmp_path: Path) -> None:
    """Nothing is made up in their course, and nobody is given their sign-in."""
    with Store.in_folder(tmp_path) as store:
        rows = [("ann", "Ann", "patient-leader", "1"), ("ben", "Ben", "professional", "1")]
        words = store.people.add_cohort("demo", roster_of(rows))

    assert demo.make(tmp_path) == {}

    assert json.loads((tmp_path / live.PASSWORDS).read_text()) == {}
    with Store.in_folder(tmp_path) as store:
        assert [cohort.name for cohort in store.people.cohorts()] == ["demo"]
        assert store.demo.began("demo") is None
        for who, word in words.items():
            store.people.check_password(who, word)
