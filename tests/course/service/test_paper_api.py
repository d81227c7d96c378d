"""A facilitator types in a sheet of paper: whose events it becomes, who may, and who is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pairs_course.answers.events import Event, new_id
from pairs_course.store.paper import TypedOn

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


def value(item: str, given: Any) -> dict[str, Any]:
    return {"id": new_id(), "item": item, "value": given}


def sheet(*values: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"values": list(values), **more}


def type_in(service: Service, body: dict[str, Any], whose: str = ANN, who: str = "user-fay") -> Any:
    return service.ask(who, "POST", f"/desk/north/paper/{whose}/{MODULE}", json=body)


def look(service: Service, whose: str = ANN) -> dict[str, Any]:
    path = f"/desk/north/paper/{whose}/{MODULE}"
    return service.ask("user-fay", "GET", path).json()  # type: ignore[no-any-return]


def mine(service: Service, username: str = ANN) -> list[Event]:
    return service.store.events.of_pair(username, MODULE).mine


def talked(**more: Any) -> dict[str, Any]:
    when = {"when": "2026-11-20", "how": "room"}
    return {"id": new_id(), "ticked": "talked", **when, **more}


def test_the_desk_says_who_chose_paper(service: Service) -> None:
    """People in pairs, in the order of the roster; nobody else has sheets."""
    answer = service.ask("user-fay", "GET", "/desk/north/paper").json()

    assert [(one["name"], one["pair"], one["paper"]) for one in answer["people"]] == [
        ("Ann Alder", "1", True),
        ("Ben Birch", "1", False),
        ("Cat Cedar", "2", False),
        ("Dan Dell", "2", False),
    ]


def test_a_sheet_has_the_questions_of_the_facilitators_sheet_and_what_was_sent(
    service: Service,
) -> None:
    """What is in the store and was not sent is the person's: the desk does not see it."""
    unsent = event("answer", "point", "12")
    service.store.events.add(ANN, [unsent, event("answer", "D1", 4)], PROGRAMME)

    assert [(one["number"], one["item"], one["value"]) for one in look(service)["items"]] == [
        ("5.5", "point", None),
        ("5.6", SENTENCE, None),
        ("5.7", "points", None),
    ]
    service.store.events.add(ANN, [event("send", audience=("facilitator",))], PROGRAMME)
    assert [one["value"] for one in look(service)["items"]] == ["12", None, None]


def test_what_is_typed_in_is_the_persons_own_event(service: Service) -> None:
    """The audience and wording of the item, the facilitator's name, and an id that is kept."""
    given = value("point", "12 of 20")

    answer = type_in(service, sheet(given))

    assert answer.json() == {"refused": [], "together": {}, "sent": False}
    (kept,) = mine(service)
    assert (kept.id, kept.kind, kept.value, kept.audience, kept.typed_by) == (
        given["id"],
        "answer",
        "12 of 20",
        ("facilitator",),
        "Fay Fern",
    )


def test_pressing_again_is_harmless(service: Service) -> None:
    """The same sheet twice: the same events, and one submission."""
    body = sheet(value("point", "12"), value(SENTENCE, TEXT), talk=talked(), send=new_id())

    first, again = type_in(service, body).json(), type_in(service, body).json()

    assert first == again == {"refused": [], "together": {SENTENCE: "waits"}, "sent": True}
    assert [e.kind for e in mine(service)] == ["answer", "propose", "talked", "send"]
    assert len(service.store.submissions.list("north")) == 1


def test_a_sheet_completes_the_module_and_the_certificate_counts_it(service: Service) -> None:
    """One tick is enough, whatever the other of the pair did; and it is handed in."""
    for ticked in ("talked", "not-talked", "alone"):
        talk = talked(ticked=ticked, **({} if ticked == "talked" else {"when": "", "how": ""}))
        assert type_in(service, sheet(talk=talk, send=new_id())).json()["sent"] is True
        assert service.store.events.left(ANN, PROGRAMME)[MODULE].nothing
        assert service.store.events.left(BEN, PROGRAMME)[MODULE].talk
        assert look(service)["complete"] is True


