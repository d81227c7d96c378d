"""``pairs doctor``: checks this machine for problems and says how to fix them."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Final, Literal

from packaging.requirements import Requirement

from pairs_course.course_time import day
from pairs_course.hub import ports
from pairs_course.hub.bootstrap import chromium
from pairs_course.hub.launch import NEEDED, with_port
from pairs_course.hub.settings import Settings, checkout, node, start_command
from pairs_course.hub.start_server import ROOM
from pairs_course.people.names import isolate
from pairs_course.programme import begin, loader, sources
from pairs_course.programme.notebooks import modules_folder
from pairs_instructor import wording_approval

PROJECT: Final = "collaborative-pairs"
OLDEST_PYTHON: Final = (3, 11)
COMFORTABLE: Final = 1_000_000_000  # bytes; plenty for a cohort's homes and logs

State = Literal["ok", "note", "wrong"]
_NOT_CHECKED: Final = (
    "not checked, because the content has errors.",
    "Fix that first, then run: pairs doctor",
)


@dataclass(frozen=True)
class Finding:
    """The result of one check; ``mend`` is the next step, empty if all is well."""

    name: str
    state: State
    says: str
    mend: str = ""

    def text(self) -> str:
        """Return the finding as lines for a terminal."""
        line = f"{self.state:<6} {self.name}: {self.says}"
        return f"{line}\n       {self.mend}" if self.mend else line


def examine(settings: Settings) -> list[Finding]:
    """Check everything the course needs, leaving no changes behind."""
    checks: tuple[Callable[[Settings], Finding], ...] = (
        _python,
        _packages,
        _node,
        _proxy,
        _state_folder,
        _space,
        _homes,
        _store,
        _port,
        _content,
        _modules,
        wording,
        help_lines,
        _chromium,
    )
    return [check(settings) for check in checks]


def _python(_: Settings) -> Finding:
    here = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] >= OLDEST_PYTHON:
        return Finding("Python", "ok", here)
    oldest = ".".join(map(str, OLDEST_PYTHON))
    return Finding(
        "Python",
        "wrong",
        f"expected {oldest} or newer, got {here}.",
        "Install a newer one, create a new environment with it, and install the course there.",
    )


def _packages(_: Settings) -> Finding:
    problems = list(_missing_packages())
    if not problems:
        return Finding("Packages", "ok", "all required packages are installed")
    return Finding(
        "Packages", "wrong", f"{'; '.join(problems)}.", f"Install them with: {_install()}"
    )


def _missing_packages() -> Iterator[str]:
    for line in requires(PROJECT) or []:
        need = Requirement(line)
        if need.marker is not None and not need.marker.evaluate({"extra": ""}):
            continue
        try:
            found = version(need.name)
        except PackageNotFoundError:
            yield f"{need.name} is missing"
            continue
        if not need.specifier.contains(found, prereleases=True):
            yield f"{need.name} must be {need.specifier}, got {found}"


def _node(settings: Settings) -> Finding:
    program = node(settings.root)[0]
    return _program("Node.js", [program, "--version"], f"Install the packages again: {_install()}")


def _proxy(settings: Settings) -> Finding:
    program, script = node(settings.root)
    mend = f"It is installed into {settings.root / 'node_modules'} by: {start_command()}"
    return _program("The hub's proxy", [program, script, "--version"], mend)


def _program(name: str, command: list[str], mend: str) -> Finding:
    """Check a program by asking for its version."""
    missing = next((part for part in command[:-1] if not Path(part).exists()), None)
    if missing:
        return Finding(name, "wrong", f"expected {missing}, which is missing.", mend)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - programs of the course
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding(name, "wrong", f"it does not run ({type(error).__name__}).", mend)
    said = (done.stdout or done.stderr).strip().splitlines()
    if done.returncode or not said:
        return Finding(name, "wrong", f"it ended with status {done.returncode}.", mend)
    return Finding(name, "ok", said[0])


def _state_folder(settings: Settings) -> Finding:
    place = _existing(settings.state)
    try:
        if not place.is_dir():
            raise NotADirectoryError(20, "Not a directory")
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        return Finding(
            "State folder",
            "wrong",
            f"nothing can be written to {settings.state} ({place}: {error.strerror}).",
            "Make it writable for you, or set COURSE_STATE to another folder.",
        )
    is_new = "" if place == settings.state else " (it will be created)"
    return Finding("State folder", "ok", f"{settings.state}{is_new}")


def _space(settings: Settings) -> Finding:
    free = shutil.disk_usage(_existing(settings.state)).free
    says = f"{free // 1_000_000} MB are free for {settings.state}"
    mend = "Free some space, or set COURSE_STATE to a folder on another disk."
    if free < NEEDED:
        return Finding("Disk", "wrong", f"{says}, the course needs {NEEDED // 1_000_000}.", mend)
    if free < COMFORTABLE:
        comfortable = COMFORTABLE // 1_000_000
        return Finding("Disk", "note", f"{says}; {comfortable} is comfortable for a cohort.", mend)
    return Finding("Disk", "ok", says)


def _homes(settings: Settings) -> Finding:
    """Look for people whose home is full, so that their answers cannot be saved."""
    homes = sorted(settings.homes.iterdir()) if settings.homes.is_dir() else []
    full = [home.name for home in homes if home.is_dir() and free_in(home) < ROOM]
    if not full:
        return Finding("Homes", "ok", f"all {len(homes)} have free space")
    return Finding(
        "Homes",
        "wrong",
        f"no space is left for {', '.join(full)}, so their new answers cannot be saved.",
        f"Give them more space in {settings.homes}; saved answers are not lost.",
    )


def free_in(folder: Path) -> int:
    """Return how many bytes are free on the disk of a folder."""
    return shutil.disk_usage(folder).free


def _store(settings: Settings) -> Finding:
    path = settings.state / "course.sqlite"
    if not path.exists():
        return Finding("Store", "ok", "there is none yet; the first cohort will create it")
    try:
        # Read-only, so that checking changes nothing.
        database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            said = str(database.execute("PRAGMA quick_check").fetchone()[0])
        finally:
            database.close()
    except sqlite3.Error as error:
        said = str(error)
    if said == "ok":
        return Finding("Store", "ok", f"{path} is intact")
    return Finding(
        "Store",
        "wrong",
        f"{path} is damaged or cannot be read ({said}).",
        "Stop the course, keep a copy of the file, and restore the newest good backup.",
    )


def _port(settings: Settings) -> Finding:
    port = int(os.environ.get("PORT") or settings.port)
    address = f"http://127.0.0.1:{port}"
    if not port or ports.is_free(port):
        return Finding("Port", "ok", f"{port} is free")
    try:
        running = json.loads((settings.state / "running.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        running = {}
    if running.get("address") == address:
        return Finding("Port", "ok", f"the course is running at {address}")
    return Finding(
        "Port",
        "wrong",
        f"{port} is taken by another program.",
        f"Stop that program, or start the course with: {with_port(ports.free(1)[0])}",
    )


def _content(_: Settings) -> Finding:
    try:
        content = loader.load()
        begin.load()
    except (sources.ProgrammeError, OSError) as error:
        return Finding(
            "Content", "wrong", str(error).replace("\n", "\n       "), "Correct these lines."
        )
    questions = sum(len(question_set.items) for question_set in content.sets)
    return Finding("Content", "ok", f"{len(content.modules)} modules, {questions} questions")


def _modules(_: Settings) -> Finding:
    folder = modules_folder()
    try:
        wanted = [module.id for module in loader.load().modules]
    except (sources.ProgrammeError, OSError):
        return Finding("Notebooks", "note", *_NOT_CHECKED)
    missing = [name for name in wanted if not (folder / name / f"{name}.ipynb").is_file()]
    if missing:
        return Finding(
            "Notebooks",
            "wrong",
            f"expected a notebook for each module in {folder}, missing: {', '.join(missing)}.",
            "Restore them with: git checkout modules"
            if checkout()
            else f"Reinstall the course: {_install()}",
        )
    return Finding("Notebooks", "ok", f"one for each module in {folder}")


def wording(settings: Settings) -> Finding:
    """Check that the wording on boundaries and safety has been approved."""
    name = "Safety wording"
    try:
        now = wording_approval.digest(wording_approval.passages(settings))
    except (sources.ProgrammeError, OSError, ValueError):
        return Finding(name, "note", *_NOT_CHECKED)
    given = wording_approval.approval(settings)
    if given and given.digest == now:
        return Finding(name, "ok", f"approved by {isolate(given.by)} on {day(given.on)}")
    says = (
        f"the wording on boundaries and safety has changed since {isolate(given.by)} approved it "
        f"on {day(given.on)}."
        if given
        else "nobody has approved the wording on boundaries and safety."
    )
    mend = (
        "Show it to your governance lead with: pairs approve\n       "
        "Then record who approved it: pairs approve --by NAME"
    )
    return Finding(name, "note", says, mend)


def help_lines(settings: Settings) -> Finding:
    """Check that modules and the course's pages give the same telephone numbers."""
    name = "Help lines"
    try:
        lines = wording_approval.help_lines(settings)
        text = " ".join(one.text for one in wording_approval.passages(settings) if one.in_module)
    except (sources.ProgrammeError, OSError, ValueError):
        return Finding(name, "note", *_NOT_CHECKED)
    calls = ", ".join(line.call for line in lines)
    lost = [line.call for line in lines if not re.search(rf"\b{re.escape(line.call)}\b", text)]
    if not lost:
        return Finding(name, "ok", calls)
    return Finding(
        name,
        "note",
        f"the course's pages give {calls}, but no module gives {', '.join(lost)}.",
        "Change the numbers in modules/01-setting-out too, and release it again.",
    )


def _chromium(_: Settings) -> Finding:
    found = chromium()
    if found:
        return Finding("Chromium", "ok", found)
    return Finding(
        "Chromium",
        "note",
        "not found. Only make test and make bench need it.",
        "Install Chromium or Google Chrome, or set CHROMIUM to its path.",
    )


def _install() -> str:
    """Return the command that installs the course's packages."""
    return "make start" if checkout() else "pip install --force-reinstall collaborative-pairs"


def _existing(path: Path) -> Path:
    """Return the path itself, or its nearest existing parent."""
    return next(place for place in (path, *path.parents) if place.exists())
