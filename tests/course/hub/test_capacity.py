"""Memory decides how many people's servers run at once."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest
from traitlets.config import Config

from pairs_course.hub import capacity
from pairs_course.hub.configure import configure
from pairs_course.hub.settings import Settings, SettingsError

GB = 1_000_000_000


@pytest.mark.parametrize(
    ("memory", "places"), [(0, 4), (GB, 4), (2 * GB, 6), (8 * GB, 43), (64 * GB, 393)]
)
def test_places_follow_the_memory(memory: int, places: int) -> None:
    """All servers together leave room for the course's own programs; a pair always finds place."""
    assert capacity.places(memory) == places
    assert places <= capacity.FEWEST or places * capacity.SERVER + capacity.OTHERS <= memory


@pytest.mark.parametrize(("limit", "found"), [("3000\n", 3000), ("max\n", None), (None, None)])
def test_a_container_has_the_memory_that_it_was_given(
    tmp_path: Path, limit: str | None, found: int | None
) -> None:
    """Not that of the machine around it."""
    file = tmp_path / "memory.max"
    if limit is not None:
        file.write_text(limit)

    assert capacity.memory(file) == (found or psutil.virtual_memory().total)


@pytest.mark.parametrize(
    ("given", "spawner", "servers"),
    [
        ("7", "simple", 7),
        ("0", "simple", 0),
        ("7", "jupyterhub.spawner.LocalProcessSpawner", 7),
        ("", "simple", capacity.places(capacity.memory())),
        ("", "jupyterhub.spawner.LocalProcessSpawner", 0),
    ],
)
def test_the_hub_keeps_to_the_limit_and_the_service_knows_it(
    tmp_path: Path, given: str, spawner: str, servers: int
) -> None:
    """An operator's own number wins; this machine's memory says nothing of servers elsewhere."""
    env = {"COURSE_STATE": str(tmp_path), "COURSE_SERVERS": given, "COURSE_SPAWNER": spawner}
    settings, c = Settings.from_env(env), Config()
    configure(c, settings)

    assert c.JupyterHub.active_server_limit == servers
    assert settings.to_env()["COURSE_SERVERS"] == str(servers)
    assert Settings.from_env(settings.to_env()).servers == servers
    assert 0 < c.JupyterHub.concurrent_spawn_limit < 100


@pytest.mark.parametrize("given", ["many", "-1", "1.5", "²"])
def test_a_limit_is_a_number(tmp_path: Path, given: str) -> None:
    """Refused in a sentence that says what to do."""
    with pytest.raises(SettingsError, match=r"COURSE_SERVERS must be .* Correct it and try again"):
        Settings.from_env({"COURSE_STATE": str(tmp_path), "COURSE_SERVERS": given})
