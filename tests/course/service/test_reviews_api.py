"""Reading cards and letters before others do, through the desk's part of the service."""

from __future__ import annotations

from typing import Any

import pytest

from pairs_course.answers.events import Event, new_id
from pairs_course.pairs import moderation
from pairs_course.programme import loader
from pairs_course.service.app import create_app

from ..cohort import ANN, BEN
from .conftest import NamedTokens, Service

CONTENT = loader.load()
LAST = "08-next-steps"
LETTER = {"letter": "Dear two,\nask Priya <b>first</b>, or ann."}
OTHER = {"letter": "Dear two,\ntake your time."}


@pytest.fixture
def desk(service: Service) -> Service:
    """The real programme, in which the first pair agreed on a letter and Ann sent it."""
    real = Service(create_app(service.store, CONTENT, NamedTokens()), service.store)
    agree(real, LETTER)
    send(real)
    return real


def does(service: Service, who: str, kind: str, item: str, value: object = None) -> str:
    at = "2026-11-20T10:00:00.000+00:00"
    audience = ("facilitator",) if kind == "send" else ("partner", "facilitator")
    event = Event(new_id(), at, LAST, item, "once", kind, value, audience, "w")
    assert service.store.events.add(who, [event], CONTENT).refused == []
    return event.id


def agree(service: Service, value: object) -> None:
    proposal = does(service, ANN, "propose", "letter", value)
    does(service, BEN, "confirm", "letter", {"of": proposal})


def send(service: Service) -> None:
    does(service, ANN, "send", LAST)


def read(service: Service) -> Any:
    return service.ask("user-fay", "GET", "/desk/north/reviews").json()["reviews"]


def decide(service: Service, value: Any = LETTER, **body: str) -> Any:
    told = {"digest": moderation.digest(value), "was": "waiting", "verdict": "published", **body}
    path = "/desk/north/reviews/1/letter"
    return service.ask("user-fay", "POST", path, json=told)


def test_a_letter_waits_with_its_marks(desk: Service) -> None:
    """The text as it was written, whose it is, and what may be a name in it."""
    (review,) = read(desk)
    (field,) = review.pop("fields")

    assert review == {
        "pair": "1", "people": ["Ann Alder", "Ben Birch"], "item": "letter", "title": "Our letter",
        "state": "waiting", "digest": moderation.digest(LETTER), "reason": "", "at": "", "by": "",
    }  # fmt: skip
    assert (field["label"], field["text"]) == ("Dear next pair,", LETTER["letter"])
    marked = [(field["text"][m["start"] : m["end"]], m["why"]) for m in field["marks"]]
    assert marked == [("Priya", "capital"), ("ann", "roster")]


def test_a_letter_is_published_with_who_did_it(desk: Service) -> None:
    """Pressing again changes nothing."""
    answers = [decide(desk) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    (review,) = read(desk)
    assert (review["state"], review["by"]) == ("published", "Fay Fern")
    assert [text.value for text in desk.store.reviews.published("north")] == [LETTER]


def test_a_letter_is_sent_back_with_a_reason_and_a_sentence(desk: Service) -> None:
    """In the words that the pair reads."""
    sentence = "  The second line names a person. "
    answer = decide(desk, verdict="sent-back", reason="recognised", sentence=sentence)

    assert answer.status_code == 200
    (review,) = read(desk)
    assert (review["state"], review["reason"]) == (
        "sent-back",
        "Another person could be recognised in it. The second line names a person.",
    )


def test_the_pair_changes_it_before_the_facilitator_decides(desk: Service) -> None:
    """409, and nothing is published: the facilitator reads the new one."""
    agree(desk, OTHER)
    send(desk)

    answer = decide(desk)

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "text-changed")
    assert desk.store.reviews.published("north") == []
    assert [review["fields"][0]["text"] for review in read(desk)] == [OTHER["letter"]]


def test_another_facilitator_was_quicker(desk: Service) -> None:
    """409 with what they decided; with that in view it can be changed."""
    decide(desk)
    late = decide(desk, verdict="sent-back", reason="unclear")
    knowing = decide(desk, was="published", verdict="sent-back", reason="not-safe")

    assert (late.status_code, late.json()["error"]["code"]) == (409, "decided-already")
    assert knowing.status_code == 200
    assert desk.store.reviews.published("north") == []


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({"verdict": "sent-back"}, 422, "Choose why you send it back"),
        ({"verdict": "sent-back", "reason": "ugly"}, 422, "reason"),
        ({"verdict": "sent-back", "reason": "unclear", "sentence": "x" * 301}, 422, "sentence"),
        ({"verdict": "edited"}, 422, "verdict"),
        ({"digest": "0" * 64}, 409, "changed or taken back by the pair"),
        ({"digest": "x"}, 422, "digest"),
    ],
)
def test_what_cannot_be_decided_changes_nothing(
    desk: Service, body: dict[str, str], status: int, says: str
) -> None:
    """The text waits as before."""
    before = read(desk)
    answer = decide(desk, **body)

    assert answer.status_code == status
    assert says in answer.json()["error"]["message"]
    assert read(desk) == before


def test_only_cards_and_letters_are_read(desk: Service) -> None:
    """What a pair agreed for itself and its facilitator is never published."""
    body = {"digest": "0" * 64, "was": "waiting", "verdict": "published"}
    answers = [
        desk.ask("user-fay", "POST", f"/desk/north/reviews/{path}", json=body)
        for path in ("1/commitments", "9/letter")
    ]

    assert [answer.status_code for answer in answers] == [404, 409]
