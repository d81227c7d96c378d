"""What the hub is told about the outside: its address, and the proxies before it."""

from __future__ import annotations

from pathlib import Path

import pytest
from traitlets.config import Config

from pairs_course.hub.configure import configure
from pairs_course.hub.settings import Settings


def _configured(tmp_path: Path, **env: str) -> Config:
    c = Config()
    configure(c, Settings.from_env({"COURSE_STATE": str(tmp_path), **env}))
    return c


@pytest.mark.parametrize(
    ("address", "secure"),
    [("https://pairs.example.org", True), ("http://pairs.example.org", False), ("", False)],
)
def test_the_hubs_own_cookies_are_secure_where_people_come_over_tls(
    tmp_path: Path, address: str, secure: bool
) -> None:
    """The hub alone would look at the last proxy, which is its own and speaks plain http."""
    c = _configured(tmp_path, COURSE_ADDRESS=address)

    assert c.JupyterHub.tornado_settings == ({"cookie_options": {"secure": True}} if secure else {})


def test_the_proxies_before_the_hub_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None by default: then nobody can say that they come from elsewhere."""
    assert _configured(tmp_path).JupyterHub.trusted_downstream_ips == []
    monkeypatch.setenv("COURSE_PROXIES", "10.0.0.9  10.0.0.10")
    assert _configured(tmp_path).JupyterHub.trusted_downstream_ips == ["10.0.0.9", "10.0.0.10"]