def test_a_text_stands_when_both_sheets_have_the_same_words(service: Service) -> None:
    """The first sheet suggests it, the second is the other's own yes; spaces do not matter."""
    first = type_in(service, sheet(value(SENTENCE, TEXT))).json()
    spaced = {"text": "  We both wanted\nto be heard. "}
    second = type_in(service, sheet(value(SENTENCE, spaced), asked=True), BEN).json()

    assert (first["together"], second["together"]) == ({SENTENCE: "waits"}, {SENTENCE: "agreed"})
    assert [(e.kind, e.typed_by) for e in (*mine(service), *mine(service, BEN))] == [
        ("propose", "Fay Fern"),
        ("confirm", "Fay Fern"),
    ]
    assert service.store.events.agreed(ANN, MODULE) == {SENTENCE: TEXT}


def test_other_words_on_the_second_sheet_are_not_agreed(service: Service) -> None:
    """Nobody's sheet says yes for the other: both texts wait."""
    type_in(service, sheet(value(SENTENCE, TEXT)))
    other = type_in(service, sheet(value(SENTENCE, {"text": "Other words"}), asked=True), BEN)

    assert other.json()["together"] == {SENTENCE: "waits"}
    assert service.store.events.agreed(ANN, MODULE) == {}


def test_a_sheet_confirms_what_the_other_suggested_on_the_screen(service: Service) -> None:
    """One works on paper, one on the screen; what stands already is not said twice."""
    suggested = event("propose", SENTENCE, TEXT)
    service.store.events.add(BEN, [suggested], PROGRAMME)

    answers = [type_in(service, sheet(value(SENTENCE, TEXT))).json() for _ in range(2)]

    assert [answer["together"] for answer in answers] == [{SENTENCE: "agreed"}] * 2
    assert [(e.kind, e.value) for e in mine(service)] == [("confirm", {"of": suggested.id})]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (value("point", "x" * 41), "point: expected at most 40 characters, got 41"),
        (value("point", {"a": 1}), "point: expected text, got a dict"),
        (value(SENTENCE, {"other": "x"}), f"{SENTENCE}: expected the fields text, got a dict"),
        (value(SENTENCE, {"text": " "}), f"{SENTENCE}: expected some text"),
        (value("D1", 4), f"D1 is not on the facilitator's sheet of {MODULE}"),
        (value("D9", 4), f"D9 is not on the facilitator's sheet of {MODULE}"),
        ({**value("point", "1"), "id": "mine"}, "expected id to be a UUID of version 7"),
    ],
)
def test_a_sheet_is_taken_whole_or_not_at_all(
    service: Service, given: dict[str, Any], reason: str
) -> None:
    """It is checked as the person's own answers are; one wrong line and nothing is kept."""
    good = value("point", "12")

    answer = type_in(service, sheet(good, given, talk=talked(), send=new_id())).json()

    assert [one["id"] for one in answer["refused"]] == [given["id"]]
    assert answer["refused"][0]["reason"].startswith(reason)
    assert (answer["together"], answer["sent"], mine(service)) == ({}, False, [])
    assert service.store.submissions.list("north") == []


@pytest.mark.parametrize("talk", [talked(when="soon"), talked(when=""), talked(how="")])
def test_a_talk_has_a_day_and_a_way(service: Service, talk: dict[str, Any]) -> None:
    """As on the screen."""
    (refused,) = type_in(service, sheet(talk=talk)).json()["refused"]

    assert refused["id"] == talk["id"]
    assert mine(service) == []


def test_who_did_not_choose_paper_must_have_asked(service: Service) -> None:
    """Without the tick nothing is typed in; with it, it is as for anybody."""
    body = sheet(value("point", "12"))

    refused, taken = type_in(service, body, BEN), type_in(service, {**body, "asked": True}, BEN)

    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "not-asked")
    assert (taken.status_code, [e.value for e in mine(service, BEN)]) == (200, ["12"])


