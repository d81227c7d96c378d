"""A file's lock: it ends with the program that holds it, however that ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(path: Path, *, wait: bool = True, mode: int = 0o600) -> Iterator[int]:
    """Hold the lock of a file, which is made if it is not there; gives its descriptor.

    Raises:
        BlockingIOError: another program holds it, and ``wait`` is off.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield file
    finally:
        os.close(file)  # which also gives the lock back
