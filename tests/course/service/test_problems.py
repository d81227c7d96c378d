"""Every route answers every error in one shape, and repeats nothing that was private."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.exc import OperationalError

from pairs_course.service import limits
from pairs_course.service.limits import RateLimit
from pairs_course.service.problems import ApiProblem
from pairs_course.zip_safety import MAX_ARCHIVE

from ..strategies import MODULE, event
from .conftest import API, Service

OPEN = {("GET", f"{API}/health")}
#: These ask no store.
WITHOUT_STORE = OPEN | {("POST", f"{API}/pages")}
PLACES = {
    "module": MODULE,
    "cohort": "north",
    "submission": "x",
    "notebook": MODULE,
    "wave": "once",
    "pair": "1",
    "username": "ann",
    "item": "letter",
}
METHODS = {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"}


def routes(service: Service) -> Iterator[tuple[str, str]]:
    """Every method and address of the API, with places filled in."""
    for template, operations in service.app.openapi()["paths"].items():
        for method in operations:
            yield method.upper(), template.format(**PLACES)


def tail(path: str) -> str:
    return path.removeprefix(API)


def shape(response: httpx.Response) -> tuple[int, str]:
    """Check the one shape; return status and code."""
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    assert body["error"]["message"].endswith(".")
    return response.status_code, body["error"]["code"]


def test_there_are_routes_to_prove_it_for(service: Service) -> None:
    """The proof below is about every route of the contract."""
    assert len(list(routes(service))) >= 25


def test_without_a_token_every_route_is_closed(service: Service) -> None:
    """Only the health check is open."""
    asked = {
        (method, path): shape(service.ask(None, method, tail(path), json={"events": []}))
        for method, path in routes(service)
        if (method, path) not in OPEN
    }

    assert set(asked.values()) == {(401, "not-recognised")}


def test_a_wrong_method_is_answered_in_the_shape(service: Service) -> None:
    """With the methods that there are, in the message and the header."""
    there: dict[str, set[str]] = {}
    for method, path in routes(service):
        there.setdefault(path, set()).add(method)

    for path, known in there.items():
        for method in METHODS - known - {"HEAD"}:  # the answer to HEAD has no body to judge
            answer = service.ask("user-fay", method, tail(path))
            assert shape(answer) == (405, "method-not-allowed")
            assert answer.headers["allow"]


@pytest.mark.parametrize("path", ["/nothing", "/events/", "//events", "/pair", "/exchange/north"])
def test_an_unknown_address_is_answered_in_the_shape(service: Service, path: str) -> None:
    """Also one that is nearly right: nobody is sent on to another address."""
    assert shape(service.ask("user-ann", "GET", path)) == (404, "not-found")


def test_what_nobody_foresaw_is_answered_in_the_shape(
    service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has the place and the kind of the error, but not what somebody wrote."""

    written = " ".join(["something", "private"])  # not in the source line that is logged

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError(written)

    breaks(service, monkeypatch, broken)
    with caplog.at_level(logging.ERROR):
        for method, path in routes(service):
            if (method, path) in WITHOUT_STORE:
                continue
            answer = service.ask(*asked(method, path), json={"events": []})
            assert shape(answer) == (500, "unforeseen")
            assert written not in answer.text

    assert "RuntimeError" in caplog.text
    assert "test_problems.py" in caplog.text
    assert written not in caplog.text


def breaks(service: Service, monkeypatch: pytest.MonkeyPatch, how: Any) -> None:
    """Put something broken where every route looks first."""
    store = service.app.state.course.store
    for part, names in (
        (store.people, ("find", "cohort", "memberships")),
        (store.showing, ("place", "kinds")),
    ):
        for name in names:
            monkeypatch.setattr(part, name, how)


def asked(method: str, path: str) -> tuple[str, str, str]:
    """Return who asks a route, how and where: the dashboards, or else a facilitator."""
    if "/published" in path or path.endswith("/network"):
        return "service-dashboards", method, f"{tail(path)}?viewer=ann"
    return "user-fay", method, tail(path)


