"""Closing a wave: made once from the store, never changed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairs_course.answers.events import Event, new_id
from pairs_course.figures import aggregation
from pairs_course.figures.aggregation import TOO_FEW
from pairs_course.people.roster import roster_of
from pairs_course.programme import loader
from pairs_course.store import Store, UnknownCohort, WaveClosed
from pairs_course.store.paper import SheetEntry
from pairs_course.store.wave_closing import NoSuchWave, close_due, close_wave, date_problem, is_due

CONTENT = loader.load()
AT = "2026-11-20T10:00:00.000+00:00"
DAY = date(2026, 11, 23)
EIGHT = CONTENT.question_set("eight-start")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    rows = [
        (f"pair{n}-{role}", f"Person {n}", role, str(n))
        for n in range(1, 7)
        for role in ("patient-leader", "professional")
    ]
    with Store.in_folder(tmp_path) as store:
        store.people.add_cohort("demo", roster_of(rows))
        yield store


def answer(store: Store, pairs: range, value: object) -> None:
    """Give everybody of these pairs the same answer to each of the Eight."""
    for n in pairs:
        for role in ("patient-leader", "professional"):
            events = [
                Event(new_id(), AT, EIGHT.module, item.id, "start", "answer", value,
                      item.audience, item.wording)
                for item in EIGHT.items if "cohort" in item.audience
            ]  # fmt: skip
            receipt = store.events.add(f"pair{n}-{role}", events, CONTENT)
            assert receipt.refused == []


def words(store: Store) -> list[str | None]:
    [published] = store.waves.published("demo").values()
    return [figure["word"] for figure in published.summary["items"]]


def test_closing_publishes_the_eight(store: Store) -> None:
    """Five full pairs give a word an item, on the day of closing."""
    answer(store, range(2, 7), 4)

    closed = close_wave(store, CONTENT, "demo", "start", DAY)

    published = store.waves.published("demo")["start"]
    assert (closed.version, closed.summary) == (1, published.summary)
    assert (published.wave, published.closed) == ("start", "2026-11-23")
    assert words(store) == ["many"] * 8


def test_somebody_who_keeps_theirs_out_is_not_counted(store: Store) -> None:
    """With one person out a pair is not full, so four pairs are left and nothing is shown."""
    answer(store, range(2, 7), 4)
    store.people.keep_out("pair3-professional", True)

    closed = close_wave(store, CONTENT, "demo", "start", DAY)

    assert [figure["why"] for figure in closed.summary["items"]] == [TOO_FEW] * 8


def test_a_wave_closes_once(store: Store) -> None:
    """Later answers, and people who leave, change nothing that was published."""
    answer(store, range(2, 7), 4)
    close_wave(store, CONTENT, "demo", "start", DAY)
    answer(store, range(1, 7), 1)
    store.people.keep_out("pair3-professional", True)

    with pytest.raises(WaveClosed, match=r"closed on 2026-11-23.*never change"):
        close_wave(store, CONTENT, "demo", "start", date(2026, 12, 1))

    assert words(store) == ["many"] * 8


def test_a_wave_that_asks_nothing_is_refused(store: Store) -> None:
    """The message says which waves there are, and nothing is closed."""
    with pytest.raises(NoSuchWave, match=r"Wave “end” has no .* “start”"):
        close_wave(store, CONTENT, "demo", "end", DAY)

    assert store.summaries.closed("demo") == []


def test_an_unknown_cohort_is_refused(store: Store) -> None:
    """Nothing is made for a cohort that is not there."""
    with pytest.raises(UnknownCohort):
        close_wave(store, CONTENT, "other", "start", DAY)


@given(st.dates(date(2020, 1, 2), date(2100, 1, 1)), st.integers(-400, 400))
def test_a_wave_is_due_the_day_after_its_last_day(today: date, days: int) -> None:
    """A day that can be set is never due at once, and one that is over can never be set."""
    closes = today + timedelta(days)

    assert is_due(closes, today) is (days < 0)
    assert (date_problem(closes, today) is None) is (days >= 0)


def test_what_is_due_closes_by_itself_once(store: Store) -> None:
    """On its last day it is open; on the next it closes; looking again changes nothing."""
    answer(store, range(2, 7), 4)
    store.waves.set_date("demo", "start", DAY)

    looks = [close_due(store, CONTENT, DAY + timedelta(days)) for days in (0, 1, 2)]

    assert looks == [[], [("demo", "start")], []]
    assert words(store) == ["many"] * 8
    published = store.waves.published("demo")["start"]
    assert (published.version, published.closed) == (1, "2026-11-24")


def test_several_processes_close_once(tmp_path: Path, store: Store) -> None:
    """Each has its own connection; one of them makes the figures, and none fails."""
    answer(store, range(2, 7), 4)
    store.waves.set_date("demo", "start", DAY)

    def look(_: int) -> list[tuple[str, str]]:
        with Store.in_folder(tmp_path) as own:
            return close_due(own, CONTENT, DAY + timedelta(1))

    with ThreadPoolExecutor(4) as pool:
        found = [one for looked in pool.map(look, range(4)) for one in looked]

    assert found == [("demo", "start")]
    assert list(store.waves.published("demo")) == ["start"]


def test_what_fails_is_logged_without_answers_and_tried_again(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It stays due, and the other waves are closed all the same."""
    answer(store, range(2, 7), 4)
    for wave in ("start", "once"):
        store.waves.set_date("demo", wave, DAY)
    summarise, secret = aggregation.summarise, "what Ann answered"

    def broken(wave: str, *rest: object, **named: object) -> object:
        if wave == "start":
            raise RuntimeError(secret)
        return summarise(wave, *rest, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(aggregation, "summarise", broken)
        first = close_due(store, CONTENT, DAY + timedelta(1))

    assert first == [("demo", "once")]
    assert "wave start of cohort demo was not closed: RuntimeError" in caplog.text
    assert secret not in caplog.text
    assert close_due(store, CONTENT, DAY + timedelta(2)) == [("demo", "start")]


def test_what_a_facilitator_typed_in_makes_no_figure(store: Store) -> None:
    """Made-up pairs on paper, beside a real one, would tell what the real one answered."""
    for n in range(2, 7):
        for role in ("patient-leader", "professional"):
            sheet = [
                SheetEntry(new_id(), EIGHT.module, item.id, "start", "answer", 1)
                for item in EIGHT.items
                if "cohort" in item.audience
            ]
            assert store.paper.type_in("Fay", f"pair{n}-{role}", sheet, CONTENT).refused == []
    answer(store, range(1, 2), 5)

    summary = close_wave(store, CONTENT, "demo", "start", DAY).summary

    assert {figure["word"] for figure in summary["items"]} == {None}
    assert {one.username[:5] for one in store.events.values("demo", "start")} == {"pair1"}
