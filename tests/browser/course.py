"""A real course for browser tests, started like `make start`, on free ports."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

ROOT = Path(__file__).parents[2]
START_SECONDS = 180
STOP_SECONDS = 30
#: Shows modules on one page, as people can choose. Most tests do not depend on sittings; those
#: that do use ``sittings=True``. A page with a null origin has no such storage.
ONE_PAGE = "if (origin !== 'null') localStorage.setItem('pairs/one-page', 'yes')"


class RunningCourse:
    """A course with the demo cohort, all modules released, and a state folder to inspect.

    Most tests create what they check, so they start with a fresh cohort, in which nobody has sent
    anything. ``address`` stays the same after :meth:`restart`. ``passwords`` are by sign-in name.
    ``settings`` are environment variables.
    """

    def __init__(self, state: Path, **settings: str) -> None:
        self.state = state
        self._settings = {"COURSE_FRESH": "yes"} | settings
        self.address = ""
        self.passwords: dict[str, str] = {}
        self._port = 0
        self._program: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the course and wait until everything answers."""
        self.state.mkdir(parents=True, exist_ok=True)
        if self._settings["COURSE_FRESH"] == "yes" and not any(self.state.iterdir()):
            _copy_seeded(self.state)
        said = (self.state / "said.txt").open("w")
        self._program = subprocess.Popen(
            [sys.executable, "-m", "pairs_course.hub.launch"],
            env=os.environ
            | {"COURSE_STATE": str(self.state), "COURSE_PORT": str(self._port)}
            | self._settings,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            text=True,
        )
        said.close()
        running = self.state / "running.json"
        deadline = time.monotonic() + START_SECONDS
        while not running.exists():
            if self._program.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"The course did not start: {self._last_words()}")
            time.sleep(0.1)
        self.address = json.loads(running.read_text())["address"]
        self._port = int(self.address.rpartition(":")[2])
        self.passwords = json.loads((self.state / "demo-passwords.json").read_text())

    def stop(self) -> None:
        """Stop everything, as Ctrl-C does."""
        if self._program is not None and self._program.poll() is None:
            self._program.send_signal(signal.SIGINT)
            try:
                self._program.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._program.kill()
                self._program.wait()
        self._program = None

    def restart(self) -> None:
        """Stop and start again, at the same address with the same state."""
        self.stop()
        self.start()

    def kernels(self, name: str) -> list[psutil.Process]:
        """Return the running kernels of one person."""
        return [program for program in self._programs(name) if is_kernel(program)]

    def kill_kernels(self, name: str) -> None:
        """Kill every kernel of one person, as a machine short of memory would."""
        _kill(self.kernels(name))

    def kill_server(self, name: str) -> None:
        """Kill one person's server and its kernels."""
        _kill(self._programs(name))

    def kill_hub(self) -> None:
        """Kill only the hub, as a machine short of memory would."""
        _kill(self._of("pairs_course.hub.start_hub"))

    def has_hub(self) -> bool:
        """Return whether a hub is running."""
        return bool(self._of("pairs_course.hub.start_hub"))

    def stop_service(self) -> None:
        """Make the service hang, so that it does not answer; see :meth:`resume_service`."""
        for process in self._of("pairs_course.service"):
            process.suspend()

    def resume_service(self) -> None:
        """Let the service continue."""
        for process in self._of("pairs_course.service"):
            process.resume()

    def _programs(self, name: str) -> list[psutil.Process]:
        return [
            process
            for process, environment in self._all()
            if environment.get("JUPYTERHUB_USER") == name
        ]

    def _of(self, module: str) -> list[psutil.Process]:
        return [process for process, _ in self._all() if module in command_of(process)]

    def _all(self) -> list[tuple[psutil.Process, dict[str, str]]]:
        found = []
        for process in psutil.process_iter():
            try:
                environment = process.environ()
                if environment.get("PAIRS_RUN") == str(self.state):
                    found.append((process, environment))
            except (psutil.Error, OSError):
                continue
        return found

    def _last_words(self) -> str:
        log = self.state / "hub" / "jupyterhub.log"
        said = (self.state / "said.txt").read_text()
        return said + (log.read_text()[-3000:] if log.exists() else "")


