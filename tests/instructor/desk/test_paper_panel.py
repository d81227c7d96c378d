"""Typing in a sheet from the desk: the words of the paper, what it will do, and what it did."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pairs_course.answers.events import is_event_id, new_id
from pairs_course.programme import compiled
from pairs_course.programme.items import Field, Item
from pairs_course.render.workbook import sheets
from pairs_instructor.desk import paper_sheet_form
from pairs_instructor.desk.desk import Desk
from pairs_instructor.desk.panel import Problem
from pairs_instructor.desk.panels.paper import Paper

from ...course.strategies import CARDS, POINTS, cards
from ..courses import MODULE
from ..serving import Programme
from .conftest import forms, words

REAL = compiled.load()
FOUR = "04-what-gets-in-the-way"


def filled(panel: Paper, **changes: Any) -> dict[str, Any]:
    """Return what the form for the sheet holds, with some of it filled in by hand."""
    form = forms(panel.blocks())["type-in"]
    return {one["name"]: one["value"] for one in form["fields"]} | changes


def chosen(desk: Desk, person: str, module: str = MODULE) -> Paper:
    panel = Paper(desk)
    panel.act("choose", {"person": person, "module": module})
    return panel


@pytest.fixture
def course(running_course: Programme) -> Programme:
    """Ann works on paper, Bob on the screen."""
    running_course.store.people.set_door("ann", "paper")
    return running_course


@pytest.mark.usefixtures("course")
def test_somebody_who_chose_paper_comes_first(desk: Desk) -> None:
    """The choice says who did; the workbook can be printed in three formats."""
    blocks = Paper(desk).blocks()

    assert [o["text"] for o in forms(blocks)["choose"]["fields"][0]["options"]] == [
        "Ann, pair1 (chose paper)",
        "Bob, pair1",
        "Cat, pair2",
        "Dan, pair2",
    ]
    printed = next(b for b in blocks if b["block"] == "list")["entries"]
    first = REAL.modules[0].id
    assert [(one["text"], one["href"]) for one in printed] == [
        ("Normal print", f"/services/course/paper/{first}?format=normal"),
        ("Large print", f"/services/course/paper/{first}?format=large"),
        ("Easy-read style", f"/services/course/paper/{first}?format=easy-read"),
    ]
    assert "asked" not in filled(Paper(desk))


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("module", [module.id for module in REAL.modules])
def test_the_form_has_the_numbers_and_words_of_the_sheet(desk: Desk, module: str) -> None:
    """Each question of the facilitator's sheet, in its order, and nothing of other sheets."""
    form = forms(chosen(desk, "ann", module).blocks())["type-in"]
    asked = [item for _, item in sheets.handed_in(REAL, module)]

    labels = [one["label"] for one in form["fields"] if one["kind"] != "hidden"]
    numbers = dict.fromkeys(label.split()[0] for label in labels[:-4])
    assert list(numbers) == [item.number for item in asked]
    assert all(any(label.startswith(item.numbered) for label in labels) for item in asked)


def test_a_sheet_becomes_the_persons_answers_and_is_sent(course: Programme, desk: Desk) -> None:
    """It says what it did; the sheet then shows what was sent, and pressing again adds nothing."""
    panel = chosen(desk, "ann")
    values = filled(
        panel,
        **{"P5-plan": "12 of 20", "D1": "4", "plan-05/if": "it rains,", "plan-05/then": "we call.",
           "talked": "talked", "when": "2026-11-20", "how": "room"},
    )  # fmt: skip

    done = [words(panel.act("type-in", values)) for _ in range(2)]

    plan = REAL.find(MODULE, "plan-05", "once")[1].numbered
    assert (
        done
        == [
            "The sheet of Ann is typed in. It was sent.\n"
            f"{plan}: It waits until Bob says the same, on paper or on the screen."
        ]
        * 2
    )
    kinds = [e.kind for e in course.store.events.of_pair("ann", MODULE).mine]
    assert sorted(kinds) == ["answer", "answer", "propose", "send", "talked"]
    assert len(course.store.submissions.list("demo")) == 1
    assert "Ann sent this module on" in words(panel.blocks())
    assert "It is complete." in words(panel.blocks())
    now = filled(panel)
    assert (now["P5-plan"], now["D1"], now["plan-05/if"]) == ("12 of 20", "4", "")


