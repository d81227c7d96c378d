"""How many people's servers fit in one machine's memory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import psutil

#: Bytes for a person's server and one module's kernel (benchmark ``participant-memory``).
SERVER: Final = 160_000_000
#: Bytes for the system, the hub, its proxy, the service and the dashboards.
OTHERS: Final = 1_000_000_000
#: Never fewer: both partners of a pair must be able to meet.
FEWEST: Final = 4

_CONTAINER: Final = Path("/sys/fs/cgroup/memory.max")  # https://docs.kernel.org, cgroup-v2


def places(memory: int) -> int:
    """Return how many servers may run at once in ``memory`` bytes."""
    return max(FEWEST, (memory - OTHERS) // SERVER)


def starting_at_once() -> int:
    """Return how many servers may start at the same time: each keeps a processor busy."""
    return max(FEWEST, 4 * (os.cpu_count() or 1))


def memory(container: Path = _CONTAINER) -> int:
    """Return this machine's memory in bytes, or the limit of the container we run in."""
    total = int(psutil.virtual_memory().total)
    try:
        limit = container.read_text(encoding="ascii").strip()
    except OSError:
        return total
    return min(total, int(limit)) if limit.isdecimal() else total
