"""What a page sends is checked, on the disk before it is acknowledged, and never lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pairs_course.answers import events
from pairs_course.answers.journal import Journal
from pairs_widgets.joint.joint import Joint
from pairs_widgets.questions.questions import Questions
from pairs_widgets.send.send import Send

from .kernels import Line, make_course


def _lines(folder: Path) -> list[tuple[str, str, str, Any, tuple[str, ...]]]:
    saved = Journal(folder / ".pairs").events()
    return [(e.kind, e.item, e.wave, e.value, e.audience) for e in saved]


def test_an_answer_is_on_the_disk_when_it_is_acknowledged(tmp_path: Path) -> None:
    """The acknowledgement names the event and its time, which is that of the journal's line."""
    line = Line(Questions("eight-start", make_course(tmp_path)))

    event_id = line.event("answer", "A1", 4)

    (saved,) = Journal(tmp_path / ".pairs").events()
    told = {"kind": "saved", "id": event_id, "at": saved.at, "shared": False, "count": 1}
    assert line.heard == [told]
    assert _lines(tmp_path) == [("answer", "A1", "start", 4, ("partner", "facilitator", "cohort"))]
    assert saved.wording == line.widget.find("A1")[1].wording


def test_twenty_messages_in_a_moment_are_twenty_lines(tmp_path: Path) -> None:
    """No change is lost, however fast they come."""
    line = Line(Questions("eight-start", make_course(tmp_path)))
    values = [1 + n % 5 for n in range(20)]

    ids = [line.event("answer", "A1", value) for value in values]

    assert [told[3] for told in _lines(tmp_path)] == values
    assert [message["id"] for message in line.heard] == ids
    assert {message["kind"] for message in line.heard} == {"saved"}


def test_the_same_event_again_is_acknowledged_and_not_written(tmp_path: Path) -> None:
    """A page that heard nothing sends again; the first time is the one that counts."""
    line = Line(Questions("eight-start", make_course(tmp_path)))

    event_id = line.event("answer", "A1", 4)
    line.event("answer", "A1", 4, event_id)

    assert len(_lines(tmp_path)) == 1
    assert line.heard[0] == line.heard[1]


def test_an_id_used_again_with_another_value_is_refused(tmp_path: Path) -> None:
    """What is not kept is never acknowledged as kept; the first one stays."""
    line = Line(Questions("eight-start", make_course(tmp_path)))

    event_id = line.event("answer", "A1", 4)
    line.event("answer", "A1", 5, event_id)
    line.event("answer", "A3", 4, event_id)

    assert [message["kind"] for message in line.heard] == ["saved", "refused", "refused"]
    assert line.heard[1]["why"] == "this id is in use already, for something else"
    assert [told[3] for told in _lines(tmp_path)] == [4]


def test_an_older_answer_that_comes_late_is_not_said_to_be_saved(tmp_path: Path) -> None:
    """Through another kernel, after the newer one: nothing is written, and the page hears it."""
    old, new = events.id_at(1_795_000_000_000, 0), events.id_at(1_795_000_000_001, 0)
    lines = [Line(Questions("eight-start", make_course(tmp_path))) for _ in range(2)]
    order = {"page": "tab", "since": old, "after": [], "ago": 0}

    for line, event_id, value in ((lines[0], new, 5), (lines[1], old, 2)):
        told = {"kind": "answer", "item": "A1", "value": value}
        line.tell({"kind": "event", "id": event_id, "event": told, "order": order})

    assert lines[1].heard == [{"kind": "older", "id": old}]
    assert [told[3] for told in _lines(tmp_path)] == [5]


def test_an_order_that_is_none_is_refused(tmp_path: Path) -> None:
    """A message with a broken order is a fault, and is said."""
    line = Line(Questions("eight-start", make_course(tmp_path)))
    told = {"kind": "answer", "item": "A1", "value": 2}

    for order in ("x", {}, {"page": "tab", "since": "x", "after": [], "ago": 0}):
        line.tell({"kind": "event", "id": events.new_id(), "event": told, "order": order})

    assert {message["kind"] for message in line.heard} == {"refused"}
    assert _lines(tmp_path) == []


def test_two_tabs_and_several_widgets_save_into_one_journal(tmp_path: Path) -> None:
    """Two kernels, two widgets of one set and another set: every answer is kept."""
    course = make_course(tmp_path)
    tabs = [
        Line(Questions("eight-start", course)),
        Line(Questions("eight-start", course)),
        Line(Questions("needs", course)),
        Line(Questions("eight-start", make_course(tmp_path))),
    ]

    for tab, item in zip(tabs, ["A1", "A3", "N3", "A5"], strict=True):
        tab.event("answer", item, 2)

    assert [told[1] for told in _lines(tmp_path)] == ["A1", "A3", "N3", "A5"]
    assert [tab.heard[0]["kind"] for tab in tabs] == ["saved"] * 4


