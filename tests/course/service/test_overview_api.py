"""The desk's overview, waves and meetings: for facilitators of the cohort, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pairs_course.figures.aggregation import TOO_FEW
from pairs_course.people.roster import roster_of
from pairs_course.service.app import create_app

from ..cohort import ANN, BEN, CAT, DAN, archive
from ..strategies import MEETING, MODULE, PROGRAMME, WITH_MEETINGS, event
from .conftest import NamedTokens, Service

TODAY = date(2027, 5, 12)
NOTHING = {"state": "not started", "at": None}


@pytest.fixture(autouse=True)
def _today(service: Service) -> None:
    """Let the course run on one day."""
    service.app.state.course = replace(service.app.state.course, today=lambda: TODAY)


def get(service: Service, path: str) -> Any:
    answer = service.ask("user-fay", "GET", f"/desk/north/{path}")
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "overview", None),
        ("GET", "waves", None),
        ("PUT", "waves/once", {"closes": "2027-06-01"}),
        ("POST", "waves/once/close", None),
        ("GET", "reviews", None),
        (
            "POST",
            "reviews/1/letter",
            {"digest": "0" * 64, "was": "waiting", "verdict": "published"},
        ),
        ("GET", "meetings", None),
        ("POST", f"meetings/{MEETING}", {"first": "1", "second": "2"}),
    ],
)
def test_the_desk_is_for_facilitators_of_the_cohort(
    service: Service, method: str, path: str, body: object
) -> None:
    """Participants, sponsors, strangers and services are refused; another cohort is unknown."""
    for who, status in (("user-ann", 403), ("user-sam", 403), ("user-eve", 403),
                        ("service-dashboards", 403), (None, 401)):  # fmt: skip
        answer = service.ask(who, method, f"/desk/north/{path}", json=body)
        assert answer.status_code == status
    assert service.ask("user-fay", method, f"/desk/south/{path}", json=body).status_code == 404

    assert service.store.waves.dated() == []
    assert service.store.summaries.closed("north") == []


def test_the_overview_has_pairs_by_modules_and_who_waits_for_a_call(service: Service) -> None:
    """States and days; nothing of what was answered."""
    store = service.store
    store.events.add(ANN, [event("answer", "point", "my point")], PROGRAMME)
    sending = [event("answer", "point", "my point"), event("send", audience=("facilitator",))]
    store.events.add(CAT, sending, PROGRAMME)
    (sent,) = store.submissions.list("north")
    released = store.releases.put("north", MODULE, archive())
    call = store.care.ask(DAN)
    store.care.pause(BEN, yes=True)

    found = service.ask("user-fay", "GET", "/desk/north/overview")

    assert "my point" not in found.text
    assert found.json() == {
        "modules": [
            {"id": MODULE, "number": "05", "title": "Debate and dialogue",
             "released": released.at, "opens": None}
        ],
        "pairs": [
            {"pair": "1", "paused": True, "people": [
                {"username": ANN, "name": "Ann Alder", "role": "patient-leader",
                 "progress": [{"state": "in progress", "at": None}]},
                {"username": BEN, "name": "Ben Birch", "role": "professional",
                 "progress": [NOTHING]},
            ]},
            {"pair": "2", "paused": False, "people": [
                {"username": CAT, "name": "Cat Cedar", "role": "patient-leader",
                 "progress": [{"state": "sent", "at": sent.at}]},
                {"username": DAN, "name": "Dan Dell", "role": "professional",
                 "progress": [NOTHING]},
            ]},
        ],
        "calls": [{"username": "dan", "name": "Dan Dell", "at": call.at}],
    }  # fmt: skip


def test_an_open_wave_says_nothing_of_how_many_answered(service: Service) -> None:
    """To the byte the same, whoever answers."""
    before = get(service, "waves")
    for who in (ANN, BEN, CAT):
        service.store.events.add(who, [event("answer", "D1", 5)], PROGRAMME)

    assert get(service, "waves") == before
    assert before == {
        "today": "2027-05-12",
        "waves": [
            {
                "wave": "once",
                "words": "in the modules between",
                "modules": ["Debate and dialogue"],
                "questions": 1,
                "figures": 1,
                "pairs": before["waves"][0]["pairs"],
                "sent": 0,
                "needed": 5,
                "state": "open",
                "closes": None,
                "closed": None,
                "published": None,
                "withheld": None,
                "letter": None,
                "why": "",
            }
        ],
    }


def put(service: Service, closes: str | None, wave: str = "once") -> Any:
    body = {"closes": closes}
    return service.ask("user-fay", "PUT", f"/desk/north/waves/{wave}", json=body)


def test_a_day_is_set_changed_and_taken_away(service: Service) -> None:
    """Today is the earliest that can be set."""
    for day in ("2027-05-12", "2027-06-01", None):
        (wave,) = put(service, day).json()["waves"]
        assert (wave["state"], wave["closes"]) == ("open", day)
        assert get(service, "waves")["waves"] == [wave]


@pytest.mark.parametrize(
    ("closes", "wave", "status", "says"),
    [
        ("2027-05-11", "once", 422, "must be today or later, got 2027-05-11"),
        ("soon", "once", 422, "The request is not as expected."),
        ("2027-06-01", "end", 404, "Wave “end” has no questions for cohort figures."),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_a_sentence(
    service: Service, closes: str, wave: str, status: int, says: str
) -> None:
    """Nothing is changed."""
    put(service, "2027-06-01")
    answer = put(service, closes, wave)

    assert answer.status_code == status
    assert says in answer.json()["error"]["message"]
    assert service.store.waves.dated() == [("north", "once", date(2027, 6, 1))]


def test_a_wave_is_closed_once_and_says_what_it_withheld(service: Service) -> None:
    """Closing again is harmless; from then on there is no day to set."""
    put(service, "2027-06-01")
    closing = [service.ask("user-fay", "POST", "/desk/north/waves/once/close") for _ in range(2)]
    refused = put(service, "2027-07-01")

    assert [answer.status_code for answer in closing] == [200, 200]
    assert closing[0].json() == closing[1].json() == get(service, "waves")
    (wave,) = closing[0].json()["waves"]
    assert (wave["state"], wave["closes"], wave["closed"]) == ("closed", None, "2027-05-12")
    assert (wave["published"], wave["withheld"], wave["why"]) == (0, 1, TOO_FEW)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "wave-closed")
    assert service.ask("user-fay", "POST", "/desk/north/waves/end/close").status_code == 404


@pytest.fixture
def meeting(service: Service) -> Service:
    """The same people, in a programme in which pairs meet; the second pair waits."""
    service.store.meetings.ask(CAT, MEETING, ready=True)
    return Service(create_app(service.store, WITH_MEETINGS, NamedTokens()), service.store)


def match(meeting: Service, first: str, second: str, module: str = MEETING) -> Any:
    body = {"first": first, "second": second}
    return meeting.ask("user-fay", "POST", f"/desk/north/meetings/{module}", json=body)


ONE = {"pair": "1", "people": ["Ann Alder", "Ben Birch"]}
TWO = {"pair": "2", "people": ["Cat Cedar", "Dan Dell"]}


def test_a_facilitator_sees_who_waits_and_who_can_be_matched(meeting: Service) -> None:
    """By pair and names, for each module in which pairs meet."""
    third, seventh = get(meeting, "meetings")["meetings"]
    (waiting,) = third.pop("waiting")

    assert {key: waiting[key] for key in ("pair", "people")} == TWO
    assert third == {
        "module": MEETING, "title": "Why pairs?", "matched": [], "free": [TWO, ONE]
    }  # fmt: skip
    assert (seventh["waiting"], seventh["free"]) == ([], [ONE, TWO])


def test_two_pairs_are_matched_once(meeting: Service) -> None:
    """Both know it; the same again, from either side, changes nothing; nobody is left to match."""
    first = match(meeting, "1", "2").json()["meetings"][0]
    again = match(meeting, "2", "1").json()["meetings"][0]

    assert first == again
    assert [(m["first"], m["second"]) for m in first["matched"]] == [(ONE, TWO)]
    assert (first["waiting"], first["free"]) == ([], [])
    assert meeting.store.meetings.of(ANN, MEETING).people == ["Cat Cedar", "Dan Dell"]


@pytest.mark.parametrize(
    ("first", "second", "module", "status", "says"),
    [
        ("1", "1", MEETING, 409, "A pair meets another pair, got “1” twice."),
        ("1", "9", MEETING, 409, "Expected two pairs of this cohort"),
        ("1", "2", MODULE, 404, f"Pairs do not meet in {MODULE}."),
        ("1", "2", "nowhere", 404, "There is no module of that name."),
        ("1", "", MEETING, 422, "second"),
    ],
)
def test_what_cannot_be_matched_is_said(
    meeting: Service, first: str, second: str, module: str, status: int, says: str
) -> None:
    """Nothing is changed."""
    answer = match(meeting, first, second, module)

    assert (answer.status_code, meeting.store.meetings.of(ANN, MEETING).place) == (status, None)
    assert says in answer.json()["error"]["message"]


def test_a_pair_with_another_match_stays_with_it(meeting: Service) -> None:
    """A match stays; the message names the pair."""
    meeting.store.people.add_cohort("other", _roster(), title="Other")
    meeting.store.meetings.match("gil", "other", MEETING, "a", "b")
    body = {"first": "a", "second": "c"}

    answer = meeting.ask("user-gil", "POST", f"/desk/other/meetings/{MEETING}", json=body)

    assert answer.status_code == 409
    assert "“a” meets another pair already." in answer.json()["error"]["message"]


def _roster() -> Any:
    return roster_of(
        [
            *((f"{pair}{n}", f"Person {pair}{n}", role, pair)
              for pair in "abc" for n, role in enumerate(("patient-leader", "professional"))),
            ("gil", "Gil", "facilitator", ""),
        ]
    )  # fmt: skip
