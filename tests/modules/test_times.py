"""The estimate of a sitting's time grows with what is read and asked, and the check can fail."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Field, Item, Option

from . import times
from .broken import debate
from .lesson import Call, Lesson, Section

#: A minute to read, at 200 words a minute.
MINUTE = "word " * 200


def asked(*items: Item) -> float:
    """Return the minutes of a section that asks these, and has no words but those of the items."""
    lesson = replace(debate(), sets=(QuestionSet("s", "05-debate-and-dialogue", "", items=items),))
    return times.minutes(lesson, Section("S", "", (Call("questions", "s"),)))


def one(kind: str, **more: object) -> Item:
    """Return a question without words."""
    return Item("x", kind, "", **more)  # type: ignore[arg-type]  # any kind, to try them all


@pytest.mark.parametrize(
    ("items", "seconds"),
    [
        ([one("text", max=500)], 100),
        ([one("text", max=300)], 60),
        ([one("text", max=300, if_chosen="y#z")], 0),
        ([one("text", max=500), one("scale", guess=True)], 60 + 40),
        ([one("text", max=500), one("between"), one("choice")], 60 + 20 + 20),
        ([one("cards", fields=(Field("a", ""), Field("b", "")))], 120),
        ([one("move", options=(Option("a", "", MINUTE), Option("b", "", MINUTE)))], 25 + 60),
        ([one("text", max=500, hint=MINUTE)], 160),
    ],
)
def test_a_question_takes_its_time(items: list[Item], seconds: int) -> None:
    """A think question, a rating, a guess, a line, a text, a card and a move, each by its pace."""
    assert asked(*items) * 60 == pytest.approx(seconds)


def test_what_is_read_and_what_comes_back_takes_time() -> None:
    """Two hundred words are a minute; points and cards of an earlier module have a time each."""
    calls = (Call("challenge", "measure"), Call("ledger", "assumptions"))

    read = times.minutes(debate(), Section("S", MINUTE, ()))
    back = times.minutes(debate(), Section("S", "", calls))

    assert (read, back * 60) == (pytest.approx(1), 75 + 120)


def lengthened(words: int) -> Lesson:
    """Return a lesson whose sitting 2 has so many words more."""
    lesson = debate()
    cell = next(c for c in lesson.cells if c["id"] == "sitting-five-differences")
    cell["source"] = "".join(cell["source"]) + "\n\n" + "word " * words
    return lesson


def test_a_sitting_that_takes_too_long_is_noticed() -> None:
    """More than ten minutes, or two minutes more than it says."""
    said = "Sitting 2: Five differences (10 minutes, alone)"
    assert times.fits(debate()) == []

    [longer] = times.fits(lengthened(400))
    cut = debate()
    for cell in cut.cells:
        cell["source"] = "".join(cell["source"]).replace(said, said.replace("10", "7"))
    [shorter] = times.fits(cut)

    assert re.fullmatch(rf"{re.escape(said)}: takes 1[01]\.\d minutes", longer)
    assert shorter.startswith(f"{said.replace('10', '7')}: takes ")