@pytest.mark.usefixtures("course")
def test_a_sheet_that_is_being_typed_in_stays(desk: Desk) -> None:
    """A problem, or something done elsewhere at the desk, leaves the same form as it was."""
    panel = chosen(desk, "ann")
    before = panel.blocks()

    assert problems(panel, "type-in", filled(panel, talked="talked")) != []
    assert panel.blocks() == before

    panel.act("type-in", filled(panel, D1="4"))
    assert forms(panel.blocks())["type-in"] != forms(before)["type-in"]


def test_only_what_is_new_is_typed_in(course: Programme, desk: Desk) -> None:
    """What Ann sent from a screen stays hers; the other sheet with the same plan makes it stand."""
    panel = chosen(desk, "ann")
    text = {"plan-05/if": "it rains,", "plan-05/then": "we call."}
    panel.act("type-in", filled(panel, **{"P5-plan": "12"}, **text))
    panel.act("type-in", filled(panel, points="3/11/2026 4"))
    bob = chosen(desk, "bob")
    said = words(bob.act("type-in", filled(bob, asked=True, send=False, **text)))

    typed = [e.item for e in course.store.events.of_pair("ann", MODULE).mine if e.kind == "answer"]
    assert typed == ["P5-plan"]
    assert said.startswith("The sheet of Bob is typed in. It was not sent.")
    assert "Both sheets have these words, so it stands now." in said


