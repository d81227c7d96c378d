"""A store with one small cohort for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pairs_course.store import Store

from ..cohort import with_cohort


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with with_cohort(tmp_path) as store:
        yield store