def test_what_was_answered_comes_back(tmp_path: Path) -> None:
    """A new kernel's page starts with the last answers and guesses."""
    line = Line(Questions("needs", make_course(tmp_path)))
    line.event("answer", "N3", 2)
    line.event("answer", "N3", "pass")
    line.event("guess", "N3", 5)

    state = Questions("needs", make_course(tmp_path)).state

    assert (state["answers"], state["guesses"]) == ({"N3": "pass"}, {"N3": 5})
    assert sorted(state["saved"]) == ["answer/N3", "guess/N3"]


def test_other_tabs_follow(tmp_path: Path) -> None:
    """What one page saves is in the state of the others."""
    course = make_course(tmp_path)
    one, other = Questions("needs", course), Questions("needs", course)

    Line(one).event("answer", "N3", 2)

    assert other.state["answers"] == {"N3": 2}


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ({"kind": "answer", "item": "Z9", "value": 1}, "Z9: there is no such question"),
        ({"kind": "answer", "item": "N3", "value": 6}, "N3: expected 1 to 5"),
        ({"kind": "answer", "item": "N3", "value": True}, "N3: expected 1 to 5"),
        ({"kind": "answer", "item": "N5", "value": "x" * 501}, "N5: expected at most 500"),
        ({"kind": "answer", "item": "N5", "value": "\ud800"}, "expected value to be plain JSON"),
        ({"kind": "guess", "item": "N5", "value": "x"}, "N5 is not guessed"),
        ({"kind": "seal", "item": "N3", "value": None}, "expected one of answer, guess"),
        ({"kind": ["answer"], "item": "N3", "value": 1}, "expected one of answer, guess"),
        ({"kind": "answer", "item": None, "value": 1}, "expected one of answer, guess"),
        ({}, "expected one of answer, guess"),
        ("answer", "expected a message of the kind “event”"),
    ],
)
def test_what_is_not_an_answer_is_refused_with_the_reason(
    tmp_path: Path, event: Any, why: str
) -> None:
    """Nothing is written, and the reason never repeats what somebody wrote."""
    line = Line(Questions("needs", make_course(tmp_path)))
    event_id = events.new_id()

    line.tell({"kind": "event", "id": event_id, "event": event})

    (refused,) = line.heard
    assert (refused["kind"], refused["id"]) == ("refused", event_id)
    assert refused["why"].startswith(why)
    assert _lines(tmp_path) == []


@pytest.mark.parametrize("message", [None, [], "x", {"id": 7}, {"id": "../x"}, {"kind": "event"}])
def test_a_message_without_an_id_is_left_alone(tmp_path: Path, message: Any) -> None:
    """There is nobody to answer, and nothing breaks."""
    line = Line(Questions("needs", make_course(tmp_path)))

    line.tell(message)

    assert (line.heard, _lines(tmp_path)) == ([], [])


def test_a_full_disk_is_not_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page hears neither yes nor no, so it goes on trying; the next try saves."""
    line = Line(Questions("needs", make_course(tmp_path)))
    with monkeypatch.context() as full:

        def no_space(_event: object) -> bool:
            raise OSError(28, "No space left on device")

        full.setattr(line.widget.course.journal, "append", no_space)
        event_id = line.event("answer", "N3", 2)
    before = list(line.heard)

    line.event("answer", "N3", 2, event_id)

    assert before == []
    assert line.heard[0]["kind"] == "saved"


def test_a_draft_is_for_nobody_a_suggestion_for_the_partner(tmp_path: Path) -> None:
    """A text that is written together leaves its author only as a suggestion."""
    line = Line(Joint("challenge", make_course(tmp_path)))
    item = line.widget.sets[0].items[0]
    text = {field.id: "We wait too long." for field in item.fields}

    line.event("answer", item.id, text)
    proposal = line.event("propose", item.id, text)
    line.event("confirm", item.id, {"of": proposal})
    line.event("confirm", item.id, {"of": "anything"})

    assert [(told[0], told[4]) for told in _lines(tmp_path)] == [
        ("answer", ()),
        ("propose", ("partner", "facilitator")),
        ("confirm", ("partner", "facilitator")),
    ]
    assert line.heard[-1]["why"] == "challenge: expected the proposal that is confirmed"
    assert line.widget.state["view"]["joint"][item.id]["open"][0]["by"] == "me"


def test_sending_goes_to_the_facilitator(tmp_path: Path) -> None:
    """A module is sent as an event of its own, and only that module."""
    line = Line(Send("01-setting-out", make_course(tmp_path)))

    line.event("send", "05-debate-and-dialogue", None)
    line.event("send", "01-setting-out", None)

    assert [message["kind"] for message in line.heard] == ["refused", "saved"]
    assert _lines(tmp_path) == [("send", "01-setting-out", "once", None, ("facilitator",))]
    assert line.widget.state["sending"]["sent"] == line.heard[1]["at"]


def test_an_unknown_set_is_named_with_those_there_are(tmp_path: Path) -> None:
    """The author of a notebook sees what the known ids are."""
    with pytest.raises(KeyError, match=r"no question set 'dialog'; there are .*dialogue"):
        Questions("dialog", make_course(tmp_path))
