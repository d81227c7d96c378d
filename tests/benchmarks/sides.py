"""The two sides of a benchmark, each a running hub: the course, and a stock JupyterHub."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import psutil

from pairs_course.hub import ports, processes
from pairs_course.hub.health import answers
from pairs_course.hub.settings import RUN, checkout, node, programs_path
from pairs_course.people.roster import roster_of
from pairs_course.store import Store

from .machine import until

MODULE = "05-debate-and-dialogue"
NOTEBOOK = f"{MODULE}/{MODULE}.ipynb"
#: What to measure answers with on the stock side: one widget that echoes.
ECHO = "echo.ipynb"

_COHORT = 12  # pairs of newcomers that are made at a time
_T = TypeVar("_T")


@dataclass(frozen=True)
class Newcomer:
    """Someone who may sign in and never did."""

    name: str
    password: str


@dataclass
class Side:
    """A running hub: where it is, whose programs it has, and who may come next."""

    folder: Path
    address: str
    make_people: Callable[[int], list[Newcomer]]
    _waiting: list[Newcomer] = field(default_factory=list)
    _batches: int = 0

    def newcomer(self) -> Newcomer:
        """Return somebody who was never here."""
        if not self._waiting:
            self._batches += 1
            self._waiting = self.make_people(self._batches)
        return self._waiting.pop(0)

    def programs(self) -> list[psutil.Process]:
        """Return the hub's programs, and those of everybody's servers."""
        return processes.programs_of(self.folder)

    def programs_of(self, person: Newcomer) -> list[psutil.Process]:
        """Return the server and the kernels of one person."""
        found = []
        for process in self.programs():
            with contextlib.suppress(psutil.Error):
                if process.environ().get("JUPYTERHUB_USER") == person.name:
                    found.append(process)
        return found


@contextlib.contextmanager
def course(folder: Path) -> Iterator[Side]:
    """Run the course on a state folder of its own, as ``make start`` does once it is set up."""
    command = [sys.executable, "-m", "pairs_course.hub.launch"]
    environment = _clean() | {"COURSE_STATE": str(folder), "COURSE_PORT": "0"}
    with _program(command, environment, folder / "launch.log") as program:
        running = folder / "running.json"
        until(lambda: _alive(program, folder) and running.exists(), "the course to start", 120)
        address = json.loads(running.read_text())["address"]
        yield Side(folder, address, lambda batch: _enrol(folder, batch))


@contextlib.contextmanager
def stock(folder: Path) -> Iterator[Side]:
    """Run a JupyterHub as it comes: names without passwords, JupyterLab, no course.

    It has the same Python environment and the same proxy. Whoever signs in finds the module's
    notebook in a home of their own.
    """
    own, hub, proxy = ports.free(3)
    address = f"http://127.0.0.1:{own}"
    environment = _clean() | {
        "PATH": programs_path(),
        RUN: str(folder),
        "STOCK_FOLDER": str(folder),
        "STOCK_ADDRESS": address,
        "STOCK_HUB_PORT": str(hub),
        "STOCK_PROXY_PORT": str(proxy),
        "STOCK_PROXY": json.dumps(node(checkout())),
    }
    config = Path(__file__).with_name("stock_jupyterhub_config.py")
    command = [sys.executable, "-m", "jupyterhub", "--config", str(config)]
    with _program(command, environment, folder / "jupyterhub.log") as program:
        login = f"{address}/hub/login"
        until(lambda: _alive(program, folder) and answers(login), "the stock hub to start", 120)
        yield Side(folder, address, _strangers)


def apart(call: Callable[[], _T]) -> _T:
    """Call in a thread of its own: the browser's loop runs in this one and bears no other."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


def _strangers(batch: int) -> list[Newcomer]:
    # A stock hub with names only lets anybody in.
    return [Newcomer(f"b{batch}-n{number}", "x") for number in range(2 * _COHORT)]


def _enrol(state: Path, batch: int) -> list[Newcomer]:
    """Add a cohort to the running course and release to it what the demo cohort has."""
    cohort, rows = f"bench-{batch}", []
    for n in range(1, _COHORT + 1):
        pair = f"b{batch}-pair{n}"
        rows.append((f"{pair}-patient", f"Patient {n}", "patient-leader", pair))
        rows.append((f"{pair}-professional", f"Professional {n}", "professional", pair))

    def add() -> dict[str, str]:
        with Store.in_folder(state) as store:
            passwords = store.people.add_cohort(cohort, roster_of(rows))
            for release in store.releases.list("demo"):
                archive = store.releases.get("demo", release.module).archive
                store.releases.put(cohort, release.module, archive)
        return passwords

    return [Newcomer(name, password) for name, password in apart(add).items()]


@contextlib.contextmanager
def _program(
    command: list[str], environment: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program with everything below it, and see to it that all of it ends."""
    log.parent.mkdir(parents=True)
    with log.open("wb") as file:
        program = subprocess.Popen(
            command,
            cwd=log.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
        try:
            yield program
        finally:
            if program.poll() is None:
                program.send_signal(signal.SIGINT)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    program.wait(20)
            processes.end_all(log.parent)


def _alive(program: subprocess.Popen[bytes], folder: Path) -> bool:
    if program.poll() is None:
        return True
    log = next(folder.glob("*.log"))
    raise RuntimeError(f"{folder.name} ended by itself: {log.read_text(errors='replace')[-2000:]}")


def _clean() -> dict[str, str]:
    """Return this environment without what would make either side less than as it comes."""
    ours = ("JUPYTER", "COURSE_", "PAIRS_", "NBGRADER", "CONFIGPROXY")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}
