"""`make bench` runs to its end in one go, long ones too; only the sizes are tiny here."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from .results import RESULTS


@pytest.mark.whole
def test_every_benchmark_runs_to_its_end() -> None:
    """Each figure that is kept is measured, one after the other in one program; none is kept."""
    before = RESULTS.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--all", "--tiny", "--pairs", "1"],
        cwd=RESULTS.parents[2],
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    table = done.stdout.rpartition("\n\n")[2].splitlines()
    assert sorted(line.split()[0] for line in table[2:]) == sorted(json.loads(before))
    assert RESULTS.read_bytes() == before
