"""Opening a module brings the newest words first, in a real Jupyter server at a real service."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from pairs_course.hub import open_handler
from pairs_course.hub.plain_page.released import digest
from pairs_course.service.app import create_app
from pairs_course.service.token_auth import Caller
from pairs_course.service.uvicorn_server import Server
from pairs_course.service_line import ServiceLine
from pairs_course.store import Store

from ..cohort import archive, with_cohort
from ..strategies import MODULE, PROGRAMME

NOTEBOOK = f"{MODULE}/{MODULE}.ipynb"
OTHER = "01-setting-out"


class Tokens:
    """Knows that the token of a person is ``user-NAME``."""

    async def identify(self, token: str) -> Caller | None:
        return Caller(token.removeprefix("user-"), "user", access=True)


def module(words: str, code: str = "1 + 1", name: str = MODULE) -> bytes:
    """Pack a module with one paragraph and one code cell."""
    cells = [
        {"cell_type": "markdown", "source": words, "metadata": {}, "id": "w"},
        {"cell_type": "code", "source": code, "metadata": {}, "id": "c", "outputs": [],
         "execution_count": None},
    ]  # fmt: skip
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return archive({f"{name}.ipynb": json.dumps(notebook)})


@dataclass
class Running:
    """Ann's server, and the course's service that it asks."""

    store: Store
    home: Path
    url: str
    service: Server

    def open(self, module: str = MODULE, door: str = "plain") -> str:
        """Open a module as Home does; return where it leads."""
        answer = self.get(f"pairs/open/{module}?door={door}")
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def get(self, path: str) -> httpx.Response:
        headers = {"Authorization": "token t"}
        return httpx.get(f"{self.url}/{path}", headers=headers, timeout=60)

    def source(self, name: str = MODULE) -> str:
        """Return the words that lie in the module's folder."""
        notebook = json.loads((self.home / name / f"{name}.ipynb").read_text())
        return str(notebook["cells"][0]["source"])

    def digests(self) -> dict[str, str]:
        """Return what may run on opening, which both doors must know alike."""
        config = self.home / ".pairs" / "config"
        page = json.loads((config / "labconfig" / "page_config.json").read_text())
        released = json.loads((config / "released.json").read_text())
        assert json.loads(page["pairsCourse"]) == released
        return released  # type: ignore[no-any-return]


@dataclass
class Serving:
    """The course's service with one released module, and what Ann's server has from the hub."""

    store: Store
    home: Path
    service: Server
    environment: dict[str, str]


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    home = tmp_path / "home"
    config = home / ".pairs" / "config"
    config.mkdir(parents=True)
    (config / "me.json").write_text('{"role": "patient-leader", "cohort": "north"}')
    with (
        with_cohort(tmp_path / "state") as store,
        socket.create_server(("127.0.0.1", 0)) as listening,
    ):
        store.releases.put("north", MODULE, module("First words."))
        service = Server(create_app(store, PROGRAMME, Tokens()), "127.0.0.1", 0)
        thread = threading.Thread(target=service.run, kwargs={"sockets": [listening]})
        thread.start()
        environment = {
            "HOME": str(home),
            "COURSE_URL": f"http://127.0.0.1:{listening.getsockname()[1]}/services/course",
            "JUPYTERHUB_API_TOKEN": "user-ann",
        }
        try:
            yield Serving(store, home, service, environment)
        finally:
            service.should_exit = True
            thread.join()


@pytest.fixture
def running(serving: Serving, tmp_path: Path) -> Iterator[Running]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {
        **serving.environment,
        "PATH": os.defpath,
        "JUPYTER_CONFIG_DIR": str(serving.home / "no-settings"),
        "PYTHONWARNINGS": "ignore",
    }
    options = [
        f"--port={port}",
        "--port-retries=0",
        "--IdentityProvider.token=t",
        "--allow-root",
        '--ServerApp.jpserver_extensions={"pairs_course.hub.server_extension": True}',
    ]
    with (tmp_path / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--no-browser", *options],
            cwd=serving.home,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            with httpx.Client(transport=httpx.HTTPTransport(retries=12)) as client:
                client.get(f"{url}/api", timeout=60)  # each retry waits twice as long
            yield Running(serving.store, serving.home, url, serving.service)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


def test_new_words_are_there_at_the_next_opening(running: Running) -> None:
    """Through both doors, in a server that runs all the time; the journal is left alone."""
    journal = running.home / ".pairs" / "answers.jsonl"
    journal.write_text("answers")

    plain = running.open()
    first = (running.source(), running.digests())
    running.store.releases.put("north", MODULE, module("New words.", "2 + 2"), force=True)
    lab = running.open(door="lab")

    assert (plain, lab) == (f"/voila/render/{NOTEBOOK}", f"/lab/tree/{NOTEBOOK}?reset")
    assert first[0] == "First words."
    assert running.source() == "New words."
    released = json.loads((running.home / NOTEBOOK).read_text())
    assert running.digests() == {NOTEBOOK: digest(released)}
    assert running.digests() != first[1]
    assert journal.read_text() == "answers"


def test_what_is_released_or_taken_back_meanwhile_comes_and_goes(running: Running) -> None:
    """A module that came after the server's start opens; one that is gone leads to a page that
    says so, through either door. Only names of modules are addresses."""
    running.store.releases.put("north", OTHER, module("Another.", name=OTHER))
    there = running.open(OTHER, door="lab")
    came = running.source(OTHER)
    running.store.releases.remove("north", OTHER)
    gone = running.open(OTHER, door="lab")

    assert (there, came) == (f"/lab/tree/{OTHER}/{OTHER}.ipynb?reset", "Another.")
    assert gone == f"/voila/render/{OTHER}/{OTHER}.ipynb"
    assert list(running.digests()) == [NOTEBOOK]
    for path in ("..%2f..%2fetc", "05/..", "A%20b"):
        assert running.get(f"pairs/open/{path}").status_code == 404


def test_while_the_service_is_away_what_is_there_opens(running: Running) -> None:
    """The words that came last, and no waiting for more than a moment."""
    running.open()
    running.service.should_exit = True

    began = time.monotonic()
    led = running.open()

    assert (led, running.source()) == (f"/voila/render/{NOTEBOOK}", "First words.")
    assert time.monotonic() - began < 10


def test_looking_for_new_words_asks_once(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    """With eight modules and nothing new there is one question and nothing is fetched."""
    for name, value in serving.environment.items():
        monkeypatch.setenv(name, value)
    for n in range(1, 8):
        name = f"{n:02}-more"
        serving.store.releases.put("north", name, module("More. " * 5000, name=name))
    assert len(open_handler.bring_up_to_date(serving.home)) == 8
    asked: list[str] = []
    get = ServiceLine.get

    def note(line: ServiceLine, path: str) -> bytes:
        asked.append(path)
        return get(line, path)

    monkeypatch.setattr(ServiceLine, "get", note)

    open_handler.bring_up_to_date(serving.home)

    assert asked == ["api/exchange/north/assignments"]
