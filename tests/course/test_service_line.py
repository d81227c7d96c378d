"""The one way to the course's service: what it follows, what it says, and when it asks again."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from pairs_course import service_line
from pairs_course.service_line import ServiceError, ServiceLine, read_json, until_answered

TOKEN = "very-secret"  # noqa: S105 - of nothing
REFUSED = {"error": {"code": "not-in-cohort", "message": "“amira” is not here. Load it again."}}

#: Both ways to ask, which promise the same.
Ask = Callable[[ServiceLine, str], bytes]
WAYS: list[Ask] = [
    ServiceLine.get,
    lambda line, path: asyncio.run(line.ask("GET", path)),
]
both = pytest.mark.parametrize("ask", WAYS, ids=["at once", "in a loop"])


@dataclass
class Service:
    """Answers each path as it is told to, and keeps what it was asked."""

    line: ServiceLine
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    """A service on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            running.asked.append((self.path, self.headers["Authorization"]))
            status, body = running.answers.get(self.path, (404, b""))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    running = Service(ServiceLine(f"http://127.0.0.1:{server.server_port}", TOKEN))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield running
    server.shutdown()
    thread.join()
    server.server_close()


@both
def test_an_answer_is_had_with_the_token(service: Service, ask: Ask) -> None:
    """It stands in a header, and in no address."""
    service.answers["/api/me"] = (200, b'{"name": "Amira"}')

    assert read_json(ask(service.line, "api/me")) == {"name": "Amira"}
    assert service.asked == [("/api/me", f"token {TOKEN}")]


@both
def test_the_services_word_reaches_the_person_and_no_log(service: Service, ask: Ask) -> None:
    """Its sentence may name somebody, so the error itself has the code alone."""
    service.answers["/api/x"] = (404, json.dumps(REFUSED).encode())

    with pytest.raises(ServiceError) as refused:
        ask(service.line, "api/x")

    error = refused.value
    assert (error.status, error.code, error.is_refusal) == (404, "not-in-cohort", True)
    assert error.sentence == REFUSED["error"]["message"]
    assert str(error) == "the course service answered 404 not-in-cohort"


@both
@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": "no"}', b"[" * 100_000])
def test_an_answer_of_another_shape_is_told_by_its_status(
    service: Service, ask: Ask, body: bytes
) -> None:
    """A proxy that answers for the service says nothing that anybody could read."""
    service.answers["/api/x"] = (502, body)

    with pytest.raises(ServiceError) as away:
        ask(service.line, "api/x")

    assert (away.value.status, away.value.code, away.value.is_refusal) == (502, "", False)
    assert away.value.sentence == "The course service answered 502."


@both
def test_no_redirect_is_followed(service: Service, ask: Ask) -> None:
    """The token is for one address only."""
    service.answers |= {"/api/x": (302, b""), "/elsewhere": (200, b"{}")}

    with pytest.raises(ServiceError) as refused:
        ask(service.line, "api/x")

    assert refused.value.status == 302
    assert [path for path, _ in service.asked] == ["/api/x"]


@both
def test_no_proxy_of_the_environment_is_asked(
    service: Service, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service is part of this installation."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    service.answers["/api/me"] = (200, b"{}")

    assert ask(service.line, "api/me") == b"{}"


@both
def test_an_answer_has_a_limit(service: Service, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than that is an error, and no memory."""
    monkeypatch.setattr(service_line, "MAX_BYTES", 1000)
    service.answers |= {"/api/large": (200, b"x" * 1001)}

    with pytest.raises(ServiceError):
        ask(service.line, "api/large")


@both
def test_a_service_that_is_away_is_an_oserror_that_says_what_to_do(ask: Ask) -> None:
    """What waits on the disk is sent later; who looks at the page reads one sentence."""
    with pytest.raises(OSError, match="does not answer") as away:
        ask(ServiceLine("http://127.0.0.1:1", TOKEN, 2.0), "api/me")

    assert isinstance(away.value, ServiceError)
    assert away.value.sentence.endswith("Is the course running? Try again.")
    assert (away.value.status, away.value.is_refusal) == (0, False)


def test_the_token_is_in_no_words_about_the_line() -> None:
    """Whoever logs the line logs no token."""
    assert TOKEN not in repr(ServiceLine("http://127.0.0.1:1", TOKEN))


@pytest.mark.parametrize(
    ("errors", "longest", "pauses"),
    [
        ([OSError()] * 7, None, [1, 2, 4, 8, 16, 30, 30]),
        ([OSError()] * 5, 5, [1, 2, 4, 5, 5]),
        ([KeyError("view")] * 2, 1, [1, 1]),
        ([ServiceError("No.", 403)] * 6, 5, [1, 2, 4, 8, 16, 30]),
        ([ServiceError("Slow down.", 429)] * 4, 5, [1, 2, 4, 5]),
    ],
    ids=["away", "awaited", "odd", "refused", "too many"],
)
def test_pauses_double_until_there_is_an_answer(
    errors: list[Exception], longest: float | None, pauses: list[float]
) -> None:
    """After a refusal they grow to the longest, whoever waits."""
    waited, failed = [], []
    left = list(errors)

    async def work() -> str:
        if left:
            raise left.pop()
        return "answer"

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    assert asyncio.run(until_answered(work, failed.append, wait, longest=longest)) == "answer"
    assert waited == pauses
    assert failed == errors


def test_a_refusal_can_be_the_end() -> None:
    """Silence is waited out, and a "no" is raised."""
    left: list[Exception] = [ServiceError("No.", 403), OSError()]

    async def work() -> None:
        raise left.pop()

    async def wait(_seconds: float) -> None:
        return

    with pytest.raises(ServiceError):
        asyncio.run(until_answered(work, lambda _: None, wait, end_if_refused=True))
    assert left == []
