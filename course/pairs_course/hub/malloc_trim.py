"""Returns memory to the operating system that a server needed only briefly.

Compiling a template or a schema takes megabytes for a moment, and the C library holds on to them:
14 MB in a server that has shown one page. With a dozen servers on one machine that adds up.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from typing import Final

from tornado.ioloop import PeriodicCallback

LOOK_SECONDS: Final = 1.0
_BUSY: Final = 0.2  # seconds of processor time after which trimming may be worth it
_QUIET: Final = 0.02  # seconds of processor time between two looks of an idle server


def watch(give_back: Callable[[], object] | None = None) -> PeriodicCallback | None:
    """Return memory whenever the server is idle after some work.

    Returns None, and does nothing, where the C library has no ``malloc_trim`` (it is glibc's).
    """
    give_back = give_back or _trim()
    if give_back is None:
        return None
    watcher = PeriodicCallback(Watch(give_back).look, LOOK_SECONDS * 1000)
    watcher.start()
    return watcher


class Watch:
    """Calls ``give_back`` as soon as this process is idle after some work."""

    def __init__(
        self, give_back: Callable[[], object], clock: Callable[[], float] = time.process_time
    ) -> None:
        self._give_back = give_back
        self._clock = clock
        self._last = self._given = clock()

    def look(self) -> None:
        """Compare the processor time with the last look's; called every ``LOOK_SECONDS``."""
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
