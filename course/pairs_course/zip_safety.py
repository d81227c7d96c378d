"""Checks whether a zip archive is safe to store and unpack.

Standard library only: the program that starts a server uses it before anything else is loaded.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

MAX_ARCHIVE: Final = 20_000_000
MAX_UNPACKED: Final = 50_000_000
MAX_FILES: Final = 500


class UnsafeArchive(ValueError):  # noqa: N818 - named for what was found, like the store's errors
    """An archive that must not be unpacked; the message says why."""


def files_of(archive: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield each file's name and bytes; store nothing until all have been checked.

    Raises:
        UnsafeArchive: not a zip, too large (packed or unpacked), damaged, encrypted, or with a
            link or a name that is absolute, leads upwards or is duplicated.
    """
    if len(archive) > MAX_ARCHIVE:
        raise UnsafeArchive(f"expected at most {MAX_ARCHIVE} bytes, got {len(archive)}")
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            yield from _files(opened)
    except UnsafeArchive:
        raise
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        # RuntimeError: encrypted; NotImplementedError: a compression that Python cannot read.
        raise UnsafeArchive("expected a zip archive that can be read") from None


def _files(opened: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Yield each file; reads at most ``MAX_UNPACKED`` bytes."""
    entries = opened.infolist()
    if len(entries) > MAX_FILES:
        raise UnsafeArchive(f"expected at most {MAX_FILES} files, got {len(entries)}")
    seen: set[str] = set()
    left = MAX_UNPACKED
    for entry in entries:
        if problem := _name_problem(entry):
            raise UnsafeArchive(f"{problem}: {entry.filename!a}")
        if entry.is_dir():
            continue
        if entry.filename in seen:
            raise UnsafeArchive(f"a name is there twice: {entry.filename!a}")
        seen.add(entry.filename)
        with opened.open(entry) as file:
            # Limited by what is left, since the declared size may be wrong.
            data = file.read(left + 1)
        left -= len(data)
        if left < 0:
            raise UnsafeArchive(f"expected at most {MAX_UNPACKED} bytes when unpacked")
        yield entry.filename, data


def _name_problem(entry: zipfile.ZipInfo) -> str | None:
    """Return what is wrong with the name or kind of an entry, or None."""
    # orig_filename: the zip module cuts a name at a NUL byte, other programs may not.
    name = entry.orig_filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "a link or device"
    path = PurePosixPath(name)
    parts = name.removesuffix("/").split("/")
    if path.is_absolute() or any(part in ("", ".", "..") for part in parts):
        return "a name that leads out of its folder"
    if not name.isprintable() or any(mark in name for mark in '\\:*?"<>|'):
        return "a name that some systems do not allow"
    return None
