"""Letters to sponsors: made with their wave, read, and held back without a trace of who."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from pairs_course.figures.published import Letter, LetterPart, Summary
from pairs_course.people.roster import Roster
from pairs_course.store import LetterOpen, Store, UnknownCohort, UnknownLetter

START: Summary = {"wave": "start", "closed": "2026-11-23", "items": [], "finished": []}
ONCE: Summary = {"wave": "once", "closed": "2026-11-27", "items": [], "finished": []}
NOW: Summary = {"wave": "now", "closed": "2027-02-01", "items": [], "finished": []}
OPENS = "2026-11-30"
BEFORE, ON_THE_DAY = date(2026, 11, 29), date(2026, 11, 30)


def close(store: Store, summary: Summary, opens: str = OPENS) -> None:
    """Close a wave with a letter that names the waves it was made from."""

    def compose(summaries: list[Summary]) -> Letter:
        parts: list[LetterPart] = [
            {"heading": "Waves", "sentences": [s["wave"] for s in summaries]}
        ]
        return {"wave": "", "made": "", "opens": opens, "held": True, "parts": parts}

    store.summaries.close_wave("north", summary["wave"], dict(summary), compose)


def told(store: Store) -> list[tuple[str, bool, list[str]]]:
    """Return each letter, the newest first: its wave, whether it is held, what it is made from."""
    found = store.letters.of_cohort("north")
    return [(one["wave"], one["held"], one["parts"][0]["sentences"]) for one in found]


def test_a_letter_is_made_with_its_wave(store: Store) -> None:
    """With the day on which the wave closed; nobody holds it back yet."""
    close(store, START)

    assert store.letters.of_cohort("north") == [
        {
            "wave": "start",
            "made": "2026-11-23",
            "opens": OPENS,
            "held": False,
            "parts": [{"heading": "Waves", "sentences": ["start"]}],
        }
    ]


def test_without_a_writer_there_is_no_letter(store: Store) -> None:
    """The wave is closed all the same."""
    store.summaries.close_wave("north", "start", dict(START))

    assert (store.letters.of_cohort("north"), store.summaries.closed("north")) == ([], ["start"])


def test_a_letter_that_cannot_be_written_leaves_the_wave_open(store: Store) -> None:
    """Both or nothing."""
    with pytest.raises(ZeroDivisionError):
        store.summaries.close_wave("north", "start", dict(START), lambda _: 1 / 0)  # type: ignore[arg-type,return-value]

    assert store.summaries.closed("north") == []


def test_a_later_letter_knows_what_was_told_before(store: Store) -> None:
    """The newest comes first."""
    close(store, START)
    close(store, ONCE)

    assert told(store) == [("once", False, ["start", "once"]), ("start", False, ["start"])]


def test_what_was_held_back_is_in_no_later_letter(store: Store) -> None:
    """Nor does it come back with a wave that closes long after."""
    close(store, START)
    store.letters.hold("north", "start", BEFORE)
    close(store, ONCE)
    close(store, NOW)

    assert told(store) == [
        ("now", False, ["once", "now"]),
        ("once", False, ["once"]),
        ("start", True, ["start"]),
    ]


def test_a_wave_without_a_letter_may_be_told_later(store: Store) -> None:
    """One that was closed before there were letters, for example."""
    store.summaries.close_wave("north", "start", dict(START))
    close(store, ONCE)

    assert told(store) == [("once", False, ["start", "once"])]


def test_holding_back_is_final_and_the_same_again_changes_nothing(store: Store) -> None:
    """Also after the day on which it would have opened."""
    close(store, START)
    for day in (BEFORE, BEFORE, ON_THE_DAY):
        store.letters.hold("north", "start", day)

    assert [one["held"] for one in store.letters.of_cohort("north")] == [True]


def test_an_open_letter_cannot_be_held_back(store: Store) -> None:
    """The message says since when sponsors can read it."""
    close(store, START)

    with pytest.raises(LetterOpen, match=r"since 30 November 2026.*Nothing was changed"):
        store.letters.hold("north", "start", ON_THE_DAY)

    assert [one["held"] for one in store.letters.of_cohort("north")] == [False]


def test_one_letter_is_held_back_and_no_other(store: Store) -> None:
    """Neither the cohort's other letter nor another cohort's; what is not there is refused."""
    store.people.add_cohort("south", Roster("empty.csv", ()))
    close(store, START)
    close(store, ONCE)

    store.letters.hold("north", "once", BEFORE)

    assert [one["held"] for one in store.letters.of_cohort("north")] == [True, False]
    for cohort, wave in (("north", "now"), ("south", "start"), ("north", "")):
        with pytest.raises(UnknownLetter, match="Open the letter from Home"):
            store.letters.hold(cohort, wave, BEFORE)
    with pytest.raises(UnknownCohort):
        store.letters.hold("west", "start", BEFORE)
    with pytest.raises(UnknownCohort):
        store.letters.of_cohort("west")


def test_holding_back_leaves_one_mark_and_nothing_else(tmp_path: Path, store: Store) -> None:
    """No name, no time: the store after it differs from the one before in that mark alone."""
    close(store, START)
    before = dump(tmp_path)

    store.letters.hold("north", "start", BEFORE)

    after = dump(tmp_path)
    [(was, now)] = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert was.startswith('INSERT INTO "letters"')
    assert now == was.replace(f"'{OPENS}',0,", f"'{OPENS}',1,")


def dump(folder: Path) -> list[str]:
    """Return all that is in the store, as statements."""
    with sqlite3.connect(folder / "course.sqlite") as connection:
        lines = list(connection.iterdump())
    connection.close()
    return lines
