"""Pages that are made once and kept: a small table in memory, in front of a folder on disk."""

from __future__ import annotations

import asyncio
import gzip
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from pairs_instructor.dashboards.disk_cache import Shelf
from pairs_instructor.dashboards.page_view import Subject
from pairs_instructor.dashboards.render_client import RenderingError

#: A page that could not be made is not tried again for so long, so that a queue of viewers does
#: not make it fail over and over.
FAILURE_IS_KEPT: Final = 30.0
MOST_IN_MEMORY: Final = 200
MOST_BYTES_IN_MEMORY: Final = 32 * 2**20
_LOG: Final = logging.getLogger("pairs.dashboards")


@dataclass(frozen=True)
class Made:
    """What is sent: plain or compressed, each with its own strong ETag.

    Compressing gives nothing away here (BREACH): a page holds no secret and nothing that the one
    who asks could put into it.
    """

    plain: bytes
    packed: bytes
    plain_tag: str
    packed_tag: str

    @classmethod
    def of(cls, plain: bytes, packed: bytes | None = None) -> Made:
        """Make what is sent from a page, compressed now unless that is given."""
        if packed is None:
            packed = gzip.compress(plain, mtime=0)
        digest = sha256(plain).hexdigest()[:32]
        return cls(plain, packed, f'"{digest}"', f'"{digest}-gzip"')


class KeptPages:
    """Pages by their subject: each is made once, however many ask for it at the same time.

    Args:
        shelf: where they are kept on disk.
        render: makes a page; may raise RenderingError, which is kept for a short while.
        clock: seconds that only go up.
    """

    def __init__(
        self,
        shelf: Shelf,
        render: Callable[[Subject], Awaitable[str]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._shelf, self._render, self._clock = shelf, render, clock
        self._memory: OrderedDict[str, Made] = OrderedDict()
        self._bytes = 0
        self._making: dict[str, asyncio.Task[Made]] = {}
        self._failed: dict[str, tuple[float, RenderingError]] = {}
        self._newest: dict[str, tuple[float, str]] = {}

    def known(self, key: str) -> Made | None:
        """Return what is in memory by the name of a page, or by one of its other forms."""
        made = self._memory.get(key)
        if made is not None:
            self._memory.move_to_end(key)
            self._shelf.used(key)
        return made

    def has(self, subject: Subject) -> bool:
        """Say whether the page is kept, wherever."""
        return subject.key in self._memory or subject.key in self._shelf

    async def get(self, subject: Subject, asked: float) -> Made:
        """Return the page, made now if it is not kept; raises RenderingError.

        ``asked`` is when the course service was asked for it: what it said later is newer.
        """
        key = subject.key
        made = self.known(key) or self._read(key)
        if made is not None:
            return made
        if key in self._failed:
            until, error = self._failed[key]
            if self._clock() < until:
                # A new one each time: one that is raised again and again grows.
                raise RenderingError(error.reason, late=error.late, again=True)
        task = self._making.get(key)
        if task is None:
            task = self._making[key] = asyncio.create_task(self._make(subject, asked))
        return await asyncio.shield(task)

    def remember(self, key: str, made: Made) -> None:
        """Put a page into memory; the ones that were not looked at for longest go."""
        if before := self._memory.pop(key, None):
            self._bytes -= len(before.plain) + len(before.packed)
        self._memory[key] = made
        self._bytes += len(made.plain) + len(made.packed)
        while len(self._memory) > 1 and (
            len(self._memory) > MOST_IN_MEMORY or self._bytes > MOST_BYTES_IN_MEMORY
        ):
            _, gone = self._memory.popitem(last=False)
            self._bytes -= len(gone.plain) + len(gone.packed)

    async def _make(self, subject: Subject, asked: float) -> Made:
        key = subject.key
        try:
            text = await self._render(subject)
        except RenderingError as error:
            now = self._clock()
            self._failed = {k: v for k, v in self._failed.items() if now < v[0]}
            self._failed[key] = (now + FAILURE_IS_KEPT, error)
            raise
        finally:
            del self._making[key]
        made = Made.of(text.encode())
        self.remember(key, made)
        self._keep(subject, asked, made)
        return made

    def _read(self, key: str) -> Made | None:
        if key not in self._shelf:
            return None
        try:
            made = Made.of(*self._shelf.read(key))
        except OSError as error:
            _LOG.warning("a kept page could not be read, so it is made anew: %s", error.strerror)
            return None
        self.remember(key, made)
        return made

    def _keep(self, subject: Subject, asked: float, made: Made) -> None:
        """Keep a page; where that fails it is served all the same, from memory."""
        newest, version = self._newest.get(subject.folder, (asked, ""))
        if subject.version_mark != version and asked < newest:
            return  # somebody's answer of some seconds ago: a newer version is kept already
        self._newest[subject.folder] = (asked, subject.version_mark)
        try:
            self._shelf.keep(subject.key, made.plain, made.packed)
        except OSError as error:
            _LOG.warning("a page could not be kept on disk: %s", error.strerror)
