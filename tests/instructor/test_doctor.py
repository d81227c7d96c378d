"""``pairs doctor``: every trouble it knows is found and comes with how to fix it."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
from collections import namedtuple
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from pairs_course.hub.settings import Settings
from pairs_course.programme import compiled, loader
from pairs_course.programme.sources import ProgrammeError
from pairs_instructor import doctor
from pairs_instructor.cli import main
from pairs_instructor.doctor import Finding, examine


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A machine on which nothing is wrong, with a free port."""
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.setenv("COURSE_STATE", str(tmp_path / "state"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        monkeypatch.setenv("COURSE_PORT", str(probe.getsockname()[1]))
    return Settings.from_env()


def found(settings: Settings, name: str) -> Finding:
    (finding,) = [f for f in examine(settings) if f.name == name]
    return finding


def test_nothing_is_wrong_here(settings: Settings) -> None:
    """On a machine that was set up no check fails, and looking makes nothing."""
    findings = examine(settings)

    assert [f.name for f in findings if f.state == "wrong"] == []
    assert not settings.state.exists()
    for finding in findings:
        assert bool(finding.mend) == (finding.state != "ok")


def test_the_command_says_all_is_well(settings: Settings) -> None:
    """Status 0, a line for each check, and the next step."""
    result = CliRunner().invoke(main, ["doctor"])

    assert result.exit_code == 0
    assert result.output.endswith("No problems found. Start the course with: make start\n")
    assert f"ok     Port: {settings.port} is free" in result.output.splitlines()


def test_the_command_fails_when_something_is_wrong(settings: Settings) -> None:
    """Status 1, what is wrong and how to fix it below it."""
    with socket.create_server(("127.0.0.1", settings.port)):
        result = CliRunner().invoke(main, ["doctor"])

    assert result.exit_code == 1
    lines = result.output.splitlines()
    wrong = lines.index(f"wrong  Port: {settings.port} is taken by another program.")
    assert lines[wrong + 1].strip().startswith("Stop that program, or start the course with: ")
    assert lines[-1] == "Found 1 problem. Fix what is listed above, then run: pairs doctor"


def test_the_port_of_the_running_course_is_not_wrong(settings: Settings) -> None:
    """The course itself may have its own port."""
    settings.state.mkdir()
    (settings.state / "running.json").write_text(json.dumps({"address": settings.address}))

    with socket.create_server(("127.0.0.1", settings.port)):
        finding = found(settings, "Port")

    assert finding == Finding("Port", "ok", f"the course is running at {settings.address}")


def test_a_missing_proxy(settings: Settings, tmp_path: Path) -> None:
    """A checkout that was not set up has no proxy."""
    finding = found(replace(settings, root=tmp_path), "The hub's proxy")

    assert finding.state == "wrong"
    assert finding.mend.endswith("by: make start")


def test_a_proxy_that_does_not_run(settings: Settings, tmp_path: Path) -> None:
    """A torn installation is seen by running it."""
    program = Path(settings.root / "node_modules" / "configurable-http-proxy" / "bin")
    torn = tmp_path / program.relative_to(settings.root) / "configurable-http-proxy"
    torn.parent.mkdir(parents=True)
    torn.write_text("process.exit(3)")

    finding = found(replace(settings, root=tmp_path), "The hub's proxy")

    assert (finding.state, finding.says) == ("wrong", "it ended with status 3.")


def test_a_state_folder_that_cannot_be(settings: Settings, tmp_path: Path) -> None:
    """A file where the folder should be is told with its place."""
    (tmp_path / "file").write_text("")

    finding = found(replace(settings, state=tmp_path / "file" / "state"), "State folder")

    assert finding.state == "wrong"
    assert f"({tmp_path / 'file'}: Not a directory)" in finding.says


@pytest.mark.parametrize(
    ("free", "state"), [(10_000_000, "wrong"), (500_000_000, "note"), (5_000_000_000, "ok")]
)
def test_disk_space(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, free: int, state: str
) -> None:
    """A nearly full disk is told before answers meet it."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(9, 9, free))

    finding = found(settings, "Disk")

    assert (finding.state, finding.says.split()[0]) == (state, str(free // 1_000_000))


def test_a_damaged_store(settings: Settings) -> None:
    """A store that is no database is found, and a whole one is left alone."""
    settings.state.mkdir()
    path = settings.state / "course.sqlite"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE t (n)")
    database.commit()
    database.close()
    assert found(settings, "Store") == Finding("Store", "ok", f"{path} is intact")

    path.write_bytes(b"x" * 5000)

    assert found(settings, "Store").state == "wrong"
    assert path.read_bytes() == b"x" * 5000


def test_content_that_does_not_load(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line that has to be corrected is named, and later checks say why they were not made."""

    def broken() -> None:
        raise ProgrammeError("programme.yaml:3: no\nneeds.yaml:7: no")

    monkeypatch.setattr(loader, "load", broken)

    assert found(settings, "Content").says == "programme.yaml:3: no\n       needs.yaml:7: no"
    assert found(settings, "Notebooks").state == "note"


def test_missing_notebooks(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every module of the programme has its notebook."""
    monkeypatch.setattr(doctor, "modules_folder", lambda: tmp_path)

    finding = found(settings, "Notebooks")

    assert finding.state == "wrong"
    missing = ", ".join(module.id for module in compiled.load().modules)
    assert f"missing: {missing}." in finding.says


@pytest.mark.parametrize(
    ("needs", "says"),
    [
        (["no-such-package-here>=1"], "no-such-package-here is missing."),
        (["click>=9000"], "click must be >=9000, got "),
        (["no-such-package-here; extra == 'dev'"], "all required packages are installed"),
    ],
)
def test_packages(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, needs: list[str], says: str
) -> None:
    """What pyproject asks for is held against what is installed; extras are left out."""
    monkeypatch.setattr(doctor, "requires", lambda _: needs)

    assert found(settings, "Packages").says.startswith(says)


def test_an_old_python(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that is too old is told with the oldest that will do."""
    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (4, 0))

    finding = found(settings, "Python")

    assert (finding.state, finding.says[:25]) == ("wrong", "expected 4.0 or newer, go")


def test_no_chromium_is_only_a_note(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only tests need Chromium."""
    nothing: Callable[[], str | None] = lambda: None  # noqa: E731
    monkeypatch.setattr(doctor, "chromium", nothing)

    assert found(settings, "Chromium").state == "note"


def test_a_full_home(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who can save nothing more is named, with the next step."""
    for name in ("ann-ash", "ben-roe"):
        (settings.homes / name).mkdir(parents=True)
    assert found(settings, "Homes").says == "all 2 have free space"
    monkeypatch.setattr(doctor, "free_in", lambda folder: 0 if folder.name == "ann-ash" else 10**9)

    finding = found(settings, "Homes")

    assert finding.state == "wrong"
    assert finding.says.startswith("no space is left for ann-ash,")
