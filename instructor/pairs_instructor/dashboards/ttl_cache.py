"""A bounded table of answers that are good for a few seconds, each asked for once at a time."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """Remembers answers for ``seconds`` after the question was sent, and at most ``most`` of them.

    The seconds run from the question and not from the answer: what it says may have changed while
    it was under way. A question that fails is not remembered.
    """

    def __init__(
        self, seconds: float, most: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds, self._most, self._clock = seconds, most, clock
        self._answers: OrderedDict[K, tuple[float, V]] = OrderedDict()
        self._asking: dict[K, asyncio.Task[V]] = {}

    def __len__(self) -> int:
        return len(self._answers)

    def known(self, key: K) -> V | None:
        """Return the answer if it is remembered and still good."""
        found = self._answers.get(key)
        if found is None or self._clock() >= found[0]:
            return None
        return found[1]

    def forget(self, key: K) -> None:
        """Ask again next time."""
        self._answers.pop(key, None)

    async def get(self, key: K, ask: Callable[[], Awaitable[V]]) -> V:
        """Return the answer, asked now unless it is known or already being asked for."""
        known = self.known(key)
        if known is not None:
            return known
        task = self._asking.get(key)
        if task is None:
            task = self._asking[key] = asyncio.create_task(self._ask(key, ask))
        # Whoever began it may go away; the others still wait for the answer.
        return await asyncio.shield(task)

    async def _ask(self, key: K, ask: Callable[[], Awaitable[V]]) -> V:
        good_until = self._clock() + self._seconds
        try:
            answer = await ask()
        finally:
            del self._asking[key]
        self._answers.pop(key, None)
        self._answers[key] = (good_until, answer)
        while len(self._answers) > self._most:
            self._answers.popitem(last=False)
        return answer
