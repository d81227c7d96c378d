"""Writes files atomically: a concurrent reader sees either the old content or the new.

Standard library only: the program that starts a server uses it before anything else is loaded.
"""

from __future__ import annotations

import os
from pathlib import Path
from threading import get_ident


def atomic_write(
    path: Path, content: str | bytes, *, private: bool = False, synced: bool = False
) -> None:
    """Write ``content`` (text as UTF-8) to ``path``, replacing the file.

    Args:
        path: the file, in an existing folder.
        content: the whole content.
        private: whether only the current user may read it.
        synced: whether to flush it to disk before returning, to survive a power cut.

    Raises:
        OSError: it could not be written; the old file is unchanged.
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
