"""Servers start ahead and stop at the end: the hub is asked, and whoever asked does not wait."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pairs_course.service.servers import HubServers


class Hub(ThreadingHTTPServer):
    """Answers everything with ``status``, and keeps method, path and token of each request."""

    status = 201
    asked: list[tuple[str, str, str]]


class Answer(BaseHTTPRequestHandler):
    """One request to the hub."""

    def do_POST(self) -> None:
        hub = self.server
        assert isinstance(hub, Hub)
        hub.asked.append((self.command, self.path, self.headers["Authorization"]))
        self.send_response(hub.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_DELETE = do_POST  # noqa: N815 - http.server's own name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        """Stay quiet."""


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A hub on a free port."""
    with Hub(("127.0.0.1", 0), Answer) as running:
        running.asked = []
        thread = threading.Thread(target=running.serve_forever, args=(0.05,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def begin(url: str, username: str, *, end: bool = False) -> None:
    """Begin or end one server, and wait until the hub has answered."""

    async def once() -> None:
        servers = HubServers(url, "t-service")
        (servers.end if end else servers.begin)(username)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        assert len(others) == 1
        await asyncio.gather(*others)

    asyncio.run(once())


def test_the_hub_is_asked_with_the_services_token(hub: Hub) -> None:
    """The name is quoted: a slash in it would lead elsewhere."""
    begin(f"http://127.0.0.1:{hub.server_port}/hub/api", "a/b")
    begin(f"http://127.0.0.1:{hub.server_port}/hub/api", "a/b", end=True)

    assert hub.asked == [
        ("POST", "/hub/api/users/a%2Fb/server", "token t-service"),
        ("DELETE", "/hub/api/users/a%2Fb/server", "token t-service"),
    ]


@pytest.mark.parametrize(
    ("end", "status", "warned"),
    [(False, 201, 0), (False, 202, 0), (False, 400, 0), (False, 403, 1), (False, 500, 1),
     (True, 204, 0), (True, 400, 0), (True, 404, 0), (True, 403, 1)],
)  # fmt: skip
def test_only_what_nobody_expected_is_logged(
    hub: Hub, caplog: pytest.LogCaptureFixture, end: bool, status: int, warned: int
) -> None:
    """That the server runs already, or not at all, is no news; a refusal is, without a name."""
    hub.status = status

    with caplog.at_level(logging.WARNING, "pairs_course.service.servers"):
        begin(f"http://127.0.0.1:{hub.server_port}/hub/api", "amal", end=end)

    assert len(caplog.records) == warned
    assert "amal" not in caplog.text
    assert "t-service" not in caplog.text


def test_a_hub_that_is_away_is_only_logged(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    """Home is shown all the same."""
    hub.server_close()

    begin(f"http://127.0.0.1:{hub.server_port}/hub/api", "amal")

    assert len(caplog.records) == 1
