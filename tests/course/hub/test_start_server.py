"""What is prepared before a person's server starts, also while the service is away."""

from __future__ import annotations

import errno
import io
import json
import zipfile
from pathlib import Path

import pytest

from pairs_course.hub import start_server
from pairs_course.programme.module_digest import digest_of_files
from pairs_course.service_line import ServiceLine

NOTEBOOK = json.dumps({"metadata": {}, "cells": []}).encode()
FILES = {"01-a.ipynb": NOTEBOOK}


@pytest.fixture(autouse=True)
def _line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_URL", "http://127.0.0.1:1/services/course")
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "t")
    monkeypatch.setenv("JUPYTERHUB_BASE_URL", "/prefix/")


def _answering(monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    me = {"role": role, "cohort": "demo", "username": "u", "name": "N"}
    listed = {"assignments": [{"module": "01-a", "digest": digest_of_files(FILES)}], "cohorts": []}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("01-a.ipynb", NOTEBOOK)
    monkeypatch.setattr(ServiceLine, "get_json", lambda _, path: me if path == "api/me" else listed)
    monkeypatch.setattr(ServiceLine, "get", lambda *_: packed.getvalue())


def test_both_doors_learn_what_was_released(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The digests stand in a file for the plain page, and in the settings of JupyterLab's page."""
    _answering(monkeypatch, "professional")

    role = start_server.prepare(tmp_path)

    config = tmp_path / ".pairs" / "config"
    released = json.loads((config / "released.json").read_text())
    page = json.loads((config / "labconfig" / "page_config.json").read_text())
    assert (role, list(released)) == ("professional", ["01-a/01-a.ipynb"])
    assert page == {
        "pairsCourse": json.dumps(released),
        "pairsHome": "/prefix/services/course/",
        "pairsPerson": "N",
    }
    me = json.loads((config / "me.json").read_text())
    assert me == {"role": role, "cohort": "demo", "name": "N"}


def test_what_a_person_keeps_is_closed_to_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Also a folder that an earlier version left open."""
    _answering(monkeypatch, "professional")
    folders = [tmp_path / ".pairs", tmp_path / ".pairs" / "config"]
    folders[1].mkdir(parents=True)
    for folder in folders:
        folder.chmod(0o755)

    start_server.prepare(tmp_path)

    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o700, 0o700]


def test_without_the_service_the_last_release_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Digests, folders and role stay as they were; the log gets a line without token or name."""
    with monkeypatch.context() as patched:
        _answering(patched, "facilitator")
        start_server.prepare(tmp_path)
    before = (tmp_path / ".pairs" / "config" / "released.json").read_text()

    role = start_server.prepare(tmp_path)

    assert role == "facilitator"
    assert (tmp_path / ".pairs" / "config" / "released.json").read_text() == before
    assert (tmp_path / "01-a" / "01-a.ipynb").read_bytes() == NOTEBOOK
    assert "modules not fetched" in capsys.readouterr().err


def test_whose_role_is_unknown_may_do_least(tmp_path: Path) -> None:
    """The first start ever while the service is away gives a participant's server, with nothing."""
    role = start_server.prepare(tmp_path)

    assert role == "patient-leader"
    assert json.loads((tmp_path / ".pairs" / "config" / "released.json").read_text()) == {}


@pytest.mark.parametrize(("role", "closed"), [("professional", True), ("facilitator", False)])
def test_course_mode_is_for_participants(tmp_path: Path, role: str, closed: bool) -> None:
    """A facilitator's JupyterLab keeps its menus; both get what is for everybody."""
    environment = start_server.environment(tmp_path, role)

    folders = environment["JUPYTER_CONFIG_PATH"].split(":")
    assert folders[0] == str(tmp_path / ".pairs" / "config")
    assert any(folder.endswith("settings/participant") for folder in folders) is closed
    assert any(folder.endswith("settings/everyone") for folder in folders)


def test_a_full_home_keeps_no_server_from_starting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing can be written: the role is known all the same, and Jupyter writes elsewhere."""
    _answering(monkeypatch, "professional")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    for name in ("write_text", "write_bytes", "mkdir"):
        monkeypatch.setattr(Path, name, full)
    monkeypatch.setattr(start_server.tempfile, "TemporaryFile", full)

    role = start_server.prepare(tmp_path)
    environment = start_server.environment(tmp_path, role)

    assert role == "professional"
    elsewhere = Path(environment["JUPYTER_RUNTIME_DIR"])
    assert elsewhere.is_dir()
    assert not elsewhere.is_relative_to(tmp_path)
    assert "No space left on device" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_with_room_jupyter_writes_where_it_always_does(tmp_path: Path) -> None:
    """Only a full home is left alone."""
    assert "JUPYTER_RUNTIME_DIR" not in start_server.environment(tmp_path, "professional")
