"""Free ports on the loopback address."""

from __future__ import annotations

import contextlib
import socket

ADDRESS = "127.0.0.1"


def is_free(port: int) -> bool:
    """Return whether a program could listen on this port now."""
    with socket.socket() as probe:
        # As servers do, so that a port with recently closed connections counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
    return True


def free(count: int) -> list[int]:
    """Return ``count`` different free ports."""
    with contextlib.ExitStack() as open_together:
        probes = [open_together.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind((ADDRESS, 0))
        return [probe.getsockname()[1] for probe in probes]
