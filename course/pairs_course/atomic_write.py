"""Writes a file whole or not at all: who reads it meanwhile finds the old one or the new one.

Standard library only: the program that starts a server uses it before anything else is loaded.
"""

from __future__ import annotations

import os
from pathlib import Path
from threading import get_ident


def atomic_write(
    path: Path, content: str | bytes, *, private: bool = False, synced: bool = False
) -> None:
    """Write ``content`` (text as UTF-8) to ``path``, in the place of what was there.

    Args:
        path: the file; its folder is there.
        content: all of it.
        private: whether only the user who runs this may read it.
        synced: whether it has to be on the disk before this returns, whatever the power does.

    Raises:
        OSError: it could not be written; what was there before is as it was.
    """
    data = content.encode() if isinstance(content, str) else content
    part = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}")
    try:
        with open(part, "wb", opener=_private if private else None) as file:
            file.write(data)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
