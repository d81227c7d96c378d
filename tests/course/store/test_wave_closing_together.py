"""Closing the same wave in several cohorts: their figures are pooled, each cohort's once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from pairs_course.answers.events import Event, new_id
from pairs_course.figures import aggregation, pooling, sponsor_letter
from pairs_course.figures.published import Pooled
from pairs_course.people.roster import PAIR_ROLES, Roster, roster_of
from pairs_course.programme import loader
from pairs_course.programme.content import Content, QuestionSet
from pairs_course.store import Store, WaveClosed, wave_closing
from pairs_course.store.pooled_editions import Editions
from pairs_course.store.wave_closing import close_wave, pool_due

CONTENT = loader.load()
AT = "2026-11-20T10:00:00.000+00:00"
DAY = date(2026, 11, 23)
EIGHT = CONTENT.question_set("eight-start")
BARRIERS = CONTENT.question_set("barriers")
ITEMS = [item for item in EIGHT.items if "cohort" in item.audience]
FIVE = ["a", "b", "c", "d", "e"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.in_folder(tmp_path) as store:
        yield store


def add(
    store: Store, cohort: str, pairs: int = 6, *, demo: bool = False, answered: bool = True
) -> None:
    """Make a cohort in which everybody answered "often", or nobody did."""
    people = [
        (f"{cohort}{n}-{role}", f"Person {n}", role, str(n))
        for n in range(pairs)
        for role in PAIR_ROLES
    ]
    store.people.add_cohort(cohort, roster_of(people), demo=demo)
    if answered:
        answer(store, cohort, EIGHT)


def answer(store: Store, cohort: str, questions: QuestionSet) -> None:
    """Let everybody in a pair answer "often" to what a set asks for figures."""
    for person in store.people.members(cohort):
        events = [
            Event(
                new_id(),
                AT,
                questions.module,
                i.id,
                questions.wave,
                "answer",
                4,
                i.audience,
                i.wording,
            )
            for i in questions.items
            if "cohort" in i.audience
        ]
        assert store.events.add(person.username, events, CONTENT).refused == []


def close(store: Store, cohort: str, day: date = DAY) -> Pooled | None:
    return close_wave(store, CONTENT, cohort, "start", day).pooled


def test_the_fifth_cohort_brings_the_pool(store: Store) -> None:
    """Its figures name how many cohorts they are about; the page of the cohorts stays as it is."""
    for cohort in FIVE:
        add(store, cohort)

    made = [close(store, cohort) for cohort in FIVE]

    assert made[:4] == [None] * 4
    [edition] = store.editions.published(demo=False)
    assert edition == made[4]
    assert (edition["wave"], edition["made"], edition["cohorts"]) == ("start", "2026-11-23", 5)
    assert [figure["item"] for figure in edition["items"]] == [item.id for item in ITEMS]


def test_a_pool_is_what_the_rules_make_of_the_answers(store: Store) -> None:
    """The store adds nothing: the same cohorts and answers give the same edition."""
    for cohort in FIVE:
        add(store, cohort)
        close(store, cohort)

    cohorts = [
        pooling.ClosedWave(
            store.waves.published(cohort)["start"].summary,  # type: ignore[arg-type]
            store.events.values(cohort, "start"),
        )
        for cohort in FIVE
    ]
    items = aggregation.items_of(CONTENT, "start")
    assert store.editions.published(demo=False) == [pooling.pool("start", items, cohorts, DAY)]


def test_a_cohort_is_pooled_once(store: Store) -> None:
    """Later answers, later cohorts and further looks change no edition."""
    for cohort in [*FIVE, "f", "g"]:
        add(store, cohort)
        close(store, cohort)
    before = store.editions.published(demo=False)

    store.people.keep_out("a1-professional", True)
    again = pool_due(store, CONTENT, DAY + timedelta(40))

    assert (again, len(before)) == ([], 1)
    assert store.editions.published(demo=False) == before
    waiting = store.editions.waiting("start", demo=False)
    assert (waiting.number, [one.cohort for one in waiting.cohorts]) == (2, ["f", "g"])


def test_demo_cohorts_are_pooled_with_each_other_alone(store: Store) -> None:
    """Four real ones and four of made-up data are no pool of eight."""
    for cohort in FIVE[:4]:
        add(store, cohort)
        add(store, f"demo-{cohort}", demo=True)
        assert (close(store, cohort), close(store, f"demo-{cohort}")) == (None, None)
    add(store, "demo-e", demo=True)

    made = close(store, "demo-e")

    assert made is not None
    assert store.editions.published(demo=True) == [made]
    assert store.editions.published(demo=False) == []


def test_what_was_left_unpooled_is_made_up_for(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A program that fails between closing and pooling has closed; the next look pools."""
    for cohort in FIVE:
        add(store, cohort)
    written = "what Ann answered"

    def broken(*_: object) -> None:
        raise RuntimeError(written)

    with monkeypatch.context() as patched:
        patched.setattr(pooling, "pool", broken)
        made = [close(store, cohort) for cohort in FIVE]
        assert pool_due(store, CONTENT, DAY) == []
    assert made == [None] * 5
    assert "figures of wave start were not pooled: RuntimeError" in caplog.text
    assert written not in caplog.text
    assert sorted(store.summaries.newest()) == sorted(FIVE)

    [edition] = pool_due(store, CONTENT, DAY)

    assert [edition] == store.editions.published(demo=False)
    assert pool_due(store, CONTENT, DAY) == []


