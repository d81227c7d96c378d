"""What the tests of instructor/ share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import nbgrader.api
import pytest

from pairs_course.programme import loader
from pairs_instructor.nbgrader import gradebook_engines

from .courses import Course, notebook
from .serving import Programme, prepare, running


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programme as kernels read it."""
    path = tmp_path_factory.mktemp("programme") / "programme.json"
    loader.compile_to(path)
    return path


@pytest.fixture(scope="session", autouse=True)
def known_version() -> Iterator[None]:
    """A new gradebook finds out its version as those of the course do, without a program."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nbgrader.api, "get_alembic_version", gradebook_engines.newest_version)
        yield


@pytest.fixture(scope="session")
def usual_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course whose module shows the answers; made once, because a gradebook takes a second."""
    made = Course(tmp_path_factory.mktemp("usual") / "a course (1+1)")
    made.root.mkdir()
    made.source(notebook())
    return made


@pytest.fixture
def course(
    tmp_path: Path, compiled: Path, usual_course: Course, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Course]:
    """Make a course, whose module has the given code cells instead of the usual ones."""
    monkeypatch.setenv("PAIRS_PROGRAMME", str(compiled))

    def make(*sources: str) -> Course:
        made = Course(tmp_path / "a course (1+1)")
        shutil.copytree(usual_course.root, made.root)
        if sources:
            made.source(notebook(*sources))
        return made

    return make


@pytest.fixture(scope="session")
def usual_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state folder of two pairs; made once, because a gradebook takes a second."""
    state = tmp_path_factory.mktemp("usual") / "state"
    prepare(state)
    return state


@pytest.fixture
def running_course(
    tmp_path: Path, compiled: Path, usual_state: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Programme]:
    """The real service for two pairs, in a folder whose name has spaces and signs."""
    monkeypatch.setenv("PAIRS_PROGRAMME", str(compiled))
    state = tmp_path / "the state (1+1)"
    shutil.copytree(usual_state, state, symlinks=True)
    with running(state, compiled) as made:
        yield made