def _copy_seeded(state: Path) -> None:
    """Copy the fresh demo cohort, which is created once per test run.

    ``make start`` would create the same, but takes many seconds; `tests.newcomer` tests that.
    """
    # All workers of a run have their folders in the run's folder.
    shared = state.parents[1] if "PYTEST_XDIST_WORKER" in os.environ else state.parent
    seeded = shared / "seeded course"
    seeded.mkdir(mode=0o700, exist_ok=True)
    with (seeded / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = seeded / "state"
        if not made.exists():
            part = seeded / "part"
            subprocess.run(
                [sys.executable, "-m", "pairs_instructor.demo", str(part), "--fresh"], check=True
            )
            # With the pages of its dashboards, or each course would make them after its start.
            subprocess.run(
                [sys.executable, "-m", "pairs_instructor.dashboards.make_pages"],
                env=os.environ | {"COURSE_STATE": str(part)},
                check=True,
            )
            part.rename(made)
    shutil.copytree(made, state, symlinks=True, dirs_exist_ok=True)
    for link in (one for one in state.rglob("*") if one.is_symlink()):
        target = link.readlink()
        if target.is_relative_to(seeded / "part"):
            link.unlink()
            link.symlink_to(state / target.relative_to(seeded / "part"), target_is_directory=True)


def command_of(process: psutil.Process) -> list[str]:
    """Return a program's command line, or [] if it has ended."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:  # including a zombie
        return []


def is_kernel(process: psutil.Process) -> bool:
    """Return whether a program is a running kernel."""
    return "ipykernel_launcher" in command_of(process)


class People:
    """Signs people in, each in their own window, and watches their pages.

    Requests to other hosts and console errors are problems; :meth:`check` fails on them.
    :meth:`forgive` is for errors that a test causes on purpose.
    """

    def __init__(self, browser: Browser, course: RunningCourse) -> None:
        self._browser = browser
        self._course = course
        self._contexts: list[BrowserContext] = []
        self._forgiven: list[str] = []
        self.problems: list[str] = []

    def __call__(self, name: str, **options: Any) -> Page:
        """Return a page with ``name`` signed in, at Home; ``options`` are for the context."""
        page = self.stranger(**options)
        self.sign_in(page, name)
        return page

    def stranger(self, *, sittings: bool = False, **options: Any) -> Page:
        """Return a page in a window where nobody is signed in.

        With ``sittings`` a module shows one sitting at a time, which is the default for people.
        """
        usual = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}
        context = self._browser.new_context(base_url=self._course.address, **usual | options)
        context.set_default_timeout(60_000)
        if not sittings:
            context.add_init_script(ONE_PAGE)
        context.on("request", lambda request: self._look(request.url))
        context.on("console", self._listen)
        context.on("weberror", lambda error: self._note(f"error in the page: {error.error}"))
        context.on("page", lambda page: page.on("websocket", lambda ws: self._look(ws.url)))
        self._contexts.append(context)
        return context.new_page()

    def sign_in(self, page: Page, name: str, password: str | None = None) -> None:
        """Sign in on the page, and wait for the page that follows; Home by default."""
        if "/hub/login" not in page.url:
            page.goto("/hub/login")
        page.get_by_label("Sign-in name").fill(name)
        page.get_by_label("Password", exact=True).fill(password or self._course.passwords[name])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/hub/login" not in url and "/oauth2/" not in url)

    def forgive(self, *texts: str) -> None:
        """Ignore problems in this test that contain one of these texts."""
        self._forgiven += texts

    def check(self) -> None:
        """Fail on the problems so far."""
        problems = [p for p in self.problems if not any(t in p for t in self._forgiven)]
        if problems:
            pytest.fail("The pages did what they must not:\n" + "\n".join(problems))

    def close(self) -> None:
        """Leave every page, as people do, then close every window.

        A closing window loses its cookies first, and open pages would send one more request.
        """
        for context in self._contexts:
            for page in context.pages:
                page.goto("about:blank")
            context.close()

    def _look(self, url: str) -> None:
        ours = (self._course.address, self._course.address.replace("http", "ws"))
        if not url.startswith((*ours, "data:", "blob:", "about:")):
            self._note(f"a request to another host: {url}")

    def _listen(self, message: Any) -> None:
        if message.type == "error":
            self._note(f"error in the console: {message.text} ({message.location.get('url')})")

    def _note(self, problem: str) -> None:
        self.problems.append(problem)


def loaded(page: Page) -> None:
    """Wait for the line about loading to disappear, since everything below it then moves up."""
    loading = page.locator(".pairs-lab-notice, #loading").filter(has_text="Loading your questions")
    expect(loading).to_have_count(0)


def _kill(processes: Iterable[psutil.Process]) -> None:
    processes = list(processes)
    for process in processes:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(processes, timeout=10)