def test_a_database_that_is_away_is_no_lost_answer(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kernel is told to try again, on every route."""

    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("SELECT", {}, Exception("disk I/O error"), hide_parameters=True)

    breaks(service, monkeypatch, away)
    for method, path in routes(service):
        if (method, path) in WITHOUT_STORE:
            continue
        answer = service.ask(*asked(method, path), json={"events": []})
        assert shape(answer) == (503, "store-unavailable")
        assert answer.headers["retry-after"] == "5"


@pytest.mark.parametrize(
    ("method", "path", "more"),
    [
        ("POST", "/events", {"json": {}}),
        ("POST", "/events", {"json": {"events": [], "author": "ben"}}),
        ("POST", "/events", {"json": {"events": ["something private"]}}),
        ("POST", "/events", {"json": {"events": [{}] * 101}}),
        (
            "POST",
            "/events",
            {"content": b'{"something private', "headers": {"Content-Type": "application/json"}},
        ),
        ("POST", "/events", {"content": b"something private"}),
        ("GET", f"/pair/{MODULE}?wait=something-private", {}),
        ("GET", f"/pair/{MODULE}?wait=61", {}),
        ("GET", f"/pair/{MODULE}?since={'x' * 65}", {}),
        ("PUT", f"/exchange/north/assignments/{MODULE}?force=perhaps", {}),
        ("GET", f"/exchange/north/submissions?assignment={'x' * 81}", {}),
        ("GET", "/exchange/north/submissions/x/feedback/a.b", {}),
    ],
)
def test_a_request_that_is_not_as_expected_says_why(
    service: Service, method: str, path: str, more: dict[str, Any]
) -> None:
    """It says what was expected, and never what came."""
    answer = service.ask("user-fay", method, path, **more)

    assert shape(answer) == (422, "not-as-expected")
    assert "private" not in answer.text


def test_a_body_that_is_too_large_is_refused_everywhere(service: Service) -> None:
    """By what it claims to be; releases and feedback may be larger than the rest."""
    for method, path in routes(service):
        most = MAX_ARCHIVE if method == "PUT" else limits.MAX_BODY
        answer = service.ask(
            "user-fay", method, tail(path), headers={"Content-Length": str(most + 1)}
        )
        assert shape(answer) == (413, "too-large")


def test_a_body_without_a_length_is_counted(service: Service) -> None:
    """Nothing beyond the limit is kept in memory."""
    came = 0

    async def endless() -> Any:
        nonlocal came
        for _ in range(100):
            came += 1 << 16
            yield b" " * (1 << 16)

    async def story() -> httpx.Response:
        async with service.client("user-ann") as ann:
            headers = {"Content-Type": "application/json"}
            return await ann.post(f"{API}/events", content=endless(), headers=headers)

    answer = service.run(story())

    assert shape(answer) == (413, "too-large")
    assert came <= limits.MAX_BODY + (2 << 16)


def test_an_event_that_is_too_large_is_refused_by_itself(service: Service) -> None:
    """The rest of its batch is taken."""
    good, large = event("answer", "D1", 4), event("answer", "point", "x" * 20_000)

    answer = service.ask(
        "user-ann", "POST", "/events", json={"events": [large.to_json(), good.to_json()]}
    )

    assert answer.json()["accepted"] == [good.id]
    assert "at most 20000 bytes" in answer.json()["refused"][0]["reason"]


def test_too_many_requests_are_refused_for_their_sender_alone(service: Service) -> None:
    """And only until the time that is named."""
    clock = [0.0]
    rate = RateLimit(burst=20, per_second=10, clock=lambda: clock[0])
    object.__setattr__(service.app.state.course, "rate", rate)

    first = [service.ask("user-ann", "GET", "/me").status_code for _ in range(20)]
    refused = service.ask("user-ann", "GET", "/me")

    assert first == [200] * 20
    assert shape(refused) == (429, "too-many-requests")
    assert refused.headers["retry-after"] == "1"
    assert service.ask("user-ben", "GET", "/me").status_code == 200
    clock[0] += 1
    assert service.ask("user-ann", "GET", "/me").status_code == 200


def test_answers_are_never_kept_by_a_browser_or_guessed_at(service: Service) -> None:
    """Every answer of the API, errors too, says so."""
    for who, path in (("user-ann", "/me"), (None, "/me"), ("user-ann", "/nothing")):
        headers = service.ask(who, "GET", path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"


def test_pages_may_answer_errors_outside_of_the_api(service: Service) -> None:
    """A person gets a page, a program the shape."""

    async def page(_request: Request, problem: ApiProblem) -> Response:
        return HTMLResponse(problem.message, problem.status)

    service.app.state.error_page = page

    assert service.ask(None, "GET", "/../nothing").headers["content-type"].startswith("text/html")
    assert shape(service.ask(None, "GET", "/nothing")) == (404, "not-found")


def test_a_character_that_cannot_be_kept_is_refused_in_one_sentence(service: Service) -> None:
    """In an address and event by event: PostgreSQL would fail, and the outbox try for ever."""
    address = service.ask("user-fay", "GET", "/exchange/no%00rth/submissions")
    one, other = (event("answer", "D1", 4).to_json() for _ in range(2))
    batch = {"events": [one | {"wording": "a\0"}, other]}
    taken = service.ask("user-ann", "POST", "/events", json=batch)

    assert shape(address) == (422, "not-as-expected")
    assert "U+0000" in address.json()["error"]["message"]
    assert taken.json()["accepted"] == [other["id"]]
    assert "U+0000" in taken.json()["refused"][0]["reason"]
