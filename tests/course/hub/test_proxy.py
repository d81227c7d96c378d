"""The hub's proxy beside an installed course: when it is there, and what an interruption leaves."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from pairs_course.hub import proxy
from pairs_course.hub.bootstrap import SetupError

ROOT = Path(__file__).parents[3]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the wheel want the proxy of a lock file that tests may change."""
    folder = tmp_path / "node"
    folder.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, folder)
    monkeypatch.setattr(proxy, "wanted", lambda: folder)
    monkeypatch.setattr(proxy, "checkout", lambda: None)
    return folder


def npm(monkeypatch: pytest.MonkeyPatch, status: int, says: str = "") -> None:
    """Let npm make an empty proxy, or fail."""

    def run(_command: list[str], *, cwd: Path, **_: object) -> SimpleNamespace:
        (cwd / "node_modules" / "configurable-http-proxy").mkdir(parents=True)
        return SimpleNamespace(returncode=status, stdout="", stderr=says)

    monkeypatch.setattr(subprocess, "run", run)


def test_it_is_installed_once_and_again_for_another_lock(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer course brings a newer proxy; the same course asks for nothing."""
    npm(monkeypatch, 0)
    root = tmp_path / "data"
    assert not proxy.is_there(root)

    proxy.install(root)
    assert proxy.is_there(root)

    (files / "package-lock.json").write_text("{}")
    assert not proxy.is_there(root)
    proxy.install(root)
    assert proxy.is_there(root)
    assert [path.name for path in root.iterdir()] == ["node_modules"]


@pytest.mark.usefixtures("files")
def test_a_failed_try_leaves_the_proxy_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a network the one that is there stays, and one sentence says what to do."""
    root = tmp_path / "data"
    npm(monkeypatch, 0)
    proxy.install(root)
    (root / "node_modules" / "kept").touch()
    npm(monkeypatch, 1, "npm error code ENOTFOUND\nnpm error A complete log of this run is in ...")

    with pytest.raises(SetupError, match=r"The hub's proxy is missing\. .*no network"):
        proxy.install(root)

    assert (root / "node_modules" / "kept").exists()
