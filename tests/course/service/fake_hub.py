"""Just enough of a hub to ask whose token it is, in a thread of the test."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ACCESS = "access:services!service=course"
PEOPLE: dict[str, dict[str, Any]] = {
    "t-ann": {"kind": "user", "name": "ann", "scopes": [ACCESS]},
    "t-ben": {"kind": "user", "name": "ben", "scopes": [ACCESS]},
    "t-out": {"kind": "user", "name": "ann", "scopes": ["access:servers!server=ann/"]},
    "t-dash": {"kind": "service", "name": "dashboards", "scopes": [ACCESS]},
}


class Hub(ThreadingHTTPServer):
    """Answers ``/hub/api/user``; ``asked`` has the token of each question."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.people = dict(PEOPLE)
        super().__init__(("127.0.0.1", 0), Answer)

    @property
    def environment(self) -> dict[str, str]:
        """What JupyterHub would set for its service ``course``."""
        return {
            "JUPYTERHUB_API_TOKEN": "t-service",
            "JUPYTERHUB_API_URL": f"http://127.0.0.1:{self.server_port}/hub/api",
            "JUPYTERHUB_BASE_URL": "/",
            "JUPYTERHUB_CLIENT_ID": "service-course",
            "JUPYTERHUB_OAUTH_ACCESS_SCOPES": json.dumps([ACCESS]),
            "JUPYTERHUB_OAUTH_CLIENT_ALLOWED_SCOPES": "[]",
            "JUPYTERHUB_SERVICE_NAME": "course",
            "JUPYTERHUB_SERVICE_PREFIX": "/services/course/",
        }


class Answer(BaseHTTPRequestHandler):
    """One question to the hub."""

    def do_GET(self) -> None:
        hub = self.server
        assert isinstance(hub, Hub)
        token = self.headers["Authorization"].removeprefix("token ")
        hub.asked.append(token)
        found = hub.people.get(token)
        body = json.dumps(found or {"status": 403, "message": "no"}).encode()
        self.send_response(200 if found else 403)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        """Stay quiet."""


@contextmanager
def fake_hub() -> Iterator[Hub]:
    """Run a hub on a free port for as long as the block."""
    with Hub() as hub:
        thread = threading.Thread(target=hub.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield hub
        finally:
            hub.shutdown()
            thread.join()
