"""What both see of the same questions at several times."""

from __future__ import annotations

from pairs_course.answers.events import Event
from pairs_course.answers.partner_view import View
from pairs_course.programme import compiled
from pairs_course.programme.content import QuestionSet
from pairs_course.programme.items import Item
from pairs_widgets.conversation.compared import compared

MODULE = "08-next-steps"
BESIDE = {wave["id"]: wave["beside"] for wave in compiled.load().words["waves"]}


def _set(wave: str, item: str, same_as: str = "") -> QuestionSet:
    think = Item(f"{wave}-think", "text", "Think first.")
    asked = Item(item, "scale", "We learn.", audience=("partner",), same_as=same_as)
    return QuestionSet(f"eight-{wave}", MODULE, wave, wave=wave, items=(think, asked))


SETS = (_set("start", "A3"), _set("now", "A3"), _set("then", "A3-then", "A3"))


def _view(phase: str) -> View:
    sides = {
        "eight-start": {"mine": {}, "partner": {"A3": _fixed(4)}},
        "eight-now": {"mine": {"A3": _fixed(5, 2)}, "partner": {"A3": _fixed("pass", 3)}},
        "eight-then": {"mine": {"A3-then": _fixed(1)}, "partner": {}},
    }
    return {"phase": phase, "compared": sides}  # type: ignore[typeddict-item]  # no more is read


def _fixed(answer: object, later: object = None) -> dict[str, object]:
    after = {"answer": later, "day": "2027-03-01"} if later else None
    return {"answer": answer, "guess": None, "later": after}


def _answer(item: str, wave: str, value: object) -> Event:
    return Event("", "", MODULE, item, wave, "answer", value, ("partner",))


def test_each_question_stands_once_with_all_its_times() -> None:
    """As they were fixed, with what was answered later beside it; a pass is said in words.

    What was answered with a former partner is in no view, and still one's own.
    """
    events = [_answer("A3", "start", 2), _answer("A3", "now", 2), _answer("A3-then", "then", 1)]

    (row,) = compared(SETS, _view("open"), events, BESIDE)

    assert row["ask"] == "We learn."
    assert [(t["time"], t["mine"]["words"], t["partner"]["words"]) for t in row["times"]] == [
        ("At the start", "2, rarely", "4, often"),
        ("Now", "5, always", "Prefer not to say"),
        ("The start, as you see it now", "1, never", "No answer"),
    ]
    later = [(side["later"] or {}).get("words") for t in row["times"]
             for side in (t["mine"], t["partner"])]  # fmt: skip
    assert later == [None, None, "2, rarely", "3, sometimes", None, None]


def test_before_everything_is_open_there_is_nothing() -> None:
    """Not even one's own answers: side by side, start and now would bias each other."""
    events = [_answer("A3", "start", 2), _answer("A3", "now", 5)]

    assert compared(SETS, _view("two"), events, BESIDE) == []
