"""How many people's servers one machine has room for, so that memory never runs out on anybody."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import psutil

#: Bytes of a person's server and the kernel of one open module (benchmark ``participant-memory``).
SERVER: Final = 160_000_000
#: Bytes for the system, the hub, its proxy, the service and the dashboards.
OTHERS: Final = 1_000_000_000
#: The fewest: with less, the two of a pair could not meet.
FEWEST: Final = 4

_CONTAINER: Final = Path("/sys/fs/cgroup/memory.max")  # https://docs.kernel.org, cgroup-v2


def places(memory: int) -> int:
    """Return how many servers run at once at most in this many bytes of memory."""
    return max(FEWEST, (memory - OTHERS) // SERVER)


def starting_at_once() -> int:
    """Return how many servers may be starting together: each one keeps a processor busy."""
    return max(FEWEST, 4 * (os.cpu_count() or 1))


def memory(container: Path = _CONTAINER) -> int:
    """Return the bytes of memory of this machine, or of the container that this runs in."""
    total = int(psutil.virtual_memory().total)
    try:
        limit = container.read_text(encoding="ascii").strip()
    except OSError:
        return total
    return min(total, int(limit)) if limit.isdecimal() else total
