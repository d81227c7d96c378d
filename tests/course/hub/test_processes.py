"""No program of a course is left when it stops, however it hangs in the process tree."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pairs_course.hub import processes

STUBBORN = (
    "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(99)"
)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program of the course in ``tmp_path`` that does not stop when it is asked to."""
    with subprocess.Popen(
        [sys.executable, "-c", STUBBORN],
        env=os.environ | {"PAIRS_RUN": str(tmp_path)},
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()
        yield program
        program.kill()


def test_a_stubborn_program_is_ended(program: subprocess.Popen[bytes], tmp_path: Path) -> None:
    """It is found in a session of its own, asked, and then made to stop."""
    found = [process.pid for process in processes.programs_of(tmp_path)]

    count = processes.end_all(tmp_path, patience=0.2)

    assert (found, count, processes.programs_of(tmp_path)) == ([program.pid], 1, [])


def test_another_course_goes_on(program: subprocess.Popen[bytes], tmp_path: Path) -> None:
    """Only programs of this very state folder are touched."""
    count = processes.end_all(tmp_path / "another")

    assert (count, program.poll()) == (0, None)
