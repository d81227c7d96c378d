"""Does what a newcomer does: clone, `make start`, look at the sign-in page, Ctrl-C.

``python -m tests.newcomer`` takes what is committed, in a folder with a space in its name, on a
free port. It exits 1, and says what went wrong, unless all of it works and nothing is left.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pairs_course.hub import health, ports, processes
from pairs_course.hub.settings import checkout

START_SECONDS = 900
STOP_SECONDS = 10


class WentWrongError(Exception):
    """Something a newcomer would have seen go wrong."""


def main() -> int:
    """Run the whole visit; return the exit status."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            _visit(Path(folder) / "a clean clone")
    except WentWrongError as problem:
        _say(f"make start from a clean clone: {problem}")
        return 1
    return 0


def _visit(clone: Path) -> None:
    subprocess.run(
        [_program("git"), "clone", "-q", "--no-hardlinks", str(checkout()), str(clone)], check=True
    )
    port = ports.free(1)[0]
    address = f"http://127.0.0.1:{port}/hub/login"
    first = _seconds(clone, port, address)
    second = _seconds(clone, port, address)
    _say(f"make start from a clean clone: sign-in page after {first:.0f} s, again {second:.0f} s")


def _seconds(clone: Path, port: int, address: str) -> float:
    """Start, wait for the sign-in page, stop; return how long the page took."""
    started = time.monotonic()
    with _make_start(clone, port) as make:
        while not health.answers(address):
            if make.poll() is not None:
                raise WentWrongError(f"it ended with {make.returncode}:\n{_said(clone)}")
            if time.monotonic() - started > START_SECONDS:
                raise WentWrongError(f"no sign-in page after {START_SECONDS} s:\n{_said(clone)}")
            time.sleep(0.2)
        while "Press Ctrl-C to stop" not in _said(clone):
            if make.poll() is not None or time.monotonic() - started > START_SECONDS:
                raise WentWrongError(f"it did not say how to sign in:\n{_said(clone)}")
            time.sleep(0.1)
        took = time.monotonic() - started
        asked = time.monotonic()
        os.killpg(make.pid, signal.SIGINT)  # as a terminal does on Ctrl-C
        make.wait(60)
        stopped = time.monotonic() - asked
    left = processes.programs_of(clone / ".state")
    if left:
        raise WentWrongError(f"programs are left: {[process.cmdline() for process in left]}")
    if not ports.is_free(port):
        raise WentWrongError(f"port {port} is still taken")
    if stopped > STOP_SECONDS:
        raise WentWrongError(f"stopping took {stopped:.1f} s, expected at most {STOP_SECONDS} s")
    return took


@contextmanager
def _make_start(clone: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "PAIRS_"))}
    with (clone.parent / "said.txt").open("wb") as said:
        make = subprocess.Popen(
            [_program("make"), "start", f"PORT={port}"],
            cwd=clone,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        yield make
    finally:
        if make.poll() is None:
            os.killpg(make.pid, signal.SIGTERM)
            make.wait()
        processes.end_all(clone / ".state")


def _said(clone: Path) -> str:
    return (clone.parent / "said.txt").read_text(errors="replace")


def _program(name: str) -> str:
    return shutil.which(name) or name


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a command speaks


if __name__ == "__main__":
    sys.exit(main())
