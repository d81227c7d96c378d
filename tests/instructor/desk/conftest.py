"""A desk at the real course service, and helpers to wait for a step and to read what it shows."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from pairs_instructor.desk import jobs
from pairs_instructor.desk.desk import Desk
from pairs_instructor.service_client import CourseService

from ..serving import COHORT, Programme

PATIENCE = 60


def words(blocks: list[dict[str, Any]]) -> str:
    """Return every text in blocks, in order: what a person would read."""
    found: list[str] = []

    def read(part: Any) -> None:
        if isinstance(part, str):
            found.append(part)
        elif isinstance(part, list):
            for one in part:
                read(one)
        elif isinstance(part, dict):
            for name, value in part.items():
                if name not in ("block", "look", "kind", "name", "action", "key", "href", "value"):
                    read(value)

    read(blocks)
    return "\n".join(found)


def forms(blocks: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the forms in blocks by their action, also those inside details."""
    found = {}
    for block in blocks:
        if block["block"] == "form":
            found[block["action"]] = block
        elif block["block"] == "details":
            found |= forms(block["blocks"])
    return found


@pytest.fixture
def desk(running_course: Programme, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Fay's desk, in a server of her own."""
    monkeypatch.setenv("COURSE_URL", running_course.url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "token-of-fay")
    monkeypatch.setenv("JUPYTERHUB_USER", "fay")
    desk = Desk(COHORT, running_course.home("fay"), CourseService.here)
    desk.follow()
    return desk


@pytest.fixture
def finished() -> Callable[[Desk, str], jobs.Job]:
    """`finished(desk, module)` waits until no step runs any more, and returns the last one."""

    def wait(desk: Desk, module: str) -> jobs.Job:
        end = time.monotonic() + PATIENCE
        while jobs.running(desk.folder):
            assert time.monotonic() < end, (desk.folder / ".desk" / f"{module}.log").read_text()
            time.sleep(0.05)
        job = jobs.last(desk.folder, module)
        assert job is not None
        return job

    return wait
