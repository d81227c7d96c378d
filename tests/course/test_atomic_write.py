"""A file is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pairs_course.atomic_write import atomic_write


@pytest.mark.parametrize("content", ["old and ß", b"\x00\xff"])
def test_what_was_there_gives_way_to_all_of_the_new(tmp_path: Path, content: str | bytes) -> None:
    """Text is UTF-8; nothing else is left in the folder."""
    path = tmp_path / "file.json"
    path.write_text("old")

    atomic_write(path, content, synced=True)

    assert path.read_bytes() == (content.encode() if isinstance(content, str) else content)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("private", [True, False])
def test_who_else_may_read_it_is_said(tmp_path: Path, private: bool) -> None:
    """A file of passwords is for one user from its first byte on."""
    path = tmp_path / "file"
    atomic_write(path, "x", private=private)

    assert bool(path.stat().st_mode & 0o077) is not private


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, and no half of the new one stays behind."""
    path = tmp_path / "file"
    path.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        atomic_write(path, "new", synced=True)

    assert (path.read_text(), list(tmp_path.iterdir())) == ("old", [path])
