"""Why a course cannot start is one sentence, and nothing is started."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from pairs_course.hub import launch
from pairs_course.hub.settings import Settings
from pairs_course.hub.welcome import welcome


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def _launch(state: Path, port: object) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "pairs_course.hub.launch"],
        env=os.environ | {"COURSE_STATE": str(state), "COURSE_PORT": str(port)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_log_turns_while_programs_write_into_it(tmp_path: Path) -> None:
    """What was said is in ``.log.1``, and who writes goes on in the same file."""
    log = tmp_path / "jupyterhub.log"
    with log.open("ab", buffering=0) as program:
        program.write(b"early\n" + b"x" * launch.LOG_BYTES)
        launch.turn(log)
        program.write(b"late\n")
        launch.turn(log)

    old = log.with_suffix(".log.1")
    assert log.read_bytes() == b"late\n"
    assert old.read_bytes().startswith(b"early\n")
    assert old.stat().st_mode & 0o777 == 0o600


def test_a_log_that_filled_the_disk_makes_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it cannot be copied it is begun anew all the same."""
    log = tmp_path / "jupyterhub.log"
    log.write_bytes(b"x" * (launch.LOG_BYTES + 1))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    launch.turn(log)

    assert log.read_bytes() == b""
    assert not log.with_suffix(".log.1").exists()


def test_the_log_is_looked_at_while_the_hub_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only as the course starts: a hub may run for months."""
    monkeypatch.setattr(launch, "LOOK_SECONDS", 0.01)
    log = tmp_path / "jupyterhub.log"
    log.write_bytes(b"x" * (launch.LOG_BYTES + 1))
    code = "import os, sys, time\nwhile os.stat(sys.argv[1]).st_size: time.sleep(0.01)"
    with subprocess.Popen([sys.executable, "-c", code, str(log)]) as hub:
        launch.look_after(hub, log)

    assert hub.returncode == 0
    assert log.with_suffix(".log.1").stat().st_size > launch.LOG_BYTES


def test_a_taken_port_is_said(tmp_path: Path, taken: int) -> None:
    """The sentence names the port and a free one."""
    status, out, err = _launch(tmp_path / "state", taken)

    assert (status, out) == (1, "")
    assert err.startswith(f"Port {taken} is taken by another program. Stop that program, or choose")
    assert err.count("\n") == 1


@pytest.mark.parametrize("port", ["http", "70000", "-1"])
def test_a_port_is_a_number(tmp_path: Path, port: str) -> None:
    """Anything else is refused in words."""
    status, out, err = _launch(tmp_path / "state", port)

    assert (status, out) == (1, "")
    assert err == (
        f"PORT must be a number from 1 to 65535, or 0 for any that is free, got “{port}”. "
        "Correct it and try again.\n"
    )


def test_a_state_belongs_to_one_course(tmp_path: Path) -> None:
    """A second course on the same folder would write into the first one's answers."""
    (tmp_path / "hub").mkdir()
    with (tmp_path / "hub" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        status, out, err = _launch(tmp_path, 0)

    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"A course is already running with {tmp_path}.")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """A file stands where the state folder should be."""
    (tmp_path / "file").touch()

    status, out, err = _launch(tmp_path / "file" / "state", 0)

    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"{tmp_path}/file/state: Not a directory.")


def test_a_full_disk_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is started that would break half-way."""
    monkeypatch.setenv("COURSE_STATE", str(tmp_path))
    monkeypatch.setenv("COURSE_PORT", "0")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    monkeypatch.setattr(launch.signal, "signal", lambda *_: None)

    status = launch.main()

    said = capsys.readouterr()
    assert (status, said.out) == (1, "")
    assert said.err == (
        "The disk is full. All answers are saved. Free some space, then run make start again.\n"
    )


def test_settings_travel_by_environment(tmp_path: Path) -> None:
    """A program of the course knows what the launcher knew."""
    root = launch.Settings.from_env({}).root
    settings = Settings(tmp_path, root, 1, 2, 3, 4, 5, "localprocess", fresh=True)

    assert Settings.from_env(settings.to_env()) == settings


@pytest.mark.parametrize(("fresh", "told"), [(True, ["--fresh"]), (False, [])])
def test_the_demo_is_told_whether_it_begins_fresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: bool, told: list[str]
) -> None:
    """As the setting says; the program that makes it gets the state folder first."""
    asked: list[list[str]] = []

    def made(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(command[-2 - fresh :])
        (tmp_path / "demo-passwords.json").write_text("{}")
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(launch.subprocess, "run", made)
    (tmp_path / "hub").mkdir()

    launch.demo_passwords(Settings(tmp_path, tmp_path, 1, 2, 3, 4, 5, fresh=fresh))

    assert asked == [["pairs_instructor.demo", str(tmp_path), *told]]


def test_the_welcome_is_a_table(tmp_path: Path) -> None:
    """Names and passwords stand under one another, below the address."""
    settings = Settings(tmp_path, tmp_path, 8000, 2, 3, 4, 5)

    text = welcome(settings, {"pair1-patient": "keep-staff-sofa", "sponsor": "a-b-c"})

    assert text.splitlines()[1:7] == [
        "The course is at  http://127.0.0.1:8000",
        "",
        "  Sign-in name    Password",
        "  -------------   ---------------",
        "  pair1-patient   keep-staff-sofa",
        "  sponsor         a-b-c",
    ]
    assert "  one cohort        http://127.0.0.1:8000/services/dashboards/cohort/demo-west" in text
