"""Rings when something of a pair changed, for the requests that wait for it."""

from __future__ import annotations

import asyncio
from collections import Counter
from weakref import WeakValueDictionary


class PairBell:
    """One pair's bell; ``rung`` counts, so that a ring between looking and waiting is not lost.

    ``waiting`` says how many requests of each person wait.
    """

    def __init__(self) -> None:
        self.rung = 0
        self.waiting: Counter[str] = Counter()
        self.changed = asyncio.Condition()


class Bell:
    """The bells of all pairs. Used from one event loop; a pair nobody waits for costs nothing."""

    def __init__(self) -> None:
        self._pairs: WeakValueDictionary[int, PairBell] = WeakValueDictionary()
        self.closed = False

    def of(self, pair: int) -> PairBell:
        """Return the bell of a pair; hold on to it from looking until after waiting."""
        return self._pairs.setdefault(pair, PairBell())

    async def ring(self, pair: int) -> None:
        """Wake whoever waits for a pair."""
        bell = self._pairs.get(pair)
        if bell is not None:
            async with bell.changed:
                bell.rung += 1
                bell.changed.notify_all()

    async def wait(self, bell: PairBell, who: str, seen: int, seconds: float) -> None:
        """Let ``who`` wait until the bell has rung after ``seen``, it closes, or time is over."""
        bell.waiting[who] += 1
        try:
            async with asyncio.timeout(seconds), bell.changed:
                await bell.changed.wait_for(lambda: self.closed or bell.rung != seen)
        except TimeoutError:
            pass  # the caller looks once more, and answers what there is
        finally:
            bell.waiting[who] -= 1

    async def close(self) -> None:
        """Wake everybody, and let nobody wait any more: the service is stopping."""
        self.closed = True
        for bell in list(self._pairs.values()):
            async with bell.changed:
                bell.changed.notify_all()
