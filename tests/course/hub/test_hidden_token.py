"""A service of the hub has its token, and nobody finds it in what it was started with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LOOK = """
import os
from pathlib import Path
from pairs_course.hub import hidden_token
hidden_token.take()
began = Path("/proc/self/environ").read_text()
print(os.environ.get("JUPYTERHUB_API_TOKEN"), "hush" in began, os.getpid())
"""


def test_a_service_has_its_token_and_nobody_else_finds_it(tmp_path: Path) -> None:
    """It stays the same process, so that the hub still knows it."""
    (tmp_path / "look.py").write_text(LOOK)
    for token, expected in (("hush", "hush False"), (None, "None False")):
        with subprocess.Popen(
            [sys.executable, "-m", "pairs_course.hub.hidden_token", "look"],
            env={"PYTHONPATH": str(tmp_path)} | ({"JUPYTERHUB_API_TOKEN": token} if token else {}),
            stdout=subprocess.PIPE,
            text=True,
        ) as program:
            said, _ = program.communicate()
        assert said.strip() == f"{expected} {program.pid}"
