"""Notes to pairs: which both read, and never over somebody else's words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pairs_course.people.roster import roster_of
from pairs_course.store import Store

from ....cohort import ROWS
from .visitor import Visitor

MODULE = "05-debate-and-dialogue"
CHOSEN = f"notes?module={MODULE}&pair=1"
NAMED = "1: Ann Alder and Ben Birch"


def stored(store: Store) -> list[str]:
    return [note.text for note in store.notes.list("north", MODULE)]


def test_a_note_is_written_to_a_pair(store: Store, fay: Visitor) -> None:
    """Before, it says who will read it; afterwards, that it is saved; the list has it."""
    assert "note" not in fay.open("notes").forms()
    page = fay.open(CHOSEN)
    says = "Ann Alder and Ben Birch read the same note on their feedback page, once you give"
    assert f"In cohort “North”. {says}" in page.text

    done = page.press("note", text="Thank <b>you</b>\nboth.")

    assert done.said == (
        f"The note to {NAMED} on “Debate and dialogue” is saved. They have it once you give "
        "feedback back."
    )
    assert stored(store) == ["Thank <b>you</b>\nboth.", ""]
    assert done.fields("note")["text"] == "Thank <b>you</b>\nboth."
    assert "1 of 2 pairs have a note" in done.text
    (_, one, two) = done.table("notes")
    assert (one[0], one[1].endswith(", Fay Fern"), two[1]) == (NAMED, True, "No note")
    gone = done.press("note", text="")
    assert gone.said == f"There is no note to {NAMED} now on “Debate and dialogue”."


def test_who_comes_second_reads_the_newer_note_first(store: Store, fay: Visitor) -> None:
    """Nothing typed is lost: it stays in its box below the newer words, to be saved on purpose."""
    page = fay.open(CHOSEN)
    store.notes.put("fay", "north", MODULE, "1", "From another desk.", None)

    told = page.press("note", text="Mine.")
    between = stored(store)
    told.press("note", text="Both together.")

    ((field, words),) = told.problems
    assert field == "note-text"
    assert "Fay Fern changed this note after you opened it" in words
    assert "From another desk." in told.said
    assert told.fields("note")["text"] == "Mine."
    assert between == ["From another desk.", ""]
    assert stored(store) == ["Both together.", ""]


@pytest.mark.parametrize(
    ("length", "kept", "problems"),
    [(5000, True, []), (5001, False, ["Write at most 5000 characters. This note has 5001."])],
)
def test_a_note_has_an_end(
    store: Store, fay: Visitor, length: int, kept: bool, problems: list[str]
) -> None:
    """What is too long stays in its box."""
    page = fay.open(CHOSEN).press("note", text="x" * length)

    assert [words for _, words in page.problems] == problems
    assert page.fields("note")["text"] == "x" * length
    assert stored(store) == ["x" * length if kept else "", ""]


def test_only_pairs_and_modules_that_are_there_have_notes(store: Store, fay: Visitor) -> None:
    """An address that somebody made up is not found, and nothing is kept."""
    page = fay.open(CHOSEN)

    assert fay.get("/services/course/cohort/north/notes?module=x").status_code == 404
    assert "note" not in fay.open(f"notes?module={MODULE}&pair=9").forms()
    assert fay.send(page, "note", pair="9", text="x").status_code == 404
    assert fay.send(page, "note", module="x", text="x").status_code == 404
    assert stored(store) == ["", ""]


def test_the_module_worth_looking_at_is_chosen_first(
    fay: Visitor, does: Callable[..., str]
) -> None:
    """That of the newest sending without feedback, else the first."""
    first = fay.open("notes").find("module")
    does("ann", MODULE, "send", MODULE)
    later = fay.open("notes").find("module")

    for select, expected in ((first, "01-setting-out"), (later, MODULE)):
        assert select is not None
        assert [o.get("value") for o in select if o.get("selected") is not None] == [expected]


def test_a_note_to_a_pair_that_ended_says_so(
    store: Store, fay: Visitor, does: Callable[..., str]
) -> None:
    """Its people are named, and it can still be written."""
    does("ann", MODULE, "send", MODULE)
    rows = [row for row in ROWS if row[0] not in ("ann", "ben")]
    store.rosters.apply("north", roster_of(rows))

    page = fay.open(f"notes?module={MODULE}")

    assert "(no pair any more)" in page.text


def test_an_ended_sign_in_comes_back_to_the_note(fay: Visitor) -> None:
    """Of this module and this pair, with the words."""
    page = fay.open(CHOSEN)
    data = page.fields("note") | {"text": "Half a note"}

    led = fay.client.post("/services/course/cohort/north/notes/write", data=data)
    again = fay.follow_back(led)

    assert "Nothing was done yet" in again.text
    assert again.fields("note")["text"] == "Half a note"
    assert again.press("note").said.startswith(f"The note to {NAMED}")
