"""The facilitator's sheet as fields of a form and back: what is read of what people write."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pairs_course.answers.events import is_event_id, new_id
from pairs_course.programme.items import Field, Item
from pairs_course.service.pages.cohort import paper_sheet

from ....strategies import CARDS, POINTS, cards


def blank(item: Item, value: Any) -> dict[str, str]:
    return {
        one.name: one.value
        for one in paper_sheet.fields(item, value)
        if one.kind != "check" or one.value
    }


@given(cards())
@example([{"id": "a", "hours": 1e-05}])
def test_what_was_sent_and_not_touched_is_not_typed_in(given_cards: list[dict[str, Any]]) -> None:
    """Whatever cards somebody sent: a form that nobody touched says nothing new."""
    assert paper_sheet.values(CARDS, blank(CARDS, given_cards), given_cards) == []


TEXT = Item("text", "joint", "Ours", fields=(Field("what", "What?"), Field("by", "When?", "date")))


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_text_of_two_comes_back_whole(what: str, by: str) -> None:
    """All of its boxes, as they were written, but for spaces at the ends."""
    text = {"what": what.strip(), "by": by.strip()}
    fields = {f"text/{name}": words for name, words in text.items()}

    assert paper_sheet.values(TEXT, fields, None) == ([text] if any(text.values()) else [])
    assert paper_sheet.values(TEXT, blank(TEXT, text), text) == []


def test_numbers_are_read_as_people_write_them() -> None:
    """With a comma too, on a card and in a text of two; what is none is named at its box."""
    aim = Item("aim", "joint", "Our aim", fields=(Field("n", "Number?", "number"),))

    assert paper_sheet.values(CARDS, {"tests/0/hours": "2,5"}, None) == [
        [{"id": "paper1", "hours": 2.5}]
    ]
    assert paper_sheet.values(aim, {"aim/n": "12,5"}, None) == [{"n": "12.5"}]
    for item, name in ((CARDS, "tests/0/hours"), (aim, "aim/n")):
        with pytest.raises(paper_sheet.Wrong, match="Write this number without a comma") as wrong:
            paper_sheet.values(item, {name: "1,200"}, None)
        assert wrong.value.name == name


def test_points_are_read_line_by_line_before_anything_is_sent() -> None:
    """However a day and a number are written; a line that cannot be read stops the whole sheet."""
    three = "2026-11-03 12,5\n3/11/2026 4\n4 Nov 2026; 3"

    assert paper_sheet.values(POINTS, {"points": three}, None) == [
        {"day": "2026-11-03", "value": 12.5},
        {"day": "2026-11-03", "value": 4},
        {"day": "2026-11-04", "value": 3},
    ]
    with pytest.raises(paper_sheet.Wrong, match="Line 2: Write the day as 3/11/2026") as wrong:
        paper_sheet.values(POINTS, {"points": "3/11/2026 4\n3/11/26 4"}, None)
    assert wrong.value.name == "points"
    with pytest.raises(paper_sheet.Wrong, match="at most 100 points"):
        paper_sheet.values(POINTS, {"points": three + "\n3/11/2026 4" * 100}, None)


def test_a_point_that_was_sent_can_be_taken_out() -> None:
    """Each has a box of its own; one that nobody ticked says nothing."""
    sent = [
        {"day": "2026-11-03", "value": 4, "by": "me"},
        {"day": "2026-11-04", "value": 3, "by": "me"},
    ]
    form = blank(POINTS, sent)
    assert paper_sheet.values(POINTS, form, sent) == []
    fields = paper_sheet.fields(POINTS, sent)
    (name,) = [one.name for one in fields if one.name.endswith("2026-11-04/3")]

    assert paper_sheet.values(POINTS, {**form, name: "yes"}, sent) == [
        {"day": "2026-11-04", "value": 3, "out": True}
    ]


def test_lines_are_as_they_were_whatever_browser_sent_them() -> None:
    """A browser ends a line with two characters; what is kept has one."""
    text = Item("text", "text", "What?")

    assert paper_sheet.values(text, {"text": " one\r\ntwo "}, None) == ["one\ntwo"]
    assert paper_sheet.values(text, {"text": "one\r\ntwo"}, "one\ntwo") == []


@given(st.text(), st.text())
def test_the_same_words_have_the_same_id_and_others_another(one: str, other: str) -> None:
    """Pressing twice is one thing, correcting a word is another; both are real ids."""
    nonce = new_id()
    ids = [paper_sheet.event_id(nonce, "D1", words) for words in (one, one, other)]

    assert ids[0] == ids[1]
    assert (ids[0] == ids[2]) == (one == other)
    assert all(map(is_event_id, ids))
    rows = [paper_sheet.event_id(nonce, "D1", one, place=place) for place in range(20)]
    assert sorted(rows) == rows
