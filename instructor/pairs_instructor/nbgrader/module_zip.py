"""Packs a module as a zip archive, the same bytes for the same files, and unpacks it safely."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from pairs_course.zip_safety import UnsafeArchive, files_of

_MOMENT: Final = (1980, 1, 1, 0, 0, 0)  # the earliest time in a zip; times are not content


class PackingError(ValueError):
    """An unusable archive or folder; the message names it and what was expected."""


def pack(folder: Path, ignore: Iterable[str] = ()) -> bytes:
    """Return the plain files below a folder as a zip archive.

    ``ignore`` are glob patterns of names, as in nbgrader. Raises PackingError for a link, since
    its target may change or be private.
    """
    patterns = tuple(ignore)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if any(fnmatch(part, pattern) for part in name.parts for pattern in patterns):
                continue
            if path.is_symlink():
                raise PackingError(f"{path}: expected a file or a folder, got a link.")
            if path.is_file():
                info = zipfile.ZipInfo(name.as_posix(), _MOMENT)
                info.external_attr = 0o644 << 16
                archive.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpack(data: bytes, folder: Path, *, missing_only: bool = False) -> None:
    """Write the files of an archive below a folder, creating it if needed.

    With ``missing_only``, files that are there stay as they are. Raises PackingError, before
    anything is written, for an archive that may not be unpacked.
    """
    try:
        files = dict(files_of(data))
    except UnsafeArchive as error:
        raise PackingError(f"The archive is refused: {error}.") from None
    for name, content in files.items():
        target = folder / name
        if not (missing_only and target.exists()):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