def test_a_wave_that_is_asked_no_more_is_not_pooled(store: Store) -> None:
    """There would be nothing to show; it can be pooled when it is asked again."""
    for cohort in FIVE:
        store.people.add_cohort(cohort, Roster("empty.csv", ()))
        closed = {"wave": "start", "closed": "2026-11-23", "items": [], "finished": []}
        store.summaries.close_wave(cohort, "start", closed)

    assert pool_due(store, Content((), ()), DAY) == []

    assert len(store.editions.waiting("start", demo=False).cohorts) == 5
    assert len(pool_due(store, CONTENT, DAY)) == 1


def test_programs_that_close_at_once_pool_once(tmp_path: Path, store: Store) -> None:
    """Each closes one of the last cohorts; no cohort is in two editions, and none is lost."""
    for cohort in FIVE:
        add(store, cohort)

    def closes(cohort: str) -> Pooled | None:
        with Store.in_folder(tmp_path) as own:
            return close(own, cohort)

    with ThreadPoolExecutor(5) as pool:
        made = [one for one in pool.map(closes, FIVE) if one is not None]
    made += pool_due(store, CONTENT, DAY)

    assert store.editions.published(demo=False) == made
    assert [edition["cohorts"] for edition in made] == [5]


def test_another_program_that_pools_meanwhile_is_noticed(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever comes second keeps nothing, and says nothing of an error."""
    for cohort in FIVE[:4]:
        add(store, cohort)
        close(store, cohort)
    add(store, "e")
    keep = Editions.keep

    def late(editions: Editions, *what: object) -> bool:
        assert keep(editions, *what)  # type: ignore[arg-type]
        return keep(editions, *what)  # type: ignore[arg-type]

    monkeypatch.setattr(Editions, "keep", late)
    with caplog.at_level(logging.WARNING):
        assert close(store, "e") is None

    assert len(store.editions.published(demo=False)) == 1
    assert caplog.text == ""


def test_most_pairs_have_finished_what_half_of_them_sent(store: Store) -> None:
    """Both people of a pair have to have sent a module; under half nothing is said of it."""
    add(store, "a", pairs=6)
    send = ("facilitator",)
    for who in ("a0", "a1", "a2"):
        for role in PAIR_ROLES:
            for module in (EIGHT.module, "02-a-new-relationship"):
                if (who, role, module[:2]) != ("a1", PAIR_ROLES[1], "02"):
                    sent = Event(new_id(), AT, module, module, "once", "send", None, send, "")
                    assert store.events.add(f"{who}-{role}", [sent], CONTENT).refused == []

    summary = close_wave(store, CONTENT, "a", "start", DAY).summary

    assert summary["finished"] == [{"module": EIGHT.module, "title": "Setting out together"}]


def test_closing_makes_the_letter_that_opens_a_week_later(store: Store) -> None:
    """From the figures of this cohort, with those that were published before."""
    add(store, "a")
    first = close_wave(store, CONTENT, "a", "start", DAY)
    answer(store, "a", BARRIERS)
    second = close_wave(store, CONTENT, "a", "once", DAY + timedelta(30))

    once, start = store.letters.of_cohort("a")
    assert (first.letter, second.letter) == (start, once)
    assert (start["wave"], start["opens"], start["held"]) == ("start", "2026-11-30", False)
    assert (once["wave"], once["made"]) == ("once", "2026-12-23")
    said = "Many people said so at the start."
    assert all(said in [s for p in one["parts"] for s in p["sentences"]] for one in (once, start))
    both = [first.summary, second.summary]
    assert sponsor_letter.compose(both, date(2026, 12, 30), CONTENT.letter) == once


def test_a_wave_without_figures_makes_no_letter(store: Store) -> None:
    """Closed by mistake before anybody answered, it leaves nothing dated for the sponsors."""
    add(store, "a", answered=False)

    planned = wave_closing.plan(store, CONTENT, "a", "start", DAY)
    closed = close_wave(store, CONTENT, "a", "start", DAY)

    assert (planned.letter, closed.letter, store.letters.of_cohort("a")) == (None, None, [])
    assert planned.summary == closed.summary
    assert {figure["word"] for figure in closed.summary["items"]} == {None}


def test_a_plan_is_what_closing_then_does(store: Store) -> None:
    """Before, it says the very figures and letter; it changes nothing, and not once closed."""
    add(store, "a")

    planned = wave_closing.plan(store, CONTENT, "a", "start", DAY)
    assert store.summaries.closed("a") == []
    closed = close_wave(store, CONTENT, "a", "start", DAY)

    assert (planned.summary, planned.letter) == (closed.summary, closed.letter)
    assert planned.letter is not None
    with pytest.raises(WaveClosed):
        wave_closing.plan(store, CONTENT, "a", "start", DAY)
