"""How long the service waits for somebody who does not finish what they began to say."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.types import Message, Receive, Scope, Send

from pairs_course.service import limits, uvicorn_server
from pairs_course.service.limits import BodyLimit
from pairs_course.service.problems import ApiProblem


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Read the whole body, then say that all is well."""
    del scope
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """A server that waits a moment only for the head of a request."""
    monkeypatch.setattr(uvicorn_server, "HEAD_SECONDS", 0.2)
    config = uvicorn.Config(
        app, http=uvicorn_server.PromptProtocol, lifespan="off", log_level="error"
    )
    running = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        yield listening.getsockname()
        running.should_exit = True
        thread.join()


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: here\r\nX-Slow: "])
def test_a_connection_that_never_asks_is_closed(address: tuple[str, int], begun: bytes) -> None:
    """Five hundred of them would otherwise stay for good."""
    with socket.create_connection(address, timeout=30) as line:
        line.sendall(begun)

        assert line.recv(100) == b""


def test_a_request_that_comes_whole_is_answered_again_and_again(address: tuple[str, int]) -> None:
    """Waiting for a head ends when it is there, and a connection may be used once more."""
    ask = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"
    with socket.create_connection(address, timeout=30) as line:
        for _ in range(2):
            line.sendall(ask)
            assert line.recv(1000).startswith(b"HTTP/1.1 204 ")


def test_a_body_that_stops_half_way_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first part came; the next one never does."""
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.05)
    pieces: list[Message] = [{"type": "http.request", "body": b"{", "more_body": True}]

    async def receive() -> Message:
        if pieces:
            return pieces.pop()
        await asyncio.Event().wait()
        raise AssertionError

    async def send(_: Message) -> None:
        """Take nothing."""

    scope = {"type": "http", "method": "POST", "path": "/x", "headers": []}
    with pytest.raises(ApiProblem) as given_up:
        asyncio.run(BodyLimit(app, "/")(scope, receive, send))

    assert (given_up.value.status, given_up.value.code) == (408, "too-slow")


def test_waiting_for_a_browser_to_leave_has_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long poll listens for that, with its body long here."""
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.01)
    body = [{"type": "http.request", "body": b"", "more_body": False}]
    left = asyncio.Event()

    async def receive() -> Message:
        if body:
            return body.pop()
        await left.wait()
        return {"type": "http.disconnect"}

    async def polls(_scope: Scope, receive: Receive, _send: Send) -> None:
        await receive()
        listening = asyncio.create_task(receive())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(listening), 0.1)
        assert not listening.done()
        left.set()
        assert (await listening)["type"] == "http.disconnect"

    async def send(_: Message) -> None:
        """Take nothing."""

    scope = {"type": "http", "method": "GET", "path": "/x", "headers": []}
    asyncio.run(BodyLimit(polls, "/")(scope, receive, send))
    assert left.is_set()
