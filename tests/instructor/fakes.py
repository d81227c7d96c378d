"""A small hub and course service for the dashboards, and the dashboards started against them."""

from __future__ import annotations

import json
import os
import signal
import socket
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


@dataclass
class Fakes:
    """What the fake hub knows and the fake course service answers.

    ``people`` maps a hub token to a username; ``allowed`` names those with access to the service.
    ``answers`` maps (cohort, viewer) to status and body. ``asked`` lists what was asked for.
    """

    people: dict[str, str] = field(default_factory=dict)
    allowed: set[str] = field(default_factory=set)
    answers: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    url: str = ""

    def answer(self, request: Any) -> tuple[int, Any]:
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
                return 404, {"message": "unknown"}
            scopes = [ACCESS] if name in self.allowed else []
            return 200, {"kind": "user", "name": name, "scopes": scopes, "groups": []}
        if url.path.startswith("/services/course/api/published/"):
            cohort = url.path.rsplit("/", 1)[1]
            self.asked.append((cohort, query["viewer"], authorization))
            return self.answers.get(
                (cohort, query["viewer"]),
                (404, {"error": {"code": "unknown-cohort", "message": "There is none."}}),
            )
        return 404, {}


def _state(query: dict[str, str]) -> dict[str, str]:
    return {"state": query["state"]} if "state" in query else {}


@contextmanager
def serving(fakes: Fakes) -> Iterator[Fakes]:
    """Serve the fakes on a free port while in use."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self.rfile.read(length)
            status, body = fakes.answer(self)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", body)
                body = ""
            data = json.dumps(body).encode()
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_GET  # noqa: N815 - as the standard library names it

        def log_message(self, *_: Any) -> None:
            """Say nothing: tests read what was asked."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
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

    def get(self, path: str, who: str = "pat") -> httpx.Response:
        """Ask as somebody who holds that hub token."""
        headers = {"Authorization": f"token {who}"}
        return httpx.get(f"{self.url}{PREFIX}{path}", headers=headers, timeout=90)

    def kernels(self) -> list[str]:
        """Return the command lines of this process's children: its kernels, alive now."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        lines = (Path(f"/proc/{child}/cmdline").read_bytes().decode() for child in children)
        return [line for line in lines if "ipykernel" in line]


@contextmanager
def dashboards(
    fakes: Fakes, state: Path, notebooks: Path | None = None, limit: float = 60
) -> Iterator[Running]:
    """Run the service as the hub does, with all that the hub puts into its environment."""
    port = free_port()
    keep = ("PATH", "HOME", "LANG", "TMPDIR")
    environment = {name: os.environ[name] for name in keep if name in os.environ} | {
        "JUPYTERHUB_API_TOKEN": COURSE_TOKEN,
        "JUPYTERHUB_API_URL": f"{fakes.url}/hub/api",
        "JUPYTERHUB_BASE_URL": "/",
        "JUPYTERHUB_CLIENT_ID": "service-dashboards",
        "JUPYTERHUB_HOST": "",
        "JUPYTERHUB_OAUTH_ACCESS_SCOPES": json.dumps([ACCESS]),
        "JUPYTERHUB_OAUTH_CALLBACK_URL": f"{PREFIX}oauth_callback",
        "JUPYTERHUB_SERVICE_NAME": "dashboards",
        "JUPYTERHUB_SERVICE_PREFIX": PREFIX,
        "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}",
        "COURSE_URL": f"{fakes.url}/services/course",
        "COURSE_STATE": str(state),
        "DASHBOARDS_RENDER_LIMIT": str(limit),
        "A_SECRET_OF_THE_SERVICE": "never in a kernel",
    }
    where = f"Path({str(notebooks)!r})" if notebooks else "pages.NOTEBOOKS"
    command = (
        "from pathlib import Path\nfrom pairs_instructor.dashboards import pages, service\n"
        f"service.main({where})"
    )
    log = state / "dashboards.log"
    state.mkdir(parents=True, exist_ok=True)
    with (
        log.open("wb") as said,
        subprocess.Popen(
            [sys.executable, "-c", command], env=environment, stdout=said, stderr=said
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
