"""How often passwords may be tried: guessing stays hopeless, and nobody can lock another out.

Three words are about 32 bits. A try is counted before it is judged, and given back if the password
was right. Everything is counted by what came in, never by who exists, so an unknown name meets the
same limits, the same waits and the same work as a known one.

- From a browser that had the right password for this name before: by name and browser, in a lane
  of its own. Nobody else's tries are counted there, and nobody else's stand before it.
- From any other: by name and address, and by address. Then in turns by address, one at a time, so
  that a flood from one place lets every other place pass; and all wrong tries together have a pace.

What is left to somebody who has many addresses (each is one IPv4 address, or one IPv6 /56):

- With N of them trying all the time, whoever signs in on a new device waits up to N / 10 seconds
  longer; with more than ``WAITING`` tries open at once, they are asked to come back later.
- All of them together try 10 passwords in a second. One in 4,000 million is right, whatever the
  name, so they find somebody's within a month in 7 of 1,000 such attacks.
- Whoever shares the address of a person (the same network, or a proxy that was not named in
  ``COURSE_PROXIES``) can take most of the tries of that address and name: on a new device the
  person then has to press several times.
"""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import math
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

#: Tries at once and tries in a second: by name and browser, by name and address, by address, all.
BY_DEVICE: Final = (10, 0.5)
BY_NAME: Final = (10, 0.5)
BY_ADDRESS: Final = (60, 1.0)
ALTOGETHER: Final = (200, 10.0)
#: How many names, addresses and browsers are remembered; then the one not seen for longest goes.
REMEMBERED: Final = 20_000
#: How many tries may wait for their turn in a lane.
WAITING: Final = 2_000


class TooMany(Exception):  # noqa: N818 - it is what happened, in words for people
    """The password was not looked at; ``str`` is a sentence for whoever tried."""


class Buckets:
    """Tries that are left, by key: ``most`` at first, then ``per_second`` more."""

    def __init__(self, most: int, per_second: float, clock: Callable[[], float]) -> None:
        self._most = most
        self._per_second = per_second
        self._clock = clock
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()  # (tries, since)

    def __len__(self) -> int:
        return len(self._left)

    def wait(self, key: Hashable) -> float:
        """Return how many seconds it takes until there is a try, 0 if there is one now."""
        return max(0.0, (1 - self._tries(key)) / self._per_second)

    def take(self, key: Hashable) -> None:
        """Take one try, also where none is left."""
        self._keep(key, self._tries(key) - 1)

    def give_back(self, key: Hashable) -> None:
        """Undo a :meth:`take`."""
        self._keep(key, self._tries(key) + 1)

    def _tries(self, key: Hashable) -> float:
        left, since = self._left.get(key, (float(self._most), 0.0))
        return min(self._most, left + (self._clock() - since) * self._per_second)

    def _keep(self, key: Hashable, tries: float) -> None:
        self._left[key] = (tries, self._clock())
        self._left.move_to_end(key)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)


class Lane:
    """Lets one pass at a time, and those who wait by turns: a key that asks often waits longest."""

    def __init__(self) -> None:
        self._busy = False
        self._waiting: OrderedDict[Hashable, deque[asyncio.Future[None]]] = OrderedDict()
        self._count = 0

    @asynccontextmanager
    async def turn(self, key: Hashable) -> AsyncIterator[None]:
        """Wait for a turn, and have it for as long as the block; raises TooMany."""
        if self._busy:
            await self._wait(key)
        self._busy = True
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, key: Hashable) -> None:
        if self._count >= WAITING:
            raise TooMany(
                "Very many people want to sign in just now. Wait a minute, then try again."
            )
        mine = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, deque()).append(mine)
        self._count += 1
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self._pass_on()  # the turn came at the very moment at which it was given up
            raise

    def _pass_on(self) -> None:
        while self._waiting:
            key, queue = self._waiting.popitem(last=False)
            first = queue.popleft()
            self._count -= 1
            if queue:
                self._waiting[key] = queue
            if not first.done():
                first.set_result(None)
                return
        self._busy = False


@dataclass(frozen=True)
class Try:
    """One try to sign in. ``device`` is the browser, if it had the right password before."""

    name: str
    address: str
    device: str | None = None


class Tries:
    """Judges passwords within the limits; ``clock`` gives seconds, ``sleep`` waits for some."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._sleep = sleep
        self._by_device = Buckets(*BY_DEVICE, clock)
        self._by_name = Buckets(*BY_NAME, clock)
        self._by_address = Buckets(*BY_ADDRESS, clock)
        self._altogether = Buckets(*ALTOGETHER, clock)
        self._known, self._others = Lane(), Lane()

    def __len__(self) -> int:
        """Return how many names, addresses and browsers are remembered."""
        return len(self._by_device) + len(self._by_name) + len(self._by_address)

    async def judge(self, one: Try, right: Callable[[], Awaitable[bool]]) -> bool:
        """Return whether the password was right, which ``right`` finds out.

        Raises:
            TooMany: it was not looked at.
        """
        # A digest, since a name may be as long as somebody likes.
        name = hashlib.sha256(one.name.encode("utf-8", "replace")).digest()
        place = _place(one.address)
        if one.device is not None:
            limits = [(self._by_device, (name, one.device))]
            turn, pace = self._known.turn(one.device), None
        else:
            limits = [(self._by_name, (name, place)), (self._by_address, (b"", place))]
            turn, pace = self._others.turn(place), self._altogether
        if wait := max(bucket.wait(key) for bucket, key in limits):
            seconds = math.ceil(wait)
            words = "1 second" if seconds == 1 else f"{seconds} seconds"
            raise TooMany(
                f"These were too many tries in a short time. Wait {words}, then try again."
            )
        for bucket, key in limits:
            bucket.take(key)
        async with turn:
            if pace is not None:
                if wait := pace.wait(""):
                    await self._sleep(wait)
                pace.take("")
            found = await right()
        if found:
            for bucket, key in limits:
                bucket.give_back(key)
            if pace is not None:
                pace.give_back("")
        return found


def _place(address: str) -> str:
    """Return what counts as one address: of IPv6, the part that one household or office has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 56), strict=False))
    return address
