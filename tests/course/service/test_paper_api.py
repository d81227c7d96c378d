"""A facilitator types in a sheet of paper: whose events it becomes, who may, and who is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import pytest

from pairs_course.answers.events import Event, new_id
from pairs_course.store import Refusal
from pairs_course.store.paper import SheetEntry, TypedIn, TypedOn

from ..cohort import ANN, BEN
from ..strategies import MODULE, PROGRAMME, SENTENCE, event
from .conftest import Service

TEXT = {"text": "We both wanted to be heard."}


@pytest.fixture
def service(service: Service) -> Service:
    """The small cohort, in which Ann chose paper and Ben the screen."""
    service.store.people.set_door(ANN, "paper")
    service.store.people.set_door(BEN, "plain")
    return service


def value(item: str, given: Any) -> SheetEntry:
    place = PROGRAMME.find(MODULE, item, "once")
    wave = place[0].wave if place else "once"
    return SheetEntry(new_id(), MODULE, item, wave, "answer", given)


def sending() -> SheetEntry:
    return SheetEntry(new_id(), MODULE, MODULE, "once", "send")


def talked(kind: Literal["talked", "alone"] = "talked", **more: Any) -> SheetEntry:
    said = {"talked": True, "when": "2026-11-20", "how": "room"} | more
    return SheetEntry(new_id(), MODULE, MODULE, "once", kind, said if kind == "talked" else None)


def type_in(service: Service, *sheet: SheetEntry, whose: str = ANN) -> TypedIn:
    return service.store.paper.type_in("Fay Fern", whose, sheet, PROGRAMME)


def sent(service: Service, whose: str = ANN) -> dict[str, Any]:
    """Return what somebody sent last."""
    found = service.store.submissions.list("north", module=MODULE, username=whose)
    return found[-1].payload


def mine(service: Service, username: str = ANN) -> list[Event]:
    return service.store.events.of_pair(username, MODULE).mine


def test_what_is_typed_in_is_the_persons_own_event(service: Service) -> None:
    """The audience and wording of the item, the facilitator's name, and an id that is kept."""
    given = value("point", "12 of 20")

    done = type_in(service, given)

    assert (done.refused, done.together, done.submission) == ([], {}, None)
    (kept,) = mine(service)
    assert (kept.id, kept.kind, kept.value, kept.audience, kept.typed_by) == (
        given.id,
        "answer",
        "12 of 20",
        ("facilitator",),
        "Fay Fern",
    )


def test_pressing_again_is_harmless(service: Service) -> None:
    """The same sheet twice: the same events, and one submission."""
    sheet = (value("point", "12"), value(SENTENCE, TEXT), talked(), sending())

    first, again = type_in(service, *sheet), type_in(service, *sheet)

    assert (first.refused, first.together) == ([], {SENTENCE: "waits"})
    assert (again.refused, again.together) == ([], {SENTENCE: "waits"})
    assert [e.kind for e in mine(service)] == ["answer", "propose", "talked", "send"]
    assert len(service.store.submissions.list("north")) == 1


def test_a_sheet_completes_the_module_and_the_certificate_counts_it(service: Service) -> None:
    """One tick is enough, whatever the other of the pair did; and it is handed in."""
    not_talked = {"talked": False, "why": ""}
    ticks = (
        talked(),
        SheetEntry(new_id(), MODULE, MODULE, "once", "talked", not_talked),
        talked("alone"),
    )
    for talk in ticks:
        assert type_in(service, talk, sending()).submission is not None
        assert service.store.events.left(ANN, PROGRAMME)[MODULE].nothing
        assert service.store.events.left(BEN, PROGRAMME)[MODULE].talk
        assert sent(service)["complete"] is True


def test_a_text_stands_when_both_sheets_have_the_same_words(service: Service) -> None:
    """The first sheet suggests it, the second is the other's own yes; spaces do not matter."""
    first = type_in(service, value(SENTENCE, TEXT))
    spaced = {"text": "  We both wanted\nto be heard. "}
    second = type_in(service, value(SENTENCE, spaced), whose=BEN)

    assert (first.together, second.together) == ({SENTENCE: "waits"}, {SENTENCE: "agreed"})
    assert [(e.kind, e.typed_by) for e in (*mine(service), *mine(service, BEN))] == [
        ("propose", "Fay Fern"),
        ("confirm", "Fay Fern"),
    ]
    assert service.store.events.agreed(ANN, MODULE) == {SENTENCE: TEXT}


def test_other_words_on_the_second_sheet_are_not_agreed(service: Service) -> None:
    """Nobody's sheet says yes for the other: both texts wait."""
    type_in(service, value(SENTENCE, TEXT))
    other = type_in(service, value(SENTENCE, {"text": "Other words"}), whose=BEN)

    assert other.together == {SENTENCE: "waits"}
    assert service.store.events.agreed(ANN, MODULE) == {}