def problems(panel: Paper, action: str, values: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(Problem) as refused:
        panel.act(action, values)
    return list(refused.value.problems)


def test_what_is_wrong_is_named_at_its_field(course: Programme, desk: Desk) -> None:
    """Nothing is typed in then; what was filled in stays on the page."""
    panel = chosen(desk, "ann")

    long = problems(panel, "type-in", filled(panel, **{"P5-plan": "x" * 5000}))
    talk = problems(panel, "type-in", filled(panel, talked="talked"))
    empty = problems(panel, "type-in", filled(panel, send=False))
    asked = problems(chosen(desk, "bob"), "type-in", filled(chosen(desk, "bob")))
    hours = chosen(desk, "ann", FOUR)
    number = problems(hours, "type-in", filled(hours, **{"hours/0/hours": "a lot"}))

    assert long[0][0] == "P5-plan"
    assert [name for name, _ in talk] == ["when", "how"]
    assert empty == [("", "Nothing is filled in, so there is nothing to type in.")]
    assert asked == [("asked", "Bob did not choose paper. Tick this if they asked you.")]
    assert number[0][0] == "hours/0/hours"
    assert course.store.events.of_pair("ann", MODULE, FOUR).mine == []


@pytest.mark.parametrize(
    ("action", "values"),
    [
        ("type-in", {}),
        ("type-in", {"person": "fay", "module": MODULE}),
        ("choose", {"person": "ann", "module": "09-x"}),
        ("type-in", {"person": "ann", "module": MODULE}),
        ("type-in", {"person": "ann", "module": MODULE, "form": "x"}),
        ("erase", {"person": "ann", "module": MODULE, "form": new_id()}),
    ],
)
@pytest.mark.usefixtures("course")
def test_what_no_form_says_is_refused(desk: Desk, action: str, values: dict[str, Any]) -> None:
    """A page of an older version, or something made by hand."""
    assert problems(Paper(desk), action, values)


def blank(item: Item, value: Any) -> dict[str, Any]:
    return {one["name"]: one["value"] for one in paper_sheet_form.fields(item, value)}


@given(cards())
@example([{"id": "a", "hours": 1e-05}])
def test_what_was_sent_and_not_touched_is_not_typed_in(given_cards: list[dict[str, Any]]) -> None:
    """Whatever cards somebody sent: a form that nobody touched says nothing new."""
    assert paper_sheet_form.values(CARDS, blank(CARDS, given_cards), given_cards) == []


TEXT = Item("text", "joint", "Ours", fields=(Field("what", "What?"), Field("by", "When?", "date")))


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_text_of_two_comes_back_whole(what: str, by: str) -> None:
    """All of its boxes, as they were written, but for spaces at the ends."""
    text = {"what": what.strip(), "by": by.strip()}
    fields = {f"text/{name}": words for name, words in text.items()}

    assert paper_sheet_form.values(TEXT, fields, None) == ([text] if any(text.values()) else [])
    assert paper_sheet_form.values(TEXT, blank(TEXT, text), text) == []


def test_numbers_are_read_as_people_write_them() -> None:
    """With a comma too, on a card and in a text of two; what is none is named at its box."""
    aim = Item("aim", "joint", "Our aim", fields=(Field("n", "Number?", "number"),))

    assert paper_sheet_form.values(CARDS, {"tests/0/hours": "2,5"}, None) == [
        [{"id": "paper1", "hours": 2.5}]
    ]
    assert paper_sheet_form.values(aim, {"aim/n": "12,5"}, None) == [{"n": "12.5"}]
    for item, name in ((CARDS, "tests/0/hours"), (aim, "aim/n")):
        with pytest.raises(
            paper_sheet_form.Wrong, match="Write this number without a comma"
        ) as wrong:
            paper_sheet_form.values(item, {name: "1,200"}, None)
        assert wrong.value.name == name


def test_points_are_read_line_by_line_before_anything_is_sent() -> None:
    """However a day and a number are written; a line that cannot be read stops the whole sheet."""
    three = "2026-11-03 12,5\n3/11/2026 4\n4 Nov 2026; 3"

    assert paper_sheet_form.values(POINTS, {"points": three}, None) == [
        {"day": "2026-11-03", "value": 12.5},
        {"day": "2026-11-03", "value": 4},
        {"day": "2026-11-04", "value": 3},
    ]
    with pytest.raises(paper_sheet_form.Wrong, match="Line 2: Write the day as 3/11/2026") as wrong:
        paper_sheet_form.values(POINTS, {"points": "3/11/2026 4\n3/11/26 4"}, None)
    assert wrong.value.name == "points"
    with pytest.raises(paper_sheet_form.Wrong, match="at most 100 points"):
        paper_sheet_form.values(POINTS, {"points": three + "\n3/11/2026 4" * 100}, None)


def test_a_point_that_was_sent_can_be_taken_out() -> None:
    """Each has a box of its own; one that nobody ticked says nothing."""
    sent = [
        {"day": "2026-11-03", "value": 4, "by": "me"},
        {"day": "2026-11-04", "value": 3, "by": "me"},
    ]
    form = blank(POINTS, sent)
    assert paper_sheet_form.values(POINTS, form, sent) == []
    (name,) = [name for name in form if name.endswith("2026-11-04/3")]

    assert paper_sheet_form.values(POINTS, {**form, name: True}, sent) == [
        {"day": "2026-11-04", "value": 3, "out": True}
    ]


def test_points_of_both_sheets_are_there_once(course: Programme, desk: Desk) -> None:
    """Three points in three hands, typed in for both partners, are three points for the reader."""
    rows = {"points": "2026-11-03 12,5\n3/11/2026 4\n4.11.2026 3"}
    said = []
    for person in ("ann", "bob"):
        panel = chosen(desk, person, "03-why-pairs")
        values = filled(panel, **rows, **({"asked": True} if person == "bob" else {}))
        said.append(words(panel.act("type-in", values)))

    (first, second) = course.store.submissions.list("demo", module="03-why-pairs")
    assert [p["value"] for p in first.payload["joint"]["points"]] == [12.5, 4, 3]
    assert [p["by"] for p in second.payload["joint"]["points"]] == ["partner"] * 3
    assert all("All the points of this sheet are there now." in one for one in said)

    bad = filled(chosen(desk, "ann", "03-why-pairs"), points="3/11/2026 4\nten on Friday")
    assert problems(chosen(desk, "ann", "03-why-pairs"), "type-in", bad)[0][0] == "points"
    assert len(course.store.submissions.list("demo", module="03-why-pairs")) == 2


@given(st.text(), st.text())
def test_the_same_words_have_the_same_id_and_others_another(one: str, other: str) -> None:
    """Pressing twice is one thing, correcting a word is another; both are real ids."""
    nonce = new_id()
    ids = [paper_sheet_form.event_id(nonce, "D1", words) for words in (one, one, other)]

    assert ids[0] == ids[1]
    assert (ids[0] == ids[2]) == (one == other)
    assert all(map(is_event_id, ids))
    rows = [paper_sheet_form.event_id(nonce, "D1", one, place=place) for place in range(20)]
    assert sorted(rows) == rows
