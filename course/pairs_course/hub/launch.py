"""Runs the course on this machine for trying out: ``python -m pairs_course.hub.launch``.

``make start`` (after the set-up) and ``pairs start`` run it. It creates the demo cohort, starts
JupyterHub and all its programs, prints the address and passwords, and stops everything on Ctrl-C.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import IO, Final

from pairs_course.atomic_write import atomic_write
from pairs_course.file_lock import locked
from pairs_course.hub import health, ports, processes, proxy
from pairs_course.hub.bootstrap import SetupError
from pairs_course.hub.settings import (
    Settings,
    SettingsError,
    checkout,
    programs_path,
    start_command,
)
from pairs_course.hub.welcome import welcome
from pairs_course.programme import loader, sources

START_SECONDS: Final = 90
# With processes.end_all, these must add up to less than the ten seconds that stopping may take.
BELOW_SECONDS: Final = 3.5
STOP_SECONDS: Final = 3.0
NEEDED: Final = 50_000_000  # bytes free in the state folder; with less the disk is soon full
RUNNING: Final = "running.json"  # exists while people can sign in: the address, our process id
LOG_BYTES: Final = 5_000_000
LOOK_SECONDS: Final = 60.0  # how often the log's size is checked
AGAIN: Final = 3  # restarts of a crashed hub within AGAIN_SECONDS
AGAIN_SECONDS: Final = 600.0

_FULL: Final = {errno.ENOSPC, errno.EDQUOT}


class CannotStart(Exception):  # noqa: N818 - it is what happened, in words for people
    """The course cannot run; the message says why and what to do."""


class Stopped(BaseException):
    """Ctrl-C, or another signal to stop."""


def main() -> int:
    """Run until told to stop; return the exit status."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    try:
        _run(Settings.from_env())
    except (CannotStart, SettingsError, SetupError) as problem:
        _say(str(problem), sys.stderr)
        return 1
    except OSError as error:
        _say(_sentence(error), sys.stderr)
        return 1
    except Stopped:
        _say(f"The course has stopped. All answers are saved. Run {start_command()} to continue.")
    return 0


def _run(settings: Settings) -> None:
    settings.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.hub_folder.mkdir(mode=0o700, exist_ok=True)
    _check_space(settings.state)
    with _alone(settings):
        if processes.programs_of(settings.state):
            _say("Ending programs left over from a course that did not stop properly.")
            processes.end_all(settings.state)
        _check_port(settings.port)
        (settings.state / RUNNING).unlink(missing_ok=True)
        try:
            settings = _choose_ports(settings)
            _ensure_proxy(settings)
            _compile(settings)
            _serve(settings)
        finally:
            _ignore_signals()
            processes.end_all(settings.state)


def _serve(settings: Settings) -> None:
    """Run JupyterHub until a signal raises Stopped; restart it if it crashes."""
    _say("Starting the course ...")
    running = settings.state / RUNNING
    ends: list[float] = []
    with _log(settings) as log:
        try:
            while True:
                with _hub(settings, log) as hub:
                    # Done while the hub starts, which takes about as long.
                    passwords = {} if ends else demo_passwords(settings)
                    _wait_until_there(settings, hub)
                    if ends:
                        _say("The course is running again.")
                    else:
                        told = {"address": settings.address, "public": settings.for_people}
                        atomic_write(running, json.dumps(told | {"pid": os.getpid()}))
                        _say(welcome(settings, passwords))
                    look_after(hub, settings.log)
                ends = [end for end in ends if time.monotonic() - end < AGAIN_SECONDS]
                ends.append(time.monotonic())
                if len(ends) > AGAIN:
                    raise CannotStart(
                        f"The course keeps stopping by itself. See the end of {settings.log}."
                    )
                _say("The hub stopped by itself. Starting it again ...")
                processes.end_parts(settings.state)
        finally:
            running.unlink(missing_ok=True)


def _wait_until_there(settings: Settings, hub: subprocess.Popen[bytes]) -> None:
    for url in health.addresses(settings):
        deadline = time.monotonic() + START_SECONDS
        while not health.answers(url):
            if hub.poll() is not None or time.monotonic() > deadline:
                raise CannotStart(_why(settings))
            time.sleep(0.15)


