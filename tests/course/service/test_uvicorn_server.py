"""The service as JupyterHub runs it: a process, real sockets, stopped by a signal."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pairs_course.answers.events import Event, new_id, now
from pairs_course.programme import loader
from pairs_course.store import Store

from ..cohort import with_cohort
from .fake_hub import Hub, fake_hub

MODULE = "05-debate-and-dialogue"


@dataclass
class Running:
    """One service process."""

    process: subprocess.Popen[str]
    url: str
    state: Path

    def ask(self, token: str, path: str, body: object = None) -> Any:
        request = urllib.request.Request(  # noqa: S310 - always http on this machine
            f"{self.url}api/{path}",
            json.dumps(body).encode() if body is not None else None,
            {"Authorization": f"token {token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
            return json.load(answer)

    def stop(self, how: signal.Signals) -> float:
        """Stop the process and return the seconds it took."""
        begun = time.perf_counter()
        self.process.send_signal(how)
        self.process.wait(20)
        return time.perf_counter() - begun


def environment(hub: Hub, state: Path, port: int) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("JUPYTERHUB_")}
    url = f"http://127.0.0.1:{port}"
    return {**clean, **hub.environment, "JUPYTERHUB_SERVICE_URL": url, "COURSE_STATE": str(state)}


@contextmanager
def started(hub: Hub, state: Path) -> Iterator[Running]:
    """Run ``python -m pairs_course.service`` until the end of the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "pairs_course.service"],
        env=environment(hub, state, port),
        stderr=subprocess.PIPE,
        text=True,
    )
    running = Running(process, f"http://127.0.0.1:{port}/services/course/", state)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                assert running.ask("none", "health") == {"ok": True}
                break
            except (urllib.error.URLError, ConnectionError):
                assert process.poll() is None, process.communicate()[1]
                assert time.monotonic() < until
                time.sleep(0.05)  # asking without a pause would keep it from starting
        yield running
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def hub() -> Iterator[Hub]:
    with fake_hub() as hub:
        yield hub


@pytest.fixture
def service(hub: Hub, tmp_path: Path) -> Iterator[Running]:
    with_cohort(tmp_path).close()
    with started(hub, tmp_path) as running:
        yield running


def waiting_for_a_change(
    service: Running, answers: list[Any], tokens: list[str]
) -> list[threading.Thread]:
    """Begin a long poll for each token; return the threads, once each has been asked."""

    def poll(token: str, version: str) -> None:
        answers.append(service.ask(token, f"pair/{MODULE}?since={version}&wait=60"))

    threads = []
    for token in tokens:
        version = service.ask(token, f"pair/{MODULE}")["version"]
        threads.append(threading.Thread(target=poll, args=(token, version)))
        threads[-1].start()
    return threads


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopping_does_not_wait_for_those_who_wait(service: Running, how: signal.Signals) -> None:
    """Whoever waits gets an answer, not a broken line."""
    answers: list[Any] = []
    threads = waiting_for_a_change(service, answers, ["t-ann", "t-ben"] * 3)
    service.ask("t-ann", "me")  # the polls before it are with the service by now

    seconds = service.stop(how)

    for thread in threads:
        thread.join()
    assert seconds < 10  # half a second, but for a busy machine; they would wait for a minute
    assert [answer["view"]["phase"] for answer in answers] == ["alone"] * 6


def test_what_was_acknowledged_survives_a_kill_and_wakes_the_partner(
    service: Running, hub: Hub
) -> None:
    """The partner's open request ends; killed at once after, the service has everything."""
    answers: list[Any] = []
    (thread,) = waiting_for_a_change(service, answers, ["t-ben"])
    fields = [
        f.id
        for _, i in loader.load().joint_items(MODULE)
        if i.id == "sentence-05"
        for f in i.fields
    ]
    proposal = Event(
        new_id(), now(), MODULE, "sentence-05", "once", "propose",
        dict.fromkeys(fields, "We listen first."), ("partner", "facilitator"), "w",
    )  # fmt: skip

    taken = service.ask("t-ann", "events", {"events": [proposal.to_json()]})
    thread.join(20)
    service.process.kill()
    service.process.wait(20)

    assert taken == {"accepted": [proposal.id], "refused": []}
    assert answers[0]["view"]["joint"]["sentence-05"]["open"][0]["by"] == "partner"
    with started(hub, service.state) as again:
        view = again.ask("t-ann", f"pair/{MODULE}")["view"]
    assert view["joint"]["sentence-05"]["open"][0]["id"] == proposal.id


def test_what_is_due_is_closed_before_the_first_answer(hub: Hub, tmp_path: Path) -> None:
    """Also when the service was away that night; and once, however often it starts."""
    with with_cohort(tmp_path) as store:
        store.waves.set_date("north", "start", date(2020, 1, 1))

    found = []
    for _ in range(2):
        with started(hub, tmp_path) as running, Store.in_folder(tmp_path) as store:
            found.append(store.waves.published("north"))
            running.stop(signal.SIGINT)

    assert list(found[0]) == ["start"]
    assert found[0] == found[1]


def test_only_the_hub_says_who_calls(service: Running) -> None:
    """Unknown tokens and tokens without access are refused over the wire too."""
    codes = []
    for token in ("t-nobody", "t-out"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            service.ask(token, "me")
        with refused.value as answer:
            codes.append((answer.code, json.load(answer)["error"]["code"]))

    assert codes == [(401, "not-recognised"), (403, "no-access")]
    assert service.ask("t-ann", "me")["name"] == "Ann Alder"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"COURSE_STATE": None}, "COURSE_STATE is not set."),
        ({"JUPYTERHUB_SERVICE_URL": "nowhere"}, "must be http://host:port, got nowhere"),
    ],
)
def test_a_missing_setting_is_said_in_a_sentence(
    hub: Hub, tmp_path: Path, change: dict[str, str | None], says: str
) -> None:
    """Started by hand, it says who starts it."""
    settings = {**environment(hub, tmp_path, 1), **change}
    done = subprocess.run(
        [sys.executable, "-m", "pairs_course.service"],
        env={k: v for k, v in settings.items() if v is not None},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr
