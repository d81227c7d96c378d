"""Kernels send events and get their own view, and nothing else of their partner's."""

from __future__ import annotations

import random
from typing import Any

import pytest

from pairs_course import sharing
from pairs_course.events import Event

from ..cohort import ANN, BEN, FAY
from ..strategies import MODULE, PROGRAMME, SENTENCE, event
from .conftest import Service

PAIR = f"/pair/{MODULE}"


def send(service: Service, who: str, *events: Event) -> dict[str, Any]:
    batch = {"events": [e.to_json() for e in events]}
    answer = service.ask(f"user-{who}", "POST", "/events", json=batch)
    assert answer.status_code == 200
    return answer.json()  # type: ignore[no-any-return]


def view(service: Service, who: str) -> dict[str, Any]:
    return service.ask(f"user-{who}", "GET", PAIR).json()  # type: ignore[no-any-return]


def test_a_caller_learns_who_they_are(service: Service) -> None:
    """A participant has a pair and a partner's name, a facilitator neither."""
    assert service.ask("user-ann", "GET", "/me").json() == {
        "username": "ann",
        "name": "Ann Alder",
        "role": "patient-leader",
        "cohort": "north",
        "pair": "1",
        "pair_number": 1,
        "partner": {"name": "Ben Birch"},
        "demo": True,
    }
    assert service.ask("user-fay", "GET", "/me").json() == {
        "username": "fay",
        "name": "Fay Fern",
        "role": "facilitator",
        "cohort": "north",
        "pair": None,
        "pair_number": None,
        "partner": None,
        "demo": True,
    }


def test_events_are_acknowledged_once_they_are_kept(service: Service) -> None:
    """The acknowledgement names each id; what is wrong comes back with its reason."""
    good, wide = event("answer", "D1", 4), event("answer", "D2", 4, audience=("cohort",))

    answer = send(service, ANN, good, wide)

    assert answer == {
        "accepted": [good.id],
        "refused": [{"id": wide.id, "reason": "answer of D2 must not go to: cohort"}],
    }
    assert service.store.events.of_pair(ANN, MODULE).mine == [good]
    assert send(service, ANN, good) == {"accepted": [good.id], "refused": []}


def test_the_author_is_whoever_the_token_belongs_to(service: Service) -> None:
    """Nothing in an event can name another author."""
    forged = {**event("answer", "D1", 4).to_json(), "author": BEN}

    answer = service.ask("user-ann", "POST", "/events", json={"events": [forged]}).json()

    assert answer["accepted"] == []
    assert service.store.events.of_pair(BEN, MODULE).mine == []


def test_the_view_is_what_sharing_says(service: Service) -> None:
    """Through any history of two people, each gets exactly their ``sharing.view``."""
    random.seed(5)
    history = [
        event("answer", "D1", 4),
        event("guess", "D1", 2),
        event("seal", value={"covers": []}),
        event("together"),
        event("pick", value="D1"),
        event("propose", SENTENCE, {"text": "We listen first."}),
        event("talked", value={"talked": False}),
    ]
    steps = [(who, e) for who in (ANN, BEN) for e in history]
    steps = [(who, event(e.kind, e.item, e.value)) for who, e in steps]
    random.shuffle(steps)

    for who, one in steps:
        send(service, who, one)
        for viewer in (ANN, BEN):
            both = service.store.events.of_pair(viewer, MODULE)
            assert view(service, viewer)["view"] == sharing.view(both.both, MODULE, PROGRAMME)


def test_nobody_learns_that_their_partner_is_at_work(service: Service) -> None:
    """Answers, guesses, even the seal of a partner leave the view and its version as they were."""
    before = view(service, BEN)

    send(service, ANN, event("answer", "D1", 4), event("guess", "D1", 2))
    send(service, ANN, event("seal", value={"covers": []}), event("together"))

    assert view(service, BEN) == before
    assert service.ask("user-ben", "GET", f"/submissions/{MODULE}").json()["sent"] is None


def test_sending_shows_when_and_whether_there_is_feedback(service: Service) -> None:
    """First nothing, then the time, then feedback."""
    path = f"/submissions/{MODULE}"
    assert service.ask("user-ann", "GET", path).json() == {"sent": None, "feedback": False}
    send(service, ANN, event("send", audience=("facilitator",)))
    (made,) = service.store.submissions.list("north")
    assert service.ask("user-ann", "GET", path).json() == {"sent": made.at, "feedback": False}

    service.store.submissions.put_feedback(made.id, MODULE, "<p>Thank you</p>")

    assert service.ask("user-ann", "GET", path).json() == {"sent": made.at, "feedback": True}


@pytest.mark.parametrize(
    ("who", "path", "status", "code"),
    [
        (None, "/me", 401, "not-recognised"),
        ("nobody", "/me", 401, "not-recognised"),
        ("outside-ann", "/me", 403, "no-access"),
        ("user-eve", "/me", 403, "not-a-member"),
        ("service-ann", "/me", 403, "not-a-member"),
        (f"user-{FAY}", PAIR, 403, "not-in-a-pair"),
        ("user-ann", "/pair/99-nowhere", 404, "unknown-module"),
        ("user-ann", "/submissions/99-nowhere", 404, "unknown-module"),
    ],
)
def test_callers_and_modules_are_checked(
    service: Service, who: str | None, path: str, status: int, code: str
) -> None:
    """Identity, access to the service, a roster, a pair and a module: each has its own code."""
    answer = service.ask(who, "GET", path)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_bearer_and_token_are_both_understood(service: Service) -> None:
    """JupyterHub takes both words."""
    for header in ("token user-ann", "Bearer user-ann"):
        answer = service.ask(None, "GET", "/me", headers={"Authorization": header})
        assert answer.status_code == 200


def test_strange_text_ends_in_a_reason(service: Service) -> None:
    """Broken UTF-16, NUL, huge numbers and NaN are refused event by event."""
    body = (
        b'{"events": [{"id": "\\ud800"}, {"id": "a\\u0000b"}, {"id": 1e999}, {"id": NaN},'
        b' {"id": {"id": []}}, {}]}'
    )

    answer = service.ask(
        "user-ann", "POST", "/events", content=body, headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 200
    assert answer.json()["accepted"] == []
    assert [refused["id"] for refused in answer.json()["refused"]] == [""] * 6


def test_text_of_any_language_comes_back_as_it_was(service: Service) -> None:
    """Emoji, right-to-left text and control characters are kept."""
    text = {"text": "Wir hören zu 🌱 نسمع \u0000\u2028 <script>"}
    proposal = event("propose", SENTENCE, text)

    send(service, ANN, proposal)

    assert view(service, BEN)["view"]["joint"][SENTENCE]["open"][0]["value"] == text