@pytest.mark.parametrize("who", ["user-ann", "user-ben", "user-sam", "service-cull", "outside-fay"])
def test_only_a_facilitator_of_the_cohort_types_in(service: Service, who: str) -> None:
    """Not the person, not the partner, not a sponsor; and none of them sees a sheet."""
    path = f"/desk/north/paper/{ANN}/{MODULE}"

    answers = [
        type_in(service, sheet(value("point", "12")), who=who),
        service.ask(who, "GET", path),
        service.ask(who, "GET", "/desk/north/paper"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert mine(service) == []


@pytest.mark.parametrize("whose", ["fay", "sam", "nobody"])
def test_only_people_in_pairs_have_sheets(service: Service, whose: str) -> None:
    """Anybody else is unknown, whoever they are."""
    answers = [
        type_in(service, sheet(), whose),
        service.ask("user-fay", "GET", f"/desk/north/paper/{whose}/{MODULE}"),
    ]

    assert [(a.status_code, a.json()["error"]["code"]) for a in answers] == [
        (404, "unknown-person")
    ] * 2


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

    answer = type_in(service, sheet({"id": bens.id, "item": "point", "value": "12"})).json()

    assert answer["refused"] == [{"id": bens.id, "reason": "its id is already in use"}]
    assert [e.value for e in mine(service, BEN)] == ["7"]


def test_one_id_is_one_thing_on_a_sheet(service: Service) -> None:
    """The same line twice is one; another line with its id is refused, and nothing is kept."""
    first = value("point", "12")

    other = type_in(service, sheet(first, {**first, "value": "13"})).json()
    none = mine(service)
    again = type_in(service, sheet(first, first)).json()

    assert other["refused"] == [{"id": first["id"], "reason": "its id is already in use"}]
    assert (none, again["refused"]) == ([], [])
    assert [e.value for e in mine(service)] == ["12"]


def test_everybody_hears_only_of_what_was_typed_in_for_them(service: Service) -> None:
    """In the service's order, as a journal holds it, and only what still counts."""
    for given in ("12", "13"):
        type_in(service, sheet(value("point", given)))

    answers = {
        who: service.ask(f"user-{who}", "GET", "/typed").json()["events"]
        for who in ("ann", "ben", "fay")
    }

    assert answers == {"ann": [replace(mine(service)[-1], pair=1).to_json()], "ben": [], "fay": []}


def test_an_own_later_answer_wins_and_the_reverse(service: Service) -> None:
    """By the order in which the service had them: also in what is sent."""
    type_in(service, sheet(value("point", "12"), send=new_id()))
    own = [event("answer", "point", "15"), event("send", audience=("facilitator",))]
    service.store.events.add(ANN, own, PROGRAMME)

    assert look(service)["items"][0]["value"] == "15"
    assert service.ask("user-ann", "GET", "/typed").json() == {"events": []}
    type_in(service, sheet(value("point", "20"), send=new_id()))
    assert look(service)["items"][0]["value"] == "20"


def test_the_partner_learns_nothing_but_what_they_would_learn_anyway(service: Service) -> None:
    """A suggested text is there for the partner, as from the screen; the rest is not."""
    own = "98765432.5"  # no id and no time has such a number in it
    type_in(service, sheet(value("point", own), value(SENTENCE, TEXT), send=new_id()))

    view = service.ask("user-ben", "GET", f"/pair/{MODULE}").json()["view"]

    assert view["joint"][SENTENCE]["open"][0]["by"] == "partner"
    assert own not in str(view)
    assert "Fay" not in str(view)


def test_the_person_can_be_told_who_typed_in_what(service: Service) -> None:
    """By module: the name and the last time; nothing for the partner."""
    type_in(service, sheet(value("point", "12")))

    (said,) = service.store.paper.said(ANN)

    assert said == TypedOn(MODULE, "Fay Fern", said.at)
    assert service.store.paper.said(BEN) == []
