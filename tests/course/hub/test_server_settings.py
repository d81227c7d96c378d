"""What a server loads, by whose it is."""

from __future__ import annotations

import os

import pytest
from traitlets.config import Config

from pairs_course.hub.server_settings import configure


def _loaded(monkeypatch: pytest.MonkeyPatch, role: str) -> tuple[list[str], Config]:
    monkeypatch.setenv("PAIRS_ROLE", role)
    c = Config()
    configure(c)
    extensions = c.ServerApp.jpserver_extensions
    return sorted(name for name, on in extensions.items() if on), c


def test_a_participant_has_no_shell_and_no_grading(monkeypatch: pytest.MonkeyPatch) -> None:
    """JupyterLab, the plain page and ours; everything else that is installed is off."""
    loaded, c = _loaded(monkeypatch, "patient-leader")

    assert loaded == ["jupyterlab", "pairs_course.hub.server_extension", "voila.server_extension"]
    assert c.ServerApp.terminals_enabled is False


def test_a_facilitator_has_formgrader_and_a_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """For nbgrader's own commands."""
    loaded, c = _loaded(monkeypatch, "facilitator")

    assert "nbgrader.server_extensions.formgrader" in loaded
    assert "jupyter_server_terminals" in loaded
    assert c.ServerApp.terminals_enabled is True


def test_nothing_is_asked_of_the_internet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No news, no updates, no list of extensions; and root only where root runs it."""
    _, c = _loaded(monkeypatch, "sponsor")

    assert (c.LabApp.news_url, c.LabApp.extension_manager) == (None, "readonly")
    assert c.LabApp.check_for_updates_class == "jupyterlab.NeverCheckForUpdate"
    assert c.ServerApp.allow_root is (os.geteuid() == 0)


def test_what_nobody_looks_at_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kernels without a page in minutes, servers without a kernel in an hour; open pages stay."""
    _, c = _loaded(monkeypatch, "patient-leader")

    kernels = c.MappingKernelManager
    assert kernels.cull_connected is False
    assert kernels.cull_interval < kernels.cull_idle_timeout <= 600
    assert kernels.cull_idle_timeout < c.ServerApp.shutdown_no_activity_timeout <= 3600
