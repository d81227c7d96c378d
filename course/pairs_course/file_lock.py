"""A file lock that is released when its program ends, however that happens."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(path: Path, *, wait: bool = True, mode: int = 0o600) -> Iterator[int]:
    """Lock a file, creating it if needed, for the block; yields its descriptor.

    Raises:
        BlockingIOError: another program holds the lock, and ``wait`` is false.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield file
    finally:
        os.close(file)  # also releases the lock
