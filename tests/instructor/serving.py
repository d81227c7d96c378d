"""The real course service on a free port, with tokens of its own, and nbgrader against it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pairs_course.answers import events
from pairs_course.answers.events import Event
from pairs_course.people.roster import roster_of
from pairs_course.programme import compiled
from pairs_course.service.app import create_app
from pairs_course.service.page_making import PageMaking
from pairs_course.service.token_auth import Caller
from pairs_course.service.uvicorn_server import Server
from pairs_course.store import Store
from pairs_instructor import cohort_folder

from .courses import MODULE

COHORT = "demo"
ROSTER = [
    ("ann", "Ann", "patient-leader", "pair1"),
    ("bob", "Bob", "professional", "pair1"),
    ("cat", "Cat", "patient-leader", "pair2"),
    ("dan", "Dan", "professional", "pair2"),
    ("fay", "Fay", "facilitator", ""),
]

#: ``nbgrader``, without two seconds of compiling a grammar that nothing here needs.
NBGRADER = "import pairs_instructor; from nbgrader.apps.nbgraderapp import main; main()"


class Tokens:
    """Knows that a person's token is ``token-of-NAME``, and a service's ``service-of-NAME``."""

    async def identify(self, token: str) -> Caller | None:
        """Return who a token belongs to."""
        if token.startswith("service-of-"):
            return Caller(token.removeprefix("service-of-"), "service", access=True)
        name = token.removeprefix("token-of-")
        return Caller(name, "user", access=True) if name != token else None


@dataclass(frozen=True)
class Programme:
    """A running course: its state folder, store and service."""

    state: Path
    store: Store
    url: str
    compiled: Path

    @property
    def root(self) -> Path:
        """The cohort's course folder."""
        return cohort_folder.folder_of(self.state, COHORT)

    def release(self, module: str = MODULE) -> None:
        """Generate and release a module without a hub, as the first set-up does."""
        cohort_folder.release(self.store, self.state, COHORT, module)

    def home(self, name: str) -> Path:
        """Return a participant's home, with nbgrader's settings for the cohort."""
        home = self.state / "homes" / name
        home.mkdir(parents=True, exist_ok=True)
        cohort_folder.open_to(home, self.state, COHORT)
        return home

    def nbgrader(self, name: str, *arguments: str, fails: bool = False) -> str:
        """Run one of nbgrader's commands as somebody, and return all that it printed."""
        place = self.root if name == "fay" else self.home(name)
        environment = {
            "PATH": os.defpath,
            "HOME": str(self.state / "homes" / name),
            "COURSE_URL": self.url,
            "JUPYTERHUB_API_TOKEN": f"token-of-{name}",
            "PAIRS_PROGRAMME": str(self.compiled),
            "PYTHONWARNINGS": "ignore",
        }
        done = subprocess.run(
            [sys.executable, "-c", NBGRADER, *arguments],
            cwd=place,
            env=environment,
            capture_output=True,
            text=True,
        )
        said = done.stdout + done.stderr
        assert (done.returncode != 0) == fails, said
        assert ("Traceback" in said) is False, said
        return said

    def does(self, name: str, module: str, kind: str, item: str, value: Any, *to: str) -> str:
        """Let somebody do something that others may see; returns the event's id."""
        event = Event(
            events.new_id(), events.now(), module, item, "once", kind, value, to or ("facilitator",)
        )
        receipt = self.store.events.add(name, [event], compiled.load())
        assert receipt.refused == []
        return event.id

    def passes(self, name: str, *items: str) -> None:
        """Let somebody prefer not to say something to these questions of the module."""
        for item in items:
            self.does(name, MODULE, "answer", item, "pass", "partner", "facilitator")


def prepare(state: Path) -> None:
    """Make a state folder with a cohort of two pairs and a facilitator."""
    with Store.in_folder(state) as store:
        store.people.add_cohort(COHORT, roster_of(ROSTER))
        cohort_folder.create(store, state, COHORT)


@contextmanager
def running(state: Path, programme: Path, making: PageMaking | None = None) -> Iterator[Programme]:
    """Run the service on a state folder; `programme` is the compiled one that kernels read.

    Without `making` no page of the dashboards is made.
    """
    with Store.in_folder(state) as store, socket.create_server(("127.0.0.1", 0)) as listening:
        app = create_app(store, compiled.load(), Tokens(), own_code=True, making=making)
        server = Server(app, "127.0.0.1", 0)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/services/course"
        try:
            yield Programme(state, store, url, programme)
        finally:
            server.should_exit = True
            thread.join()
