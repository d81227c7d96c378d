"""The compiled programme, as a kernel and the service load it."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path

from pairs_course.programme.content import Content
from pairs_course.programme.sources import FOLDER


def load() -> Content:
    """Read the compiled programme.

    ``$PAIRS_PROGRAMME`` names the compiled file (the hub sets it). Without it, an author at work
    has the YAML of this package compiled in memory.
    """
    if path := os.environ.get("PAIRS_PROGRAMME"):
        return _read(path, Path(path).stat().st_mtime_ns)
    return _compile(frozenset((one, one.stat().st_mtime_ns) for one in FOLDER.rglob("*.yaml")))


@lru_cache(maxsize=1)
def _read(path: str, changed: int) -> Content:  # noqa: ARG001 - a changed file is read anew
    return Content.from_json(json.loads(Path(path).read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def _compile(changed: frozenset[tuple[Path, int]]) -> Content:  # noqa: ARG001 - as above
    from pairs_course.programme import loader  # it brings pydantic and yaml, which are slow to load

    return loader.load()
