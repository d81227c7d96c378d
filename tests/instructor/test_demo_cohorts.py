"""Demo cohorts with a past: rows as the service writes them, believable, and made once."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers import partner_view
from pairs_course.pairs import moderation
from pairs_course.people.roster import PAIR_ROLES, roster_of
from pairs_course.programme import loader
from pairs_course.store import Did, Store, WrongPassword, wave_closing
from pairs_course.store.errors import NotDemo
from pairs_instructor.cli import main
from pairs_instructor.demo import seed_store, texts
from pairs_instructor.demo.histories import history
from pairs_instructor.demo.plans import CHANGES, SEED, DemoCohort, numbered

CONTENT = loader.load()
[PLAN] = numbered(1, 10, 7)
#: What the service makes anew each time: its own times, keys by chance, and hashes.
NOT_COMPARED = {
    "events": {"taken_at"},
    "submissions": {"id", "at"},
    "members": {"left"},
    "pairs": {"ended", "label"},
    "accounts": {"password"},
    "cohorts": {"made_at", "demo", "title"},
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the cohort of PLAN."""
    with Store.in_folder(tmp_path_factory.mktemp("filled")) as store:
        assert seed_store.fill(store, CONTENT, PLAN)
        yield store


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    """Return what a table holds, without what is made anew each time."""
    with sqlite3.connect(folder / "course.sqlite") as connection:
        connection.row_factory = sqlite3.Row
        found = [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608 - names of ours
    connection.close()
    left_out = NOT_COMPARED.get(table, set())
    return [{key: row[key] for key in row if key not in left_out} for row in found]


def folder_of(store: Store) -> Path:
    return Path(str(store.database.engine.url.database)).parent


def as_the_service(store: Store, plan: DemoCohort) -> None:
    """Let the people of a plan do all of it by the ways that everybody has."""
    store.people.add_cohort(plan.name, plan.roster())
    done = history(plan, CONTENT)
    day = plan.day(CHANGES).isoformat()
    work(store, [one for one in done if one.event.at < day])
    store.rosters.apply(plan.name, plan.roster(changed=True))
    for who in plan.kept_out:
        store.people.keep_out(who, True)
    work(store, [one for one in done if one.event.at >= day])


def work(store: Store, done: Sequence[Did]) -> None:
    for username, some in groupby(done, key=lambda one: one.username):
        sent = [one.event.to_json() for one in some]
        assert store.events.add(username, sent, CONTENT).refused == []


def test_the_rows_are_those_that_the_service_writes(filled: Store, tmp_path: Path) -> None:
    """The same people who do the same by themselves leave the same in every table."""
    with Store.in_folder(tmp_path) as other:
        as_the_service(other, PLAN)

    for table in NOT_COMPARED:
        if table == "submissions":
            continue
        assert rows(folder_of(filled), table) == rows(tmp_path, table)
    made, sent = rows(folder_of(filled), "submissions"), rows(tmp_path, "submissions")
    assert [row | {"payload": row["payload"].replace('"demo": true', '"demo": false')}
            for row in made] == sent  # fmt: skip


def test_a_seed_tells_the_same_story_everywhere(filled: Store, tmp_path: Path) -> None:
    """All of it, down to the ids; another seed tells another one."""
    with Store.in_folder(tmp_path) as other:
        seed_store.fill(other, CONTENT, PLAN)

    assert rows(folder_of(filled), "events") == rows(tmp_path, "events")
    assert rows(folder_of(filled), "waves") == rows(tmp_path, "waves")
    assert history(PLAN, CONTENT) != history(replace(PLAN, seed=8), CONTENT)


def test_what_reads_the_store_reads_it(filled: Store) -> None:
    """The pair's view, the overview, submissions, and the texts of the pairs."""
    people = filled.people.members(PLAN.name)
    phases = Counter(
        partner_view.view(both.both, module.id, CONTENT, now=datetime.now(UTC))["phase"]
        for person in people
        if person.pair
        for module in CONTENT.modules
        for both in [filled.events.of_pair(person.username, module.id)]
    )
    overview = filled.overview.of_cohort(PLAN.name, [m.id for m in CONTENT.modules])
    states = Counter(
        person.modules[m.id].state if m.id in person.modules else "not started"
        for pair in overview.pairs
        for person in pair.people
        for m in CONTENT.modules
    )
    texts_read = Counter(text.state for text in filled.reviews.of_cohort(PLAN.name, CONTENT))

    assert set(phases) == {"open", "alone"}
    assert set(states) == {"sent", "not started"}
    assert states["sent"] == len(filled.submissions.list(PLAN.name)) - 2  # of whoever left: 2
    assert texts_read["published"] == len(filled.reviews.published(PLAN.name)) > 0
    assert all(person.demo for person in people)


def test_every_wave_is_closed_by_the_rules(filled: Store) -> None:
    """In the order of the course, on days of it, with figures; some may be withheld."""
    published = filled.waves.published(PLAN.name)

    assert {wave: one.closed for wave, one in published.items()} == {
        "start": PLAN.day(40).isoformat(),
        "once": PLAN.day(104).isoformat(),
        "now": PLAN.day(118).isoformat(),
        "then": PLAN.day(118).isoformat(),
    }
    for one in published.values():
        assert any(figure["word"] for figure in one.summary["items"])


def test_the_yardstick_moves() -> None:
    """Of each of the Eight, "then" is lower than "start" was, and "now" is higher."""
    [plan] = numbered(1, 60, 7)
    given: dict[tuple[str, str], list[int]] = {}
    for one in history(plan, CONTENT):
        event = one.event
        if event.kind == "answer" and isinstance(event.value, int):
            given.setdefault((event.item.removesuffix("-then"), event.wave), []).append(event.value)

    eight = [item.id for item in CONTENT.question_set("eight-start").items if item.kind == "scale"]
    for item in eight:
        then, start, now = (mean(given[item, wave]) for wave in ("then", "start", "now"))
        assert then < start < now, item
    assert len(eight) == 8


def test_people_pass_change_keep_out_stop_and_change_partners(filled: Store) -> None:
    """What really happens in cohorts is in this one."""
    answers = [one for one in history(PLAN, CONTENT) if one.event.kind == "answer"]
    times = Counter((one.username, one.event.item, one.event.wave) for one in answers)
    values = {one.event.value for one in answers}
    left = [member for member in filled.rosters.people(PLAN.name) if member.left]

    assert {"unsure", "pass"} <= values
    assert 2 in times.values()
    assert [filled.people.kept_out(who) for who in PLAN.kept_out] == [True]
    assert [couple.last < 7 for couple in PLAN.couples].count(True) == 2  # one stops, one changes
    [gone] = left
    assert gone.pair == f"3 (until {PLAN.day(28).day} February 2022)"


@given(st.integers(1, 40), st.integers(0, 99))
def test_any_plan_holds_together(pairs: int, seed: int) -> None:
    """Whoever does a module has one partner in it, and both are on the roster of that time."""
    [plan] = numbered(1, pairs, seed)
    at = Counter((who, n) for c in plan.couples for who in c.people for n in range(c.first, c.last))
    after = {row.username for row in plan.roster(changed=True).rows}

    assert set(at.values()) == {1}
    assert len([row for row in plan.roster().rows if row.role in PAIR_ROLES]) == 2 * pairs
    assert {who for c in plan.couples for who in c.people if c.last > 1} <= after
    assert set(plan.kept_out) <= after


def test_every_text_can_stand_where_it_is_written() -> None:
    """No box is missing, nothing is too long, and each module has sentences of its own."""
    cards = moderation.items(CONTENT)
    sets = {item.id: item for m in CONTENT.modules for _, item in CONTENT.joint_items(m.id)}

    assert set(texts.SENTENCES) == {module.id for module in CONTENT.modules}
    for module in CONTENT.modules:
        for text in texts.SENTENCES[module.id]:
            assert sets[module.sentence_item].value_error({"sentence": text}) is None
    for text in texts.CHALLENGES:
        assert sets["challenge"].value_error({"sentence": text}) is None
    for item, some in (("network-card", texts.CARDS), ("letter", texts.LETTERS)):
        assert [cards[item][1].value_error(text) for text in some] == [None] * len(some)


def test_nobody_can_sign_in_until_they_get_a_password(filled: Store) -> None:
    """Whatever is typed; a new password works as for everybody."""
    who = PLAN.couples[0].people[0]
    for tried in ("", "!", who):
        with pytest.raises(WrongPassword):
            filled.people.check_password(who, tried)
    word = filled.people.renew_password(who)

    filled.people.check_password(who, word)


def test_an_interrupted_run_goes_on_where_it_was(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is there twice, nothing is missing."""
    close = wave_closing.close_wave

    def interrupted(store: Store, content: Any, cohort: str, wave: str, day: date) -> object:
        if wave == "once":
            raise KeyboardInterrupt
        return close(store, content, cohort, wave, day)

    with Store.in_folder(tmp_path) as store:
        monkeypatch.setattr(wave_closing, "close_wave", interrupted)
        with pytest.raises(KeyboardInterrupt):
            seed_store.fill(store, CONTENT, PLAN)
        monkeypatch.setattr(wave_closing, "close_wave", close)

        assert seed_store.missing(store, CONTENT, [PLAN]) == [PLAN]
        assert seed_store.fill(store, CONTENT, PLAN)
        assert seed_store.missing(store, CONTENT, [PLAN]) == []

    for table in ("events", "submissions", "members", "pairs", "waves"):
        assert rows(tmp_path, table) == rows(folder_of(filled), table)


def test_another_history_stays(filled: Store) -> None:
    """A cohort that was made with another seed or size is left as it is."""
    before = rows(folder_of(filled), "events")

    for other in (replace(PLAN, seed=99), replace(PLAN, pairs=12)):
        assert not seed_store.fill(filled, CONTENT, other)
    assert rows(folder_of(filled), "events") == before


def test_a_cohort_of_real_people_is_never_touched(tmp_path: Path) -> None:
    """Not even if it has a name that demo cohorts have."""
    people = [("ann", "Ann", "patient-leader", "1"), ("ben", "Ben", "professional", "1")]
    with Store.in_folder(tmp_path) as store:
        store.people.add_cohort(PLAN.name, roster_of(people))

        with pytest.raises(NotDemo, match="is not a demo cohort"):
            seed_store.missing(store, CONTENT, [PLAN])
        with pytest.raises(NotDemo):
            store.demo.add_events(PLAN.name, history(PLAN, CONTENT), CONTENT)


def demo(*arguments: object) -> tuple[int, list[str]]:
    result = CliRunner().invoke(main, ["demo", *map(str, arguments)])
    return result.exit_code, [line for line in result.output.splitlines() if line]


def test_the_command_makes_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what it would do, what it did, and what was there; the same again adds nothing."""
    monkeypatch.setenv("COURSE_STATE", str(tmp_path / "state"))
    people, events = 2 * 14, 2 * len(history(numbered(2, 6, SEED)[0], CONTENT))

    assert demo("--cohorts", 2, "--pairs", 6, "--dry-run") == (0, [
        "This would create 2 demo cohorts of 6 pairs (demo-0001 to demo-0002): "
        f"{people} people, and about {events} of their answers and steps.",
        "Nothing was created.",
    ])  # fmt: skip
    assert not (tmp_path / "state").exists()

    status, said = demo("--cohorts", 2, "--pairs", 6)
    assert (status, said[-2:]) == (0, [
        "Created 2 demo cohorts of 6 pairs (demo-0001 to demo-0002). "
        "Everything in them is invented, and marked as demo data.",
        "Nobody in them can sign in yet. To give somebody a password, run: "
        "pairs cohort password demo-0001-facilitator",
    ])  # fmt: skip
    before = rows(tmp_path / "state", "events")

    status, said = demo("--cohorts", 2, "--pairs", 6)
    assert said == ["2 of these cohorts exist already, and will not be changed."]
    assert rows(tmp_path / "state", "events") == before


@pytest.mark.parametrize("wrong", [("--cohorts", 0), ("--cohorts", "many"), ("--pairs", 1001)])
def test_misuse_is_one_clear_message(wrong: tuple[str, object]) -> None:
    """With exit status 2, and nothing made."""
    right = {"--cohorts": 1, "--pairs": 6}
    status, said = demo(*(part for pair in (right | dict([wrong])).items() for part in pair))

    assert status == 2
    assert said[-1].startswith(f"Error: Invalid value for '{wrong[0]}'")


def test_a_cohort_of_that_name_stops_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence that names it, and exit status 1."""
    monkeypatch.setenv("COURSE_STATE", str(tmp_path))
    with Store.in_folder(tmp_path) as store:
        store.people.add_cohort("demo-0002", roster_of([("fay", "Fay", "facilitator", "")]))

    status, said = demo("--cohorts", 2, "--pairs", 6)

    assert (status, said) == (1, [
        "Cohort “demo-0002” is not a demo cohort; demo data can only be added to demo cohorts. "
        "Nothing was changed."
    ])  # fmt: skip
