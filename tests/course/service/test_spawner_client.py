"""Servers start ahead and stop at the end: the hub is asked, and whoever asked does not wait."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pairs_course.service.spawner_client import HubServers


class Hub(ThreadingHTTPServer):
    """Answers everything with ``status``, and keeps method, path and token of each request."""

    status = 201
    running = 0
    asked: list[tuple[str, str, str]]


class Answer(BaseHTTPRequestHandler):
    """One request to the hub."""

    def do_POST(self) -> None:
        hub = self.server
        assert isinstance(hub, Hub)
        hub.asked.append((self.command, self.path, self.headers["Authorization"]))
        self._answer(hub.status, b"")

    def do_GET(self) -> None:
        """Say how many servers run, as JupyterHub does to whom accepts pages of a list."""
        hub = self.server
        assert isinstance(hub, Hub)
        assert self.path == "/hub/api/users?state=active&limit=1"
        assert self.headers["Accept"] == "application/jupyterhub-pagination+json"
        hub.asked.append((self.command, self.path, self.headers["Authorization"]))
        counted = {"items": [], "_pagination": {"total": hub.running}}
        self._answer(200 if hub.status < 400 else hub.status, json.dumps(counted).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

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
    [(False, 201, 0), (False, 202, 0), (False, 400, 0), (False, 429, 0),
     (False, 403, 1), (False, 500, 1), (True, 204, 0), (True, 400, 0),
     (True, 404, 0), (True, 403, 1)],
)  # fmt: skip
def test_only_what_nobody_expected_is_logged(
    hub: Hub, caplog: pytest.LogCaptureFixture, end: bool, status: int, warned: int
) -> None:
    """That the server runs already, or not at all, is no news; a refusal is, without a name."""
    hub.status = status

    with caplog.at_level(logging.WARNING, "pairs_course.service.spawner_client"):
        begin(f"http://127.0.0.1:{hub.server_port}/hub/api", "amal", end=end)

    assert len(caplog.records) == warned
    assert "amal" not in caplog.text
    assert "t-service" not in caplog.text


def test_a_hub_that_is_away_is_only_logged(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    """Home is shown all the same."""
    hub.server_close()

    begin(f"http://127.0.0.1:{hub.server_port}/hub/api", "amal")

    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    ("running", "places", "begun"),
    [(0, 0, 30), (999, 0, 30), (0, 10, 5), (3, 10, 2), (5, 10, 0), (10, 10, 0), (0, 5, 3)],
)
def test_servers_are_begun_ahead_only_while_half_the_places_are_free(
    hub: Hub, running: int, places: int, begun: int
) -> None:
    """Thirty people who open Home at once are counted, too: the hub is asked once for all."""
    hub.running = running

    async def thirty() -> None:
        servers = HubServers(f"http://127.0.0.1:{hub.server_port}/hub/api", "t-service", places)
        for number in range(30):
            servers.begin(f"p{number}")
        await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))

    asyncio.run(thirty())

    methods = [method for method, _, _ in hub.asked]
    assert methods.count("POST") == begun
    assert methods.count("GET") == (1 if places else 0)


def test_where_nobody_can_say_how_many_run_none_is_begun_ahead(
    hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    """Opening a page starts it then."""
    hub.status = 403

    async def once() -> None:
        HubServers(f"http://127.0.0.1:{hub.server_port}/hub/api", "t-service", 8).begin("amal")
        await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))

    asyncio.run(once())

    assert [method for method, _, _ in hub.asked] == ["GET"]
    assert "were not counted" in caplog.text
