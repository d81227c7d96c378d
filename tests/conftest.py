"""Fixtures for all tests."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings
from sqlalchemy.engine import make_url

from pairs_course.hub.import_trims import no_iri_grammar
from pairs_course.people import passwords
from pairs_course.store.database import Database

no_iri_grammar()

# No deadlines, since a busy machine is slow; benchmarks measure speed.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


@pytest.fixture(scope="session", autouse=True)
def strong_hasher() -> Iterator[PasswordHasher]:
    """Use fast, weak hashes; yields the strong hasher for the tests of passwords."""
    strong = passwords._HASHER
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(1, 8, 1))
        yield strong


@pytest.fixture(scope="session", autouse=True)
def _ready_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Start each new database as a copy of an empty one: ten migrations take half a second."""
    empty = tmp_path_factory.mktemp("database") / "empty.sqlite"
    Database(f"sqlite:///{empty}").close()
    opened: Callable[[Database, str], None] = Database.__init__

    def begin(self: Database, url: str) -> None:
        where = make_url(url)
        if where.get_backend_name() == "sqlite" and where.database:
            file = Path(where.database)
            with contextlib.suppress(OSError):  # the database itself reports the error
                file.parent.mkdir(parents=True, exist_ok=True)
                if not file.exists():
                    part = file.with_name(f".{file.name}.{uuid4()}")
                    shutil.copyfile(empty, part)
                    with contextlib.suppress(FileExistsError):  # another thread was first
                        os.link(part, file)
                    part.unlink()
        opened(self, url)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "__init__", begin)
        yield
