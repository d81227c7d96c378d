"""Kernels send events and get their own view, and nothing else of their partner's."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pairs_course.answers import partner_view
from pairs_course.answers.events import Event

from ..cohort import ANN, BEN, FAY
from ..strategies import MODULE, PROGRAMME, SENTENCE, event, whole_seal
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
        "refused": [{"id": wide.id, "reason": "D2: expected an audience within partner"}],
    }
    assert [e.id for e in service.store.events.of_pair(ANN, MODULE).mine] == [good.id]
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
    steps: list[tuple[str, Event]] = []
    for who in (ANN, BEN):
        *said, seal = whole_seal()
        rest = [
            seal,
            event("together"),
            event("apart"),
            event("together"),
            event("pick", value="D1"),
            event("answer", "D1", 5),
            event("propose", SENTENCE, {"text": "We listen first."}),
            event("talked", value={"talked": False, "why": ""}),
        ]
        random.shuffle(rest)
        steps += [(who, one) for one in (*said, *rest)]
    order = [who for who, _ in steps]
    random.shuffle(order)
    of = {who: iter([one for name, one in steps if name == who]) for who in (ANN, BEN)}
    steps = [(who, next(of[who])) for who in order]

    for who, one in steps:
        send(service, who, one)
        for viewer in (ANN, BEN):
            both = service.store.events.of_pair(viewer, MODULE)
            assert view(service, viewer)["view"] == partner_view.view(
                both.both, MODULE, PROGRAMME, now=datetime.now(UTC)
            )


def test_nobody_learns_that_their_partner_is_at_work(service: Service) -> None:
    """Answers, guesses, even the seal of a partner leave the view and its version as they were."""
    before = view(service, BEN)

    send(service, ANN, event("answer", "D1", 4), event("guess", "D1", 2))
    answer = send(service, ANN, *whole_seal(), event("together"))

    assert answer["refused"] == []
    assert view(service, BEN) == before
    assert service.ask("user-ben", "GET", f"/submissions/{MODULE}").json()["sent"] is None


def test_nobody_reads_a_partners_picked_answers_without_answering(service: Service) -> None:
    """A seal over ids that were only made up is not taken, and opens nothing ever after."""
    send(service, ANN, *whole_seal(), event("together"), event("pick", value="D1"))
    later = [event("answer", item, 3) for item in ("D1", "D2")] + [event("answer", "C1", "diary")]
    forged = event("seal", value={"covers": [one.id for one in later]})

    answer = send(service, BEN, forged, event("together"), event("pick", value="D1"), *later)

    assert answer["refused"][0]["id"] == forged.id
    seen = view(service, BEN)["view"]
    assert (seen["phase"], seen["opened"], seen["partner"]) == ("alone", [], {})


def test_a_seal_names_nobody_elses_answers(service: Service) -> None:
    """Not the partner's, though they are of the same pair and module."""
    *said, seal = whole_seal()
    send(service, ANN, *said)

    answer = send(service, BEN, event("seal", value=seal.value))

    assert "each once" in answer["refused"][0]["reason"]


def test_being_together_ends_by_the_services_clock(service: Service) -> None:
    """Whatever time a page names; both pages hear of it, and what opened stays open."""
    for who in (ANN, BEN):
        together = event("together", at="2199-01-01T00:00:00.000+00:00")
        assert send(service, who, *whole_seal(), together)["refused"] == []
    assert [view(service, who)["view"]["phase"] for who in (ANN, BEN)] == ["pick", "pick"]

    later = datetime.now(UTC) + timedelta(hours=2)
    course = service.app.state.course
    service.app.state.course = replace(course, now=lambda: later)

    assert [view(service, who)["view"]["phase"] for who in (ANN, BEN)] == ["ready", "ready"]
    service.app.state.course = course
    for who in (ANN, BEN):
        assert send(service, who, event("pick", value="D1"))["refused"] == []
    service.app.state.course = replace(course, now=lambda: later)
    assert [view(service, who)["view"]["phase"] for who in (ANN, BEN)] == ["two", "two"]


def test_a_press_that_is_taken_back_is_known_to_both(service: Service) -> None:
    """Whoever goes is asked again; whoever stays waits."""
    for who in (ANN, BEN):
        send(service, who, *whole_seal(), event("together"))

    send(service, ANN, event("apart"))

    assert [view(service, who)["view"]["phase"] for who in (ANN, BEN)] == ["ready", "waiting"]


def test_a_guess_is_not_taken_after_the_seal_and_a_later_answer_is(service: Service) -> None:
    """The sealed values stay what both see, with the later answer and its day beside them."""
    for who in (ANN, BEN):
        send(service, who, *whole_seal(), event("together"), event("pick", value="D1"))
    guess, answer = event("guess", "D1", 4), event("answer", "D1", 1)

    told = send(service, ANN, guess, answer)

    assert [one["id"] for one in told["refused"]] == [guess.id]
    shown = view(service, BEN)["view"]["partner"]["D1"]
    assert (shown["answer"], shown["guess"], shown["later"]["answer"]) == (4, 2, 1)
    assert view(service, ANN)["view"]["mine"]["D1"] == shown


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
