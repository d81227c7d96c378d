"""A real course for browser tests: started as `make start` starts it, on free ports."""

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
#: What a person does who prefers a module on one page. Most tests look at something else than where
#: in a module it stands; those that go from sitting to sitting say so (``sittings=True``).
#: A page without an address of its own has no such storage.
ONE_PAGE = "if (origin !== 'null') localStorage.setItem('pairs/one-page', 'yes')"


class RunningCourse:
    """A course of its own: the demo cohort, all modules released, a state folder to look into.

    Most tests do what they look at themselves, and so begin with a fresh cohort, in which nobody
    has sent anything. ``address`` stays the same over :meth:`restart`. ``passwords`` are by sign-in
    name. ``settings`` are variables of its environment.
    """

    def __init__(self, state: Path, **settings: str) -> None:
        self.state = state
        self._settings = {"COURSE_FRESH": "yes"} | settings
        self.address = ""
        self.passwords: dict[str, str] = {}
        self._port = 0
        self._program: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it and wait until everything answers."""
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
        """Stop all of it as Ctrl-C does."""
        if self._program is not None and self._program.poll() is None:
            self._program.send_signal(signal.SIGINT)
            try:
                self._program.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._program.kill()
                self._program.wait()
        self._program = None

    def restart(self) -> None:
        """Stop it and start it again, at the same address with the same state."""
        self.stop()
        self.start()

    def kernels(self, name: str) -> list[psutil.Process]:
        """Return the running kernels of one person."""
        return [program for program in self._programs(name) if is_kernel(program)]

    def kill_kernels(self, name: str) -> None:
        """End every kernel of one person at once, as a machine short of memory would."""
        _kill(self.kernels(name))

    def kill_server(self, name: str) -> None:
        """End the whole server of one person at once, with its kernels."""
        _kill(self._programs(name))

    def kill_hub(self) -> None:
        """End the hub at once, and nothing else, as a machine short of memory would."""
        _kill(self._of("pairs_course.hub.start_hub"))

    def has_hub(self) -> bool:
        """Say whether a hub runs."""
        return bool(self._of("pairs_course.hub.start_hub"))

    def stop_service(self) -> None:
        """Make the service hang, so that it does not answer; see :meth:`resume_service`."""
        for process in self._of("pairs_course.service"):
            process.suspend()

    def resume_service(self) -> None:
        """Let the service go on."""
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
    """Begin with the fresh demo cohort as another course of this run has made it.

    ``make start`` would make the same; it takes many seconds, and `tests.newcomer` tries it.
    """
    # The workers of one run have their folders side by side in that of the run.
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
    """Return the command line of a program; nothing where it has ended since it was found."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:  # also where its parent has not taken note of that yet
        return []


def is_kernel(process: psutil.Process) -> bool:
    """Say whether a program is a kernel that runs."""
    return "ipykernel_launcher" in command_of(process)


class People:
    """Signs people in, each in a window of their own, and watches what their pages do.

    A request to another host and an error in the console are problems; :meth:`check` fails on
    them. :meth:`forgive` is for an error that a test brings about itself.
    """

    def __init__(self, browser: Browser, course: RunningCourse) -> None:
        self._browser = browser
        self._course = course
        self._contexts: list[BrowserContext] = []
        self._forgiven: list[str] = []
        self.problems: list[str] = []

    def __call__(self, name: str, **options: Any) -> Page:
        """Return a page of ``name`` that is signed in and at Home; options are the context's."""
        page = self.stranger(**options)
        self.sign_in(page, name)
        return page

    def stranger(self, *, sittings: bool = False, **options: Any) -> Page:
        """Return a page of a window where nobody is signed in.

        With ``sittings`` a module shows one sitting at a time, as it does for everybody at first.
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
        """Sign in on the page, which then is where it was led; Home by default."""
        if "/hub/login" not in page.url:
            page.goto("/hub/login")
        page.get_by_label("Sign-in name").fill(name)
        page.get_by_label("Password", exact=True).fill(password or self._course.passwords[name])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/hub/login" not in url and "/oauth2/" not in url)

    def forgive(self, *texts: str) -> None:
        """Expect problems that contain one of these texts from now on, in this test."""
        self._forgiven += texts

    def check(self) -> None:
        """Fail on the problems so far."""
        problems = [p for p in self.problems if not any(t in p for t in self._forgiven)]
        if problems:
            pytest.fail("The pages did what they must not:\n" + "\n".join(problems))

    def close(self) -> None:
        """Leave every page, as people do, and close every window.

        A window that is closed loses its cookies first, and its pages ask once more without them.
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
    """Wait until a module says no more that it loads: all below moves up when that line goes."""
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
