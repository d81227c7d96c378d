"""``setup``: from a fresh clone to the sign-in page, against installing the same packages alone."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pairs_course.hub import ports
from pairs_course.hub.health import answers
from pairs_course.hub.settings import checkout

from .bench import Bench
from .figures import Figure, paired, rounds
from .machine import until

WHAT = "a fresh clone and make start to the sign-in page, against installing the same packages"
_LIMIT = 1200


def run(bench: Bench) -> list[Figure]:
    """Set up in a new folder each time, with what pip and npm have fetched before."""
    kept = bench.folder / "fetched"
    environment = _environment(kept)

    def ours() -> float:
        with _new_folder(bench) as folder:
            return start_from_clone(folder, environment)

    def theirs() -> float:
        with _new_folder(bench) as folder:
            return install(folder, environment)

    ours()  # unmeasured: fetches what both then have at hand
    found = rounds(bench.pairs, {"ours": ours, "theirs": theirs})
    more = {"fetched": "by pip and npm before, so that the network does not count"}
    return [Figure("setup", WHAT, "s", paired(found["ours"], found["theirs"]), more)]


def start_from_clone(folder: Path, environment: dict[str, str]) -> float:
    """Return the seconds of ``git clone`` and ``make start``; stops the course again."""
    clone, [port] = folder / "clone", ports.free(1)
    started = time.perf_counter()
    _check(["git", "clone", "-q", str(checkout()), str(clone)], folder, environment)
    log = folder / "make.log"
    with log.open("wb") as file:
        make = subprocess.Popen(
            ["make", "start", f"PORT={port}"],
            cwd=clone,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    try:

        def ready() -> bool:
            if make.poll() is not None:
                raise RuntimeError(f"make start ended: {log.read_text(errors='replace')[-2000:]}")
            return answers(f"http://127.0.0.1:{port}/hub/login")

        until(ready, "the sign-in page", _LIMIT)
        return time.perf_counter() - started
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(make.pid, signal.SIGINT)  # as Ctrl-C does: to make and what it runs
        make.wait(30)


def install(folder: Path, environment: dict[str, str]) -> float:
    """Return the seconds of a new environment with the pinned packages in it."""
    # Not this environment's Python, but the one that it was made of, as in a fresh clone.
    base = str(getattr(sys, "_base_executable", sys.executable))
    requirements = str(checkout() / "requirements.txt")
    started = time.perf_counter()
    _check([base, "-m", "venv", "venv"], folder, environment)
    pip = [str(folder / "venv" / "bin" / "python"), "-m", "pip", "install", "-q"]
    _check([*pip, "--require-hashes", "-r", requirements], folder, environment)
    return time.perf_counter() - started


@contextlib.contextmanager
def _new_folder(bench: Bench) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(dir=bench.folder))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _environment(kept: Path) -> dict[str, str]:
    """Return this environment without an active .venv, and with a place for what is fetched."""
    taken = ("COURSE_", "PAIRS_", "JUPYTER", "VIRTUAL_ENV", "PYTHON", "MAKE", "MFLAGS")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(taken)}
    scripts = str(Path(sys.executable).parent)
    paths = [p for p in clean.get("PATH", os.defpath).split(os.pathsep) if p != scripts]
    return clean | {
        "PATH": os.pathsep.join(paths),
        "PIP_CACHE_DIR": str(kept / "pip"),
        "npm_config_cache": str(kept / "npm"),
    }


def _check(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:3])}: {done.stderr.strip()[-2000:]}")
