"""What is shipped is the wheel: installed without a checkout, it runs the whole course."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import sysconfig
import threading
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECONDS = 180


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment that has the wheel, and what it needs from the environment of tests."""
    folder = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "-q", "--disable-pip-version-check")
    build = (*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT))
    subprocess.run(build, check=True)
    place = folder / "env"
    venv.create(place, with_pip=False, symlinks=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(place)}))
    # The line adds the packages that the tests have, and not the checkout, which is beside them.
    (packages / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (place / "share").symlink_to(Path(sys.prefix) / "share")
    (wheel,) = folder.glob("*.whl")
    python = str(place / "bin" / "python")
    subprocess.run([*pip, "--python", python, "install", "--no-deps", str(wheel)], check=True)
    return place


@contextmanager
def started(place: Path, home: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run ``pairs start`` for a person whose home is empty; provide what it said, and end it."""
    ours = ("COURSE_", "PAIRS_", "PYTHON")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    course = subprocess.Popen(
        [place / "bin" / "pairs", "start", "--port", "0"],
        env=environment | {"HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield _until(course, "Press Ctrl-C to stop."), course
    finally:
        course.send_signal(signal.SIGINT)
        course.communicate(timeout=60)


def _until(course: subprocess.Popen[str], last: str) -> str:
    """Read what the course says up to a line; one that says nothing more is ended."""
    assert course.stdout is not None
    said = ""
    impatience = threading.Timer(SECONDS, course.kill)
    impatience.start()
    for line in course.stdout:
        said += line
        if last in line:
            break
    impatience.cancel()
    return said


def test_the_wheel_runs_the_course(installed: Path, tmp_path: Path) -> None:
    """``pairs start`` sets up the proxy once, keeps its state with the user, and stops cleanly."""
    with started(installed, tmp_path) as (said, course):
        assert "Setting up: the hub's proxy (only the first time)" in said
        found = re.search(r"The course is at  http://(127\.0\.0\.1:\d+)\n", said)
        assert found is not None, said
        line = http.client.HTTPConnection(found[1], timeout=60)
        line.request("GET", "/hub/login")
        assert b"Sign-in name" in line.getresponse().read()
        line.close()
        program = installed / "bin" / "python"
        module = subprocess.run(
            [program, "-c", "import pairs_course; print(pairs_course.__file__)"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert Path(module.stdout).is_relative_to(installed)

    data = tmp_path / ".local" / "share" / "collaborative-pairs"
    assert course.returncode == 0
    assert (data / "state" / "course.sqlite").exists()
    assert (data / "node_modules" / "configurable-http-proxy").is_dir()


def test_an_installed_course_says_its_own_commands(installed: Path, tmp_path: Path) -> None:
    """No word of make, or of a checkout that is not there."""
    done = subprocess.run(
        [installed / "bin" / "pairs", "doctor"],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert "make start" not in done.stdout + done.stderr
    assert "pairs start" in done.stdout + done.stderr
    assert str(tmp_path / ".local" / "share" / "collaborative-pairs" / "state") in done.stdout
