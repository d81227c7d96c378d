"""Setting up: nothing twice, nothing half, and one sentence when it cannot be done."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from pairs_course.hub import bootstrap

FILES = ("requirements.txt", "requirements-dev.txt", "pyproject.toml", "package.json")


class Machine:
    """A checkout in a folder, where each step of the set-up is written down and not done."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.steps: list[str] = []
        self.fails: BaseException | None = None
        for name in (*FILES, "package-lock.json"):
            (root / name).write_text(name)

    def run(self, command: Sequence[str]) -> None:
        words = [os.path.relpath(word, self.root) if word[0] == "/" else word for word in command]
        step = " ".join(words[1:])
        self.steps.append(step)
        if "pip" in step and "-r" in words and self.fails:
            raise self.fails
        if "venv" in step:
            (self.root / ".venv" / "bin").mkdir(parents=True)
            (self.root / ".venv" / "bin" / "python").symlink_to("/bin/true")
        if step.startswith("ci"):
            (self.root / "node_modules" / "configurable-http-proxy").mkdir(
                parents=True, exist_ok=True
            )

    def set_up(self, tests: bool = False) -> list[str]:
        """Set up, and return what was done for it: the last word of each step."""
        self.steps.clear()
        bootstrap.set_up(tests)
        return [step.split()[-1] for step in self.steps]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    venv = tmp_path / ".venv"
    for name, value in {
        "ROOT": tmp_path,
        "VENV": venv,
        "PYTHON": venv / "bin" / "python",
        "STAMP": venv / "pairs-setup.json",
        "LOG": venv / "pairs-setup.log",
        "_run": machine.run,
        "_npm": lambda command: ("node", *command),
    }.items():
        monkeypatch.setattr(bootstrap, name, value)
    return machine


ALL = [".venv", "requirements.txt", ".", "--omit=dev"]


def test_the_second_time_nothing_is_done(machine: Machine) -> None:
    """Everything is set up once, in order."""
    first, second = machine.set_up(), machine.set_up()

    assert (first, second) == (ALL, [])


@pytest.mark.parametrize(
    ("file", "again"),
    [
        ("requirements.txt", ["requirements.txt"]),
        ("pyproject.toml", ["."]),
        ("package-lock.json", ["--omit=dev"]),
    ],
)
def test_what_changed_is_done_again(machine: Machine, file: str, again: list[str]) -> None:
    """And nothing else."""
    machine.set_up()
    (machine.root / file).write_text("other")

    assert machine.set_up() == again


def test_tests_need_more_and_running_needs_no_less(machine: Machine) -> None:
    """Set up for running, then for tests, then for running: the last has nothing to do."""
    machine.set_up()

    assert machine.set_up(tests=True) == ["requirements-dev.txt", "--no-update-notifier"]
    assert (machine.set_up(tests=True), machine.set_up()) == ([], [])


@pytest.mark.parametrize("problem", [KeyboardInterrupt(), bootstrap.SetupError("no network")])
def test_what_was_interrupted_is_made_anew(machine: Machine, problem: BaseException) -> None:
    """Packages that were being installed may be torn, so the whole environment goes."""
    machine.fails = problem
    with pytest.raises(type(problem)):
        machine.set_up()
    (machine.root / ".venv" / "torn").touch()
    machine.fails = None

    again = machine.set_up()

    assert (again, (machine.root / ".venv" / "torn").exists()) == (ALL, False)


def test_an_environment_from_elsewhere_is_made_anew(machine: Machine) -> None:
    """A checkout that was moved or copied has programs that point to the old place."""
    machine.set_up()
    stamp = machine.root / ".venv" / "pairs-setup.json"
    stamp.write_text(stamp.read_text().replace(str(machine.root), "/old/place"))

    assert machine.set_up() == ALL


def test_an_environment_whose_python_is_gone_is_made_anew(machine: Machine) -> None:
    """As after an upgrade of the system."""
    machine.set_up()
    (machine.root / ".venv" / "bin" / "python").unlink()

    assert machine.set_up()[0] == ".venv"