def test_a_sheet_confirms_what_the_other_suggested_on_the_screen(service: Service) -> None:
    """One works on paper, one on the screen; what stands already is not said twice."""
    suggested = event("propose", SENTENCE, TEXT)
    service.store.events.add(BEN, [suggested], PROGRAMME)

    said = [type_in(service, value(SENTENCE, TEXT)).together for _ in range(2)]

    assert said == [{SENTENCE: "agreed"}] * 2
    assert [(e.kind, e.value) for e in mine(service)] == [("confirm", {"of": suggested.id})]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (value("point", "x" * 41), "point: expected at most 40 characters, got 41"),
        (value("point", {"a": 1}), "point: expected text, got a dict"),
        (value(SENTENCE, {"other": "x"}), f"{SENTENCE}: expected the fields text, got a dict"),
        (value(SENTENCE, {"text": " "}), f"{SENTENCE}: expected some text"),
        (replace(value("point", "1"), id="mine"), "expected id to be a UUID of version 7"),
        (talked(when="soon"), ""),
        (talked(when=""), ""),
        (talked(how=""), ""),
    ],
)
def test_a_sheet_is_taken_whole_or_not_at_all(
    service: Service, given: SheetEntry, reason: str
) -> None:
    """It is checked as the person's own answers are; one wrong line and nothing is kept."""
    done = type_in(service, value("point", "12"), given, sending())

    assert [one.id for one in done.refused] == [given.id]
    assert done.refused[0].reason.startswith(reason)
    assert (done.together, done.submission, mine(service)) == ({}, None, [])
    assert service.store.submissions.list("north") == []


def test_a_participant_cannot_say_that_something_was_typed_in(service: Service) -> None:
    """Neither for themselves nor for anybody: such an event is refused, whatever name it has."""
    forged = [
        {**event("answer", "point", "12").to_json(), "typed_by": by} for by in ("Fay Fern", "ann")
    ]

    answer = service.ask("user-ann", "POST", "/events", json={"events": forged}).json()

    assert answer["accepted"] == []
    assert [one["id"] for one in answer["refused"]] == [one["id"] for one in forged]
    assert mine(service) == []
    assert service.ask("user-ann", "GET", "/typed").json() == {"events": []}


def test_an_id_of_somebody_else_is_not_taken_over(service: Service) -> None:
    """The desk cannot put its words into another person's event."""
    bens = event("answer", "point", "7")
    service.store.events.add(BEN, [bens], PROGRAMME)

    done = type_in(service, replace(value("point", "12"), id=bens.id))

    assert done.refused == [Refusal(bens.id, "its id is already in use")]
    assert [e.value for e in mine(service, BEN)] == ["7"]


def test_one_id_is_one_thing_on_a_sheet(service: Service) -> None:
    """The same line twice is one; another line with its id is refused, and nothing is kept."""
    first = value("point", "12")

    other = type_in(service, first, replace(first, value="13"))
    none = mine(service)
    again = type_in(service, first, first)

    assert other.refused == [Refusal(first.id, "its id is already in use")]
    assert (none, again.refused) == ([], [])
    assert [e.value for e in mine(service)] == ["12"]


def test_everybody_hears_only_of_what_was_typed_in_for_them(service: Service) -> None:
    """In the service's order, as a journal holds it, and only what still counts."""
    for given in ("12", "13"):
        type_in(service, value("point", given))

    answers = {
        who: service.ask(f"user-{who}", "GET", "/typed").json()["events"]
        for who in ("ann", "ben", "fay")
    }

    assert answers == {"ann": [replace(mine(service)[-1], pair=1).to_json()], "ben": [], "fay": []}


def test_an_own_later_answer_wins_and_the_reverse(service: Service) -> None:
    """By the order in which the service had them: also in what is sent."""
    type_in(service, value("point", "12"), sending())
    own = [event("answer", "point", "15"), event("send", audience=("facilitator",))]
    service.store.events.add(ANN, own, PROGRAMME)

    assert sent(service)["answers"]["point"] == "15"
    assert service.ask("user-ann", "GET", "/typed").json() == {"events": []}
    type_in(service, value("point", "20"), sending())
    assert sent(service)["answers"]["point"] == "20"


def test_the_partner_learns_nothing_but_what_they_would_learn_anyway(service: Service) -> None:
    """A suggested text is there for the partner, as from the screen; the rest is not."""
    own = "98765432.5"  # no id and no time has such a number in it
    type_in(service, value("point", own), value(SENTENCE, TEXT), sending())

    view = service.ask("user-ben", "GET", f"/pair/{MODULE}").json()["view"]

    assert view["joint"][SENTENCE]["open"][0]["by"] == "partner"
    assert own not in str(view)
    assert "Fay" not in str(view)


def test_the_person_can_be_told_who_typed_in_what(service: Service) -> None:
    """By module: the name and the last time; nothing for the partner."""
    type_in(service, value("point", "12"))

    (said,) = service.store.paper.said(ANN)

    assert said == TypedOn(MODULE, "Fay Fern", said.at)
    assert service.store.paper.said(BEN) == []
