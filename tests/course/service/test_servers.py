"""Starting servers ahead: the hub is asked, and whatever it answers, Home does not notice."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pairs_course.service.servers import HubServers


class Hub(ThreadingHTTPServer):
    """Answers every POST with ``status``, and keeps path and token of each."""

    status = 201
    asked: list[tuple[str, str]]


class Answer(BaseHTTPRequestHandler):
    """One request to the hub."""

    def do_POST(self) -> None:
        hub = self.server
        assert isinstance(hub, Hub)
        hub.asked.append((self.path, self.headers["Authorization"]))
        self.send_response(hub.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

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


def begin(url: str, username: str) -> None:
    """Begin one server, and wait until the hub has answered."""

    async def once() -> None:
        servers = HubServers(url, "t-service")
        servers.begin(username)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        assert len(others) == 1
        await asyncio.gather(*others)

    asyncio.run(once())


def test_the_hub_is_asked_with_the_services_token(hub: Hub) -> None:
    """The name is quoted: a slash in it would lead elsewhere."""
    begin(f"http://127.0.0.1:{hub.server_port}/hub/api", "a/b")

    assert hub.asked == [("/hub/api/users/a%2Fb/server", "token t-service")]


@pytest.mark.parametrize(("status", "warned"), [(201, 0), (202, 0), (400, 0), (403, 1), (500, 1)])
def test_only_what_nobody_expected_is_logged(
    hub: Hub, caplog: pytest.LogCaptureFixture, status: int, warned: int
) -> None:
    """That the server runs already is no news; a refusal is, without name or token."""
    hub.status = status

    with caplog.at_level(logging.WARNING, "pairs_course.service.servers"):
        begin(f"http://127.0.0.1:{hub.server_port}/hub/api", "amal")

    assert len(caplog.records) == warned
    assert "amal" not in caplog.text
    assert "t-service" not in caplog.text


def test_a_hub_that_is_away_is_only_logged(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    """Home is shown all the same."""
    hub.server_close()

    begin(f"http://127.0.0.1:{hub.server_port}/hub/api", "amal")

    assert len(caplog.records) == 1
