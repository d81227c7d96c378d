"""A store with one small cohort for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from pairs_course import passwords
from pairs_course.store import Store

from ..cohort import with_cohort


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash weakly: how strong the hash is does not matter to the store."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(1, 8, 1))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with with_cohort(tmp_path) as store:
        yield store