def test_an_environment_made_by_hand_is_kept(machine: Machine) -> None:
    """Somebody else's .venv that works is not thrown away."""
    machine.run((".", "-m", "venv", ".venv"))

    assert machine.set_up() == ALL[1:]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("WARNING: NewConnectionError('...')\nERROR: No matching distribution", "no network"),
        ("npm error code EAI_AGAIN", "no network"),
        ("The virtual environment was not created: ensurepip is not available", "python3-venv"),
        ("line\nERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "DO NOT MATCH THE HASHES"),
    ],
)
def test_why_a_step_failed_is_one_sentence(said: str, sentence: str) -> None:
    """Whatever pip and npm said before."""
    reason = bootstrap.reason(said)

    assert (sentence in reason, "\n" in reason) == (True, False)


def test_a_full_disk_is_said(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is made, or when a step breaks on it."""
    monkeypatch.setattr(bootstrap.signal, "signal", lambda *_: None)
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5_000_000))
        before = bootstrap.main([])
    machine.fails = OSError(errno.ENOSPC, "No space left on device")
    within = bootstrap.main([])

    said = capsys.readouterr().err.splitlines()
    assert (before, within, len(said)) == (1, 1, 2)
    assert said[0].startswith(f"The disk is full: 5 MB are free in {machine.root}, and setting up")
    assert said[1] == "The disk is full. Free some space, then run the same command again."
    with pytest.raises(OSError, match="28"):
        bootstrap.reason("OSError: [Errno 28] No space left on device")


def test_chromium_is_named_or_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """$CHROMIUM first, then the usual names on PATH, and a sentence if there is none."""
    program = tmp_path / "google-chrome"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    on_path = bootstrap.chromium()
    monkeypatch.setenv("CHROMIUM", "/nowhere/chrome")

    assert (on_path, bootstrap.chromium()) == (str(program), None)
    with pytest.raises(
        bootstrap.SetupError, match="CHROMIUM is /nowhere/chrome, which is not a program"
    ):
        bootstrap.ensure_chromium()


def test_without_a_python_make_says_so(tmp_path: Path) -> None:
    """One sentence, whatever is asked for."""
    make, shell = shutil.which("make"), shutil.which("sh")
    if make is None or shell is None:
        pytest.fail("make and sh are needed for this test")
    old = tmp_path / "python3"
    old.write_text(f'#!{shell}\ncase "$1" in --version) echo Python 3.8.1;; *) exit 1;; esac\n')
    old.chmod(0o755)
    (tmp_path / "sh").symlink_to(shell)

    done = subprocess.run(
        [make, "start"],
        cwd=Path(__file__).parents[3],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == (
        "This course needs Python 3.11 or newer, but none was found (Python 3.8.1). "
        "Install it, or set PYTHON to its path."
    )


def test_a_named_python_is_taken_or_refused(tmp_path: Path) -> None:
    """``make start PYTHON=...`` never goes on with another Python than the one that was named."""
    named = tmp_path / "python3.99"
    named.write_text("#!/bin/sh\nexit 0\n")
    named.chmod(0o755)

    def make(python: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["make", "--dry-run", "start", f"PYTHON={python}"],
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            check=True,
        )

    assert f'"{named}" course/pairs_course/hub/bootstrap.py' in make(named).stdout
    assert (
        f"PYTHON is set to {tmp_path}/none, which is unsuitable." in make(tmp_path / "none").stdout
    )


@pytest.mark.usefixtures("machine")
def test_a_second_set_up_waits_for_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two terminals, one checkout: what the first has half done is not taken for broken."""
    waits, begun = threading.Event(), threading.Event()
    monkeypatch.setattr(bootstrap, "say", lambda text: waits.set() if "Waiting" in text else None)

    def second() -> None:
        with bootstrap.alone():
            begun.set()

    with bootstrap.alone():
        thread = threading.Thread(target=second)
        thread.start()
        assert waits.wait(30)
        assert not begun.is_set()
    thread.join(30)

    assert begun.is_set()