def look_after(hub: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the hub ends, rotating its log meanwhile."""
    while True:
        try:
            hub.wait(LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            turn(log)
        else:
            return


@contextlib.contextmanager
def _hub(settings: Settings, log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "pairs_course.hub.start_hub"]
    command += ["--config", str(Path(__file__).with_name("jupyterhub_config.py"))]
    environment = os.environ | settings.to_env() | {"PATH": programs_path()}
    # In its own session, so that Ctrl-C reaches only this program, which then stops the hub.
    hub = subprocess.Popen(  # noqa: S603 - our own program
        command,
        cwd=settings.hub_folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        yield hub
    finally:
        if hub.poll() is None:
            _ignore_signals()
            _say("Stopping ...")
            processes.end_below(hub.pid, BELOW_SECONDS)
            hub.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                hub.wait(STOP_SECONDS)


def demo_passwords(settings: Settings) -> dict[str, str]:
    """Create the demo cohort unless it exists; return the passwords by sign-in name."""
    how = ["--fresh"] if settings.fresh else []
    # A separate program, since course/ may not import instructor/.
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "pairs_instructor.demo", str(settings.state), *how],
        env=os.environ | settings.to_env() | {"PATH": programs_path()},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    settings.log.with_name("demo.log").write_text(done.stdout + done.stderr)
    if done.returncode == 0:
        found: dict[str, str] = json.loads((settings.state / "demo-passwords.json").read_text())
        return found
    if "No space left on device" in done.stderr or "disk is full" in done.stderr:
        raise OSError(errno.ENOSPC, "")
    last = (done.stderr.strip().splitlines() or ["no reason was given"])[-1]
    raise CannotStart(f"The demo cohort cannot be created: {last}")


def with_port(port: int) -> str:
    """Return the command that starts the course on another port."""
    return f"make start PORT={port}" if checkout() else f"pairs start --port {port}"


def _ensure_proxy(settings: Settings) -> None:
    """Install the hub's proxy unless the set-up has already done so."""
    if proxy.is_there(settings.root):
        return
    _say("Setting up: the hub's proxy (only the first time)")
    proxy.install(settings.root)


def _compile(settings: Settings) -> None:
    try:
        loader.compile_to(settings.programme)
    except sources.ProgrammeError as error:
        raise CannotStart(str(error)) from None


@contextlib.contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Lock the state folder, so that a second course cannot run on it."""
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(locked(settings.hub_folder / "lock", wait=False))
        except BlockingIOError:
            raise CannotStart(
                f"A course is already running with {settings.state}. "
                "Stop it with Ctrl-C where it was started, or choose another COURSE_STATE."
            ) from None
        yield


def _check_port(port: int) -> None:
    if port and not ports.is_free(port):
        raise CannotStart(
            f"Port {port} is taken by another program. "
            f"Stop that program, or choose another port: {with_port(ports.free(1)[0])}"
        )


def _check_space(folder: Path) -> None:
    if shutil.disk_usage(folder).free < NEEDED:
        raise OSError(errno.ENOSPC, "")


def _choose_ports(settings: Settings) -> Settings:
    own, hub, proxy, service, dashboards = ports.free(5)
    return replace(
        settings,
        port=settings.port or own,
        hub_port=hub,
        proxy_port=proxy,
        service_port=service,
        dashboards_port=dashboards,
    )


def _log(settings: Settings) -> IO[bytes]:
    settings.log.touch(mode=0o600)
    turn(settings.log)
    return settings.log.open("ab", buffering=0)


def turn(log: Path) -> None:
    """Rotate a large log: copy it to ``.log.1`` and truncate it.

    The file itself must stay, because the course's programs keep appending to it.
    """
    if log.stat().st_size <= LOG_BYTES:
        return
    old = log.with_suffix(".log.1")
    try:
        old.touch(mode=0o600)
        shutil.copyfile(log, old)
    except OSError:  # the disk is full, perhaps of this very log
        old.unlink(missing_ok=True)
    os.truncate(log, 0)


def _why(settings: Settings) -> str:
    text = settings.log.read_text(errors="replace")[-4000:]
    if "No space left on device" in text or "disk is full" in text:
        return _sentence(OSError(errno.ENOSPC, ""))
    return f"The course did not start. The reason is at the end of {settings.log}."


def _sentence(error: OSError) -> str:
    if error.errno in _FULL:
        return (
            "The disk is full. All answers are saved. "
            f"Free some space, then run {start_command()} again."
        )
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}. Fix this, then run {start_command()} again."


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise Stopped


def _ignore_signals() -> None:
    """Let nothing interrupt the shutdown, whose time is limited anyway."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _say(text: str, where: IO[str] | None = None) -> None:
    with contextlib.suppress(BrokenPipeError):
        print(text, file=where or sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
