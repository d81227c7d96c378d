"""What a benchmark is given: both sides and a browser, each started when first asked for."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import psutil
from playwright.sync_api import Browser, sync_playwright

from . import browsing, machine, sides
from .sides import Side

T = TypeVar("T")


class Bench:
    """Both sides and the browser of one call of ``python -m tests.benchmarks``.

    ``pairs`` is how often each side runs. A ``tiny`` one only shows that everything still runs:
    its figures mean nothing. Everything ends when ``running`` ends.
    """

    def __init__(
        self, pairs: int, folder: Path, stack: contextlib.ExitStack, *, tiny: bool = False
    ) -> None:
        self.pairs = pairs
        self.tiny = tiny
        self.folder = folder
        self._stack = stack
        self._sides: list[Side] = []

    @classmethod
    @contextlib.contextmanager
    def running(cls, pairs: int, *, tiny: bool = False) -> Iterator[Bench]:
        """Provide a bench in a temporary folder, and leave nothing behind."""
        with (
            tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder,
            contextlib.ExitStack() as stack,
        ):
            yield cls(pairs, Path(folder), stack, tiny=tiny)

    def size(self, usual: T, tiny: T) -> T:
        """Return how much to measure with."""
        return tiny if self.tiny else usual

    @cached_property
    def ours(self) -> Side:
        """The course."""
        return self._started(sides.course(self.folder / "ours"))

    @cached_property
    def theirs(self) -> Side:
        """A stock JupyterHub."""
        return self._started(sides.stock(self.folder / "theirs"))

    @cached_property
    def browser(self) -> Browser:
        """Chromium. Both sides run before it: its loop bears none beside it in this thread."""
        _ = self.ours, self.theirs
        return browsing.launch(self._stack.enter_context(sync_playwright()))

    def settle(self) -> None:
        """Wait until nothing of an earlier run is at work any more."""
        machine.settle(self._programs)

    def _programs(self) -> list[psutil.Process]:
        own = psutil.Process().children(recursive=True)
        return [*own, *(p for side in self._sides for p in side.programs())]

    def _started(self, side: contextlib.AbstractContextManager[Side]) -> Side:
        started = self._stack.enter_context(side)
        self._sides.append(started)
        return started
