"""A small hub and course service for the dashboards, and the dashboards started against them."""

from __future__ import annotations

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

PREFIX = "/services/dashboards/"
ACCESS = "access:services!service=dashboards"
SERVICE_TOKEN = "token-of-the-service"  # noqa: S105 - of the fake hub
COURSE_TOKEN = "in-the-service-only"  # noqa: S105
_TLS = ssl.create_default_context()  # httpx would make one for each request, and take longest at it


@dataclass
class Fakes:
    """What the fake hub knows and the fake course service answers.

    ``people`` maps a hub token to a username; ``allowed`` names those with access to the service.
    ``answers`` maps (path, viewer) to status and body, where the path is what comes after
    ``/api/``. ``asked`` lists what was asked for. ``make`` has a page made and returns the status
    of the answer; ``wanted`` lists which. ``away`` lets the course service answer nobody.
    """

    people: dict[str, str] = field(default_factory=dict)
    allowed: set[str] = field(default_factory=set)
    answers: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    make: Callable[[], int] = lambda: 204
    wanted: list[tuple[str, str]] = field(default_factory=list)
    away: bool = False
    url: str = ""

    def answer(self, request: Any, sent: bytes = b"") -> tuple[int, Any]:
        url = urlsplit(request.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        authorization = request.headers.get("Authorization", "")
        if url.path == "/hub/api/oauth2/authorize":
            callback = query["redirect_uri"] + "?" + urlencode({"code": "c", **_state(query)})
            return 302, callback
        if url.path == "/hub/api/oauth2/token":
            return 200, {"access_token": next(iter(self.people))}
        if url.path == "/hub/api/user":
            name = self.people.get(authorization.removeprefix("token "))
            if name is None:
                return 403, {"message": "unknown"}
            scopes = [ACCESS] if name in self.allowed else []
            return 200, {"kind": "user", "name": name, "scopes": scopes, "groups": []}
        path = url.path.removeprefix("/services/course/api/")
        if self.away:
            return 502, {}
        if path == "pages":
            wanted = json.loads(sent)
            self.wanted.append((wanted["page"], wanted["cohort"]))
            return self.make(), None
        viewer = query.get("viewer", "")
        self.asked.append((path, viewer, authorization))
        none = (404, {"error": {"code": "unknown-cohort", "message": "There is none."}})
        return self.answers.get((path, viewer), none)


def _state(query: dict[str, str]) -> dict[str, str]:
    return {"state": query["state"]} if "state" in query else {}


class _Server(ThreadingHTTPServer):
    request_queue_size = 512  # with five, as it comes, a crowd has to knock again after seconds


@contextmanager
def serving(fakes: Fakes) -> Iterator[Fakes]:
    """Serve the fakes on a free port while in use."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            status, body = fakes.answer(self, self.rfile.read(length))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", body)
                body = ""
            data = json.dumps(body).encode() if body is not None else b""
            if status != 204:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_GET  # noqa: N815 - as the standard library names it

        def log_message(self, *_: Any) -> None:
            """Say nothing: tests read what was asked."""

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    fakes.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield fakes
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def free_port() -> int:
    """Return a port of the loopback address that is free now."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port: int = place.getsockname()[1]
        return port


@dataclass(frozen=True)
class Running:
    """The dashboards as a process; ``state`` is its state folder, ``log`` what it said."""

    url: str
    state: Path
    log: Path
    pid: int

    def get(self, path: str, who: str = "pat", **headers: str) -> httpx.Response:
        """Ask as somebody who holds that hub token."""
        return self.ask("GET", path, who, **headers)

    def ask(
        self, method: str, path: str, who: str = "pat", content: bytes = b"", **headers: str
    ) -> httpx.Response:
        """Ask by any method, without a token where ``who`` is empty.

        Headers have underscores for dashes, and replace the usual ones.
        """
        told = {"Authorization": f"token {who}"} if who else {}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        url = f"{self.url}{PREFIX}{path}"
        return httpx.request(method, url, headers=told, content=content, timeout=90, verify=_TLS)


@contextmanager
def dashboards(
    fakes: Fakes, state: Path, course: tuple[str, str] | None = None
) -> Iterator[Running]:
    """Run the service as the hub does, with all that the hub puts into its environment.

    ``course`` is the address of a real course service, and the token that it knows this one by.
    """
    course_url, token = course or (f"{fakes.url}/services/course", COURSE_TOKEN)
    port = free_port()
    keep = ("PATH", "HOME", "LANG", "TMPDIR")
    environment = {name: os.environ[name] for name in keep if name in os.environ} | {
        "JUPYTERHUB_API_TOKEN": token,
        "JUPYTERHUB_API_URL": f"{fakes.url}/hub/api",
        "JUPYTERHUB_BASE_URL": "/",
        "JUPYTERHUB_CLIENT_ID": "service-dashboards",
        "JUPYTERHUB_HOST": "",
        "JUPYTERHUB_OAUTH_ACCESS_SCOPES": json.dumps([ACCESS]),
        "JUPYTERHUB_OAUTH_CALLBACK_URL": f"{PREFIX}oauth_callback",
        "JUPYTERHUB_SERVICE_NAME": "dashboards",
        "JUPYTERHUB_SERVICE_PREFIX": PREFIX,
        "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}",
        "COURSE_URL": course_url,
        "COURSE_STATE": str(state),
    }
    log = state / "dashboards.log"
    state.mkdir(parents=True, exist_ok=True)
    with (
        log.open("wb") as said,
        subprocess.Popen(
            [sys.executable, "-m", "pairs_instructor.dashboards"],
            env=environment,
            stdout=said,
            stderr=said,
        ) as process,
    ):
        try:
            wait_for(lambda: _answers(port), process)
            yield Running(f"http://127.0.0.1:{port}", state, log, process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)


def wait_for(done: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Wait until something holds, at most a minute, while the process lives."""
    tick = threading.Event()
    for _ in range(600):
        if done():
            return
        assert process.poll() is None, "the service ended by itself"
        tick.wait(0.1)
    raise AssertionError("the service did not answer in a minute")


def _answers(port: int) -> bool:
    with socket.socket() as place:
        return place.connect_ex(("127.0.0.1", port)) == 0
