"""Gives memory back to the machine that a server needed for a moment only.

Compiling a template or a schema takes megabytes for a blink, and the C library keeps them for next
time: 14 MB in a server that has shown one page. With a dozen servers on one machine that counts.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from typing import Final

from tornado.ioloop import PeriodicCallback

LOOK_SECONDS: Final = 1.0
_BUSY: Final = 0.2  # seconds of work after which there may be something to give back
_QUIET: Final = 0.02  # seconds of work in one look while nothing happens


def watch(give_back: Callable[[], object] | None = None) -> PeriodicCallback | None:
    """Give memory back whenever the server falls quiet after some work; None where it cannot.

    Only the C library of Linux (glibc) can be asked to.
    """
    give_back = give_back or _trim()
    if give_back is None:
        return None
    watcher = PeriodicCallback(Watch(give_back).look, LOOK_SECONDS * 1000)
    watcher.start()
    return watcher


class Watch:
    """Looks at the work of this process and calls ``give_back`` in the first quiet look."""

    def __init__(
        self, give_back: Callable[[], object], clock: Callable[[], float] = time.process_time
    ) -> None:
        self._give_back = give_back
        self._clock = clock
        self._last = self._given = clock()

    def look(self) -> None:
        """Look once."""
        now = self._clock()
        if now - self._given > _BUSY and now - self._last < _QUIET:
            self._give_back()
            now = self._given = self._clock()
        self._last = now


def _trim() -> Callable[[], object] | None:
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        return None
    return lambda: trim(0)
