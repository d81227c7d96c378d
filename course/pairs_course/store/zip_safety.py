"""Which zip archives may be kept and unpacked elsewhere: decided from their bytes alone."""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
from pathlib import PurePosixPath
from typing import Final

from pairs_course.programme.module_digest import digest_of
from pairs_course.store.errors import BadArchive

MAX_ARCHIVE: Final = 20_000_000
MAX_UNPACKED: Final = 50_000_000
MAX_FILES: Final = 500

_READ: Final = 1 << 16


def inspect(archive: bytes) -> tuple[str, list[str]]:
    """Check an archive; return the digest of its names and contents, and its notebooks.

    The digest (SHA-256, in hex) does not depend on times or on how the files were packed. The
    notebooks are those in the top folder, without ``.ipynb``, sorted.

    Raises:
        BadArchive: no zip, too large (also when unpacked), damaged, encrypted, or with a name
            that is absolute, leads upwards, is there twice, or is a link.
    """
    if len(archive) > MAX_ARCHIVE:
        raise BadArchive(f"expected at most {MAX_ARCHIVE} bytes, got {len(archive)}")
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            contents = _contents(opened)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        # RuntimeError: encrypted; NotImplementedError: a way of packing that Python cannot read.
        raise BadArchive("expected a zip archive that can be read") from None
    names = sorted(contents)
    notebooks = [n.removesuffix(".ipynb") for n in names if n.endswith(".ipynb") and "/" not in n]
    if not notebooks:
        raise BadArchive("expected a notebook in its top folder, got none")
    return digest_of(contents), notebooks


def _contents(opened: zipfile.ZipFile) -> dict[str, str]:
    """Return the digest of each file by name; reads no more than may be unpacked."""
    entries = opened.infolist()
    if len(entries) > MAX_FILES:
        raise BadArchive(f"expected at most {MAX_FILES} files, got {len(entries)}")
    contents: dict[str, str] = {}
    left = MAX_UNPACKED
    for entry in entries:
        if problem := _name_problem(entry):
            raise BadArchive(f"{problem}: {entry.filename!a}")
        if entry.is_dir():
            continue
        if entry.filename in contents:
            raise BadArchive(f"a name is there twice: {entry.filename!a}")
        digest = hashlib.sha256()
        with opened.open(entry) as file:
            while block := file.read(_READ):  # counted here: the sizes it claims may be wrong
                left -= len(block)
                if left < 0:
                    raise BadArchive(f"expected at most {MAX_UNPACKED} bytes when unpacked")
                digest.update(block)
        contents[entry.filename] = digest.hexdigest()
    return contents


def _name_problem(entry: zipfile.ZipInfo) -> str | None:
    """Say what is wrong with the name or kind of an entry, or None."""
    # orig_filename: the zip module cuts a name at a NUL byte, another program may not.
    name = entry.orig_filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "a link or device"
    path = PurePosixPath(name)
    parts = name.removesuffix("/").split("/")
    if path.is_absolute() or any(part in ("", ".", "..") for part in parts):
        return "a name that leads out of its folder"
    if not name.isprintable() or any(mark in name for mark in '\\:*?"<>|'):
        return "a name that not every system can have"
    return None
